import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Passes TCP through to a port of this machine and counts the bytes of both directions; TLS within is untouched. */
export class CountingProxy {
  readonly port: number;
  readonly #close: () => void;
  bytes = 0;

  private constructor(port: number, close: () => void) {
    this.port = port;
    this.#close = close;
  }

  static async before(target: number): Promise<CountingProxy> {
    const open = new Set<Socket>();
    const server = createServer((incoming) => {
      const outgoing = connect(target, "127.0.0.1");
      for (const [from, to] of [
        [incoming, outgoing],
        [outgoing, incoming],
      ] as const) {
        open.add(from);
        from.on("data", (chunk: Buffer) => {
          proxy.bytes += chunk.length;
        });
        from.on("error", () => to.destroy());
        from.on("close", () => open.delete(from));
        from.pipe(to);
      }
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const proxy = new CountingProxy((server.address() as AddressInfo).port, () => {
      server.close();
      for (const socket of open) socket.destroy();
    });
    return proxy;
  }

  close(): void {
    this.#close();
  }
}
