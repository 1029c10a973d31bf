import type { OutgoingPolicy } from "./outgoing";

/** What an executor is asked to do. */
export type Command = {
  /** Names the command for good: sent again, it is the same operation and runs once */
  id: string;
  action: "rollback" | "flag-off" | "config-revert" | "restart";
  target: string;
  from: string;
  to: string;
  /** Hash of the approved plan */
  plan: string;
  requestedBy: string;
  /** Epoch ms at which it may have been sent for the first time; null when it never was */
  sentAt: number | null;
};

export type Progress = {
  state: "running" | "succeeded" | "failed";
  /** The executor's own log, times in epoch ms */
  steps: { at: number; says: string }[];
  /** How it stands now, for executors that keep no log */
  status?: string | undefined;
  message?: string | undefined;
};

/** The executor refuses for good: trying again would not help. Anything else it throws may pass. */
export class ExecutorRefused extends Error {
  /** What to do by hand instead, one step a line */
  readonly instead: readonly string[];
  constructor(says: string, instead: readonly string[] = []) {
    super(instead.length > 0 ? `${says} Instead: ${instead.join(" ")}` : says);
    this.instead = instead;
  }
}

/** The executor has no time now and says when it will: asking sooner would only keep it busy. */
export class ExecutorBusy extends Error {
  readonly waitMs: number;
  constructor(says: string, waitMs: number) {
    super(says);
    this.waitMs = waitMs;
  }
}

/**
 * Somebody who can put a target back: a deployer, a flag service, a cluster. The order is current (the plan is made from
 * it) → dryRun → execute → progress, and undo for the way back. One contract suite holds all of them.
 */
export type Executor = {
  /** What runs now, in the words in which changes tell versions. Throws ExecutorRefused for an unknown target */
  current(target: string): Promise<string>;
  /**
   * What the command would do, changing nothing: sentences for the person who decides. Throws ExecutorRefused with the reason
   * when the command would be refused or undone by somebody else, and with what to do instead.
   */
  dryRun(command: Command): Promise<string[]>;
  /** Starts the operation, or finds it when it was started before; returns where its progress is read */
  execute(command: Command): Promise<{ statusUrl: string }>;
  progress(statusUrl: string): Promise<Progress>;
  /** The command that takes this one back, or null when there is none */
  undo(command: Command): Omit<Command, "id" | "plan" | "requestedBy" | "sentAt"> | null;
};

/** What an executor is given of the world: the time, and where it may go. */
export type Outside = { now: () => number; outgoing: OutgoingPolicy };

/** The way back of everything that has two states. */
export const turnBack: Executor["undo"] = ({ action, target, from, to }) =>
  action === "restart" ? null : { action, target, from: to, to: from };
