import { type ChildProcess, spawn } from "node:child_process";

/** A process that is killed and comes back. */
export type Mortal = {
  name: string;
  kills: number;
  /** kill -9, and a new one after `downMs`; a process that is still starting is let start first unless `early` */
  kill(downMs: number, early: boolean): Promise<void>;
  /** Ends it for good. */
  end(): Promise<void>;
};

/** Starts `node file` and resolves when it says that it is ready. */
export async function startMortal(
  name: string,
  file: string,
  env: Record<string, string>,
): Promise<Mortal> {
  const start = () => {
    const child = spawn(process.execPath, [file], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const ready = new Promise<void>((resolve) => {
      child.once("message", () => resolve());
      child.once("exit", () => resolve());
    });
    return { child, ready };
  };
  let now: { child: ChildProcess; ready: Promise<void> } = start();
  const gone = (signal: NodeJS.Signals) =>
    new Promise<void>((resolve) => {
      const { child } = now;
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once("exit", () => resolve());
      child.kill(signal);
    });
  await now.ready;
  if (now.child.exitCode !== null) throw new Error(`${name} ended before it was up.`);
  const self: Mortal = {
    name,
    kills: 0,
    async kill(downMs, early) {
      if (!early) await now.ready;
      self.kills++;
      await gone("SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, downMs));
      now = start();
    },
    end: () => gone("SIGKILL"),
  };
  return self;
}
