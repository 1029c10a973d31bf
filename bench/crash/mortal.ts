import { type ChildProcess, spawn } from "node:child_process";

/** A process that is killed and comes back. */
export type Mortal = {
  name: string;
  kills: number;
  /** kill -9, and a new one after `downMs` */
  kill(downMs: number): Promise<void>;
  /** Ends it for good. */
  end(): Promise<void>;
};

/** Starts `node file` and resolves when it says that it is ready; a kill does not wait for that. */
export async function startMortal(
  name: string,
  file: string,
  env: Record<string, string>,
): Promise<Mortal> {
  let child: ChildProcess;
  const start = () => {
    child = spawn(process.execPath, [file], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
  };
  const gone = (signal: NodeJS.Signals) =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once("exit", () => resolve());
      child.kill(signal);
    });
  start();
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", (code) => reject(new Error(`${name} ended with ${code} before it was up.`)));
  });
  const self: Mortal = {
    name,
    kills: 0,
    async kill(downMs) {
      self.kills++;
      await gone("SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, downMs));
      start();
    },
    end: () => gone("SIGKILL"),
  };
  return self;
}
