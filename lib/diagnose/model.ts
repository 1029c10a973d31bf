import { z } from "zod";

export const suspectStates = ["none", "suspect", "confirmed", "cleared"] as const;
export type SuspectState = (typeof suspectStates)[number];

/** One piece of evidence for or against a suspect; the weights add up to its score before squashing. */
export type Evidence = { name: string; says: string; weight: number };

export const suspectKinds = ["service", "instance", "change"] as const;
export type SuspectKind = (typeof suspectKinds)[number];

export type Suspect = {
  kind: SuspectKind;
  /** The service's name, its name and the instance's with a space between, or the change's id */
  ref: string;
  service: string;
  title: string;
  /** 0–1 */
  score: number;
  rank: number;
  state: SuspectState;
  evidence: Evidence[];
  /** Why it cannot be the cause, in one sentence; a vetoed suspect is never proposed */
  veto: string | null;
};

export const outcomes = ["interesting", "ok", "inconclusive", "skipped", "error"] as const;
export type Outcome = (typeof outcomes)[number];

/** A check's vote for (+) or against (−) a suspect. */
export type Vote = { kind: SuspectKind; ref: string; weight: number };

export type Finding = {
  check: string;
  title: string;
  outcome: Outcome;
  /** One plain sentence with the numbers in it */
  says: string;
  votes: Vote[];
  evidence: Record<string, unknown>;
};

/** A change at or above this score, unvetoed and not cleared, is guilty enough to propose its undoing. */
export const guiltyBar = 0.7;

/** A host that http steps may ask: `status.example.com`, `*.example.com`, `10.1.2.3:9090`; a port other than the usual is named. */
export const diagnosticHost = z
  .string()
  .trim()
  .toLowerCase()
  .max(260)
  .regex(/^(?:\*\.(?=.*\.)|(?!\*))(?:\[[0-9a-f:.]+\]|[a-z0-9_][a-z0-9._-]*)(?::\d{1,5})?$/, {
    error: "must be a host, such as status.example.com, *.example.com or 10.1.2.3:9090",
  });
