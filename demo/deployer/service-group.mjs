// One service: its instances of some version behind a balancer, replaced one by one.
import http from "node:http";
import { startBalancer } from "./balancer.mjs";
import { startProcess } from "./process.mjs";

/** Both versions serve this long side by side before the next instance is replaced. */
const soakMs = 2000;

const healthy = (port) =>
  new Promise((resolve) => {
    const request = http.get(
      { host: "127.0.0.1", port, path: "/health", timeout: 2000 },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode === 200);
      },
    );
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * `envOf(version, instance)` gives an instance's environment; `settings()` what it is told on start and on change.
 */
export async function openServiceGroup({ name, version, size, envOf, settings, onAnswer, log }) {
  const balancer = await startBalancer(name, onAnswer);
  let current = version;
  let counter = 0;
  let closing = false;
  /** Instances that should run: {id, version, process} */
  let instances = [];

  const start = async (of) => {
    const id = `${name}-${++counter}`;
    const process = await startProcess({
      name: id,
      script: `releases/${name}/${of}.cjs`,
      args: ["-r", new URL("../shop/otel.cjs", import.meta.url).pathname],
      env: {
        ...envOf(of, id),
        FLEET_VERSION: of,
        FLEET_INSTANCE: id,
        FLEET_SETTINGS: JSON.stringify(settings()),
      },
      onExit: () => void replaceCrashed(id),
    });
    for (let tries = 0; !(await healthy(process.port)); tries++) {
      if (tries === 20 || !process.running()) {
        await process.stop();
        throw new Error(`${id} (${of}) is not healthy`);
      }
      await pause(250);
    }
    const instance = { id, version: of, process };
    instances.push(instance);
    balancer.add({ id, version: of, port: process.port });
    return instance;
  };

  const retire = async (instance) => {
    instances = instances.filter((one) => one !== instance);
    await balancer.remove(instance.id);
    await instance.process.stop();
  };

  /** An instance that ended by itself gets a successor of its own version. */
  async function replaceCrashed(id) {
    const instance = instances.find((one) => one.id === id);
    if (!instance || closing) return;
    log(`${id} (${instance.version}) ended by itself; starting another`);
    instances = instances.filter((one) => one !== instance);
    void balancer.remove(id, 0);
    for (let tries = 1; !closing && tries <= 5; tries++) {
      try {
        await start(instance.version);
        return;
      } catch (error) {
        log(error.message);
        await pause(1000 * tries);
      }
    }
  }

  return {
    name,
    url: balancer.url,
    version: () => current,
    instances: () =>
      instances.map(({ id, version: of, process }) => ({ id, version: of, pid: process.pid })),
    boot: () => Promise.all(Array.from({ length: size }, () => start(version))),
    /** Replaces every instance, one by one, first the new then the old. Throws, with the old ones serving, when the new version fails. */
    async replace(to, step) {
      const old = [...instances];
      const fresh = [];
      current = to;
      try {
        for (const [i, instance] of old.entries()) {
          const next = await start(to);
          fresh.push(next);
          step(`${next.id} runs ${to} and is healthy`);
          await retire(instance);
          step(`${instance.id} (${instance.version}) is drained and stopped`);
          if (i < old.length - 1) await pause(soakMs);
        }
      } catch (error) {
        const from = old[0]?.version ?? version;
        current = from;
        step(`${error.message}; going back to ${from}`);
        while (instances.filter((one) => one.version === from).length < size) await start(from);
        await Promise.all(fresh.map(retire));
        throw error;
      }
    },
    /** Starts one instance anew: first its successor, then it goes. Throws, with it serving, when no successor comes up. */
    async restart(id, step) {
      const old = instances.find((one) => one.id === id);
      if (!old) throw new Error(`${name} has no instance ${id}`);
      const next = await start(old.version);
      step(`${next.id} runs ${old.version} and is healthy`);
      await retire(old);
      step(`${id} is drained and stopped`);
    },
    /** Tells one instance something. */
    tell(id, message) {
      instances.find((one) => one.id === id)?.process.tell(message);
    },
    tellSettings() {
      for (const { process } of instances) process.tell({ settings: settings() });
    },
    async close() {
      closing = true;
      balancer.close();
      await Promise.all(instances.map(({ process }) => process.stop()));
    },
  };
}
