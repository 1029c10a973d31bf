export const verificationOutcomes = [
  "recovered",
  "partly",
  "no-effect",
  "worse",
  "inconclusive",
] as const;
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
