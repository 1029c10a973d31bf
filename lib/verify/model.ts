const verificationOutcomes = ["recovered", "partly", "no-effect", "worse", "inconclusive"] as const;
export type VerificationOutcome = (typeof verificationOutcomes)[number];

/** One step of the ladder from execution to verdict. */
export type Rung = {
  rung: "executed" | "members-clear" | "back-in-band" | "held" | "verdict";
  title: string;
  state: "waiting" | "running" | "done" | "failed";
  says: string;
  /** Epoch ms at which it was reached */
  at: number | null;
};

/** How often a verification looks. */
export const lookEveryMs = 5_000;

/** By now a remedy that works has shown it; what has not moved is judged as it is. */
export const judgeAfterMs = 5 * 60_000;

/** A signal is back in band after this many windows with requests and without an anomaly. */
export const bandWindows = 3;

/** An anomaly that began this soon after the execution is still the old trouble. */
export const settleMs = 20_000;

/** New trouble must last for this long before it is held against the remedy: restarts ruffle signals for a moment. */
export const worseAfterMs = 60_000;

/** Without requests for this long there is nothing to judge by. */
export const quietAfterMs = 60_000;

/** How a service is, is judged by its requests of this last while. */
export const recentMs = 2 * 60_000;
