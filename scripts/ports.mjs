// Finding ports on this machine.
import net from "node:net";

/** A port that was free a moment ago. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** `wanted` when nobody has it, another one otherwise. Both loopback families count: Next listens on both. */
export async function portNear(wanted) {
  const free = (host) =>
    new Promise((resolve) => {
      const server = net.createServer().on("error", () => resolve(false));
      server.listen(wanted, host, () => server.close(() => resolve(true)));
    });
  return (await free("127.0.0.1")) && (await free("::")) ? wanted : freePort();
}
