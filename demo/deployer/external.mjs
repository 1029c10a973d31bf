// A process outside the shop's own services, on one port for as long as the fleet runs, so that it can go and come back.
import { startProcess } from "./process.mjs";

export async function startExternal({ name, env, log }) {
  let closing = false;
  let down = false;
  let process;
  const start = async (port) => {
    process = await startProcess({
      name,
      script: `externals/${name}.cjs`,
      env: { ...env, FLEET_LISTEN: String(port) },
      onExit: (gone) => {
        if (closing || down) return;
        log(`${name} ended by itself; starting another`);
        void start(gone.port).catch((error) => log(error.message));
      },
    });
  };
  await start(0);
  const { port } = process;
  return {
    name,
    url: `http://127.0.0.1:${port}`,
    up: () => process.running(),
    tell: (message) => process.tell(message),
    /** Kills it and keeps it down. */
    async down() {
      down = true;
      process.kill();
      await process.gone;
    },
    async revive() {
      if (!down) return;
      down = false;
      await start(port);
    },
    async close() {
      closing = true;
      await process.stop();
    },
  };
}
