/** What happened to one situation, and when; epoch ms. */
export type Milestones = {
  /** The first member began, or the trouble itself as a person says */
  onsetAt: number;
  /** A person said so: then nothing began before */
  said: boolean;
  /** When the change began that turned out to be the cause, or null when none did */
  causeAt: number | null;
  openedAt: number;
  /** When something was first proposed about each suspect: a change's id, or service and instance */
  proposals: readonly { suspect: string; at: number }[];
  /** The suspect whose remedy brought recovery, or that a person confirmed; null when none */
  confirmed: string | null;
  resolvedAt: number | null;
};

/** The three times by which the loop is judged, in ms; null where it has not come to that. */
export type Measures = {
  /** From the corrected onset, else the bad change or the first bad signal, to the open situation (MTTD) */
  detectMs: number | null;
  /** From the open situation to the right proposal (MTTK) */
  knowMs: number | null;
  /** From the corrected onset, else the first bad signal, to the resolved situation (MTTR) */
  resolveMs: number | null;
};

/** The times of one situation. */
export function measure(m: Milestones): Measures {
  const right = m.proposals
    .filter((p) => p.suspect === m.confirmed)
    .reduce((first, p) => Math.min(first, p.at), Number.POSITIVE_INFINITY);
  const began = m.said ? m.onsetAt : Math.min(m.onsetAt, m.causeAt ?? m.onsetAt);
  return {
    detectMs: Math.max(0, m.openedAt - began),
    knowMs: Number.isFinite(right) ? Math.max(0, right - m.openedAt) : null,
    resolveMs: m.resolvedAt === null ? null : Math.max(0, m.resolvedAt - m.onsetAt),
  };
}

/** The share `q` of the values is at or below this one (nearest rank); null without values. */
export function quantile(values: readonly (number | null)[], q: number): number | null {
  const sorted = values.filter((v) => v !== null).sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? null;
}
