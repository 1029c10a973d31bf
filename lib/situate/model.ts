export const severities = ["critical", "high", "low"] as const;
export type Severity = (typeof severities)[number];

/** What happens next with a situation; what the list is grouped by. */
export const steps = [
  "diagnosing",
  "decide",
  "executing",
  "verifying",
  "watching",
  "blocked",
  "done",
] as const;
export type Step = (typeof steps)[number];

/** One reason why an anomaly belongs to a situation, with the arithmetic shown. */
export type Why = {
  reason: "time" | "graph" | "change" | "same-series";
  says: string;
  weight: number;
};

/** Measured on the entry service (the member that nobody in the situation calls) over the situation so far. */
export type Impact = {
  entry: string | null;
  /** Share of requests failing now, 0–1 */
  failingRatio: number | null;
  /** What is usual, 0–1 */
  usualRatio: number | null;
  /** Requests failed above the usual since onset */
  requestsLost: number | null;
};

export type Situation = {
  id: number;
  title: string;
  status: "open" | "acknowledged" | "resolved";
  severity: Severity;
  step: Step;
  /** Epoch ms: onset is the first member's start, opened is when the situation was made */
  onsetAt: number;
  openedAt: number;
  resolvedAt: number | null;
  services: string[];
  impact: Impact;
};

/** How people write a situation's id. */
export const situationName = (id: number): string => `S-${id}`;
