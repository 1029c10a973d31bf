/** What an executor is asked to do. */
type Command = {
  /** Names the command for good: sent again, it is the same operation and runs once */
  id: string;
  action: "rollback" | "flag-off" | "config-revert";
  target: string;
  from: string;
  to: string;
  /** Hash of the approved plan */
  plan: string;
  requestedBy: string;
};

type Progress = {
  state: "running" | "succeeded" | "failed";
  /** Times in epoch ms */
  steps: { at: number; says: string }[];
  message?: string | undefined;
};

/** The executor refuses for good: trying again would not help. Anything else it throws may pass. */
export class ExecutorRefused extends Error {}

/** Somebody who can put a target back: a deployer, a flag service, a cluster. */
export type Executor = {
  /** What the target is at now */
  current(target: string): Promise<string>;
  /** Starts the operation, or finds it when it was started before; returns where its progress is read */
  execute(command: Command): Promise<{ statusUrl: string }>;
  progress(statusUrl: string): Promise<Progress>;
};
