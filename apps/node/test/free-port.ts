import { createServer } from "node:net";

/** Below the ports that systems give out by themselves (32768 and up on Linux), so that nobody else is given one meanwhile. */
const [FIRST, PAST] = [10_000, 30_000];
/** Each process of the tests begins elsewhere. */
let next = FIRST + ((process.pid * 97) % (PAST - FIRST));

/** A port of the loopback address on which nobody listens, and which this process is not told twice. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = next;
    next = next + 1 < PAST ? next + 1 : FIRST;
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
