import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** Two ports on which nothing listens now. */
export async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()];
  for (const server of servers) await once(server.listen(0, "127.0.0.1"), "listening");
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  for (const server of servers) await once(server.close(), "close");
  return [ports[0]!, ports[1]!];
}
