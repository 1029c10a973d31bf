/** What a post-mortem is written from; times in epoch ms. */
export type PostMortemFacts = {
  name: string;
  title: string;
  severity: string;
  owner: string | null;
  services: readonly string[];
  /** Since when it counts, and what was detected; they differ when a person has corrected it */
  onsetAt: number;
  detectedOnsetAt: number;
  saidOnset: { by: string; why: string } | null;
  openedAt: number;
  acknowledgedAt: number | null;
  resolvedAt: number | null;
  resolution: string | null;
  measures: { detectMs: number | null; knowMs: number | null; resolveMs: number | null };
  story: readonly { kind: "fact" | "hypothesis"; says: string }[];
  impact: readonly string[];
  /** The likeliest first */
  suspects: readonly {
    title: string;
    state: string;
    score: number;
    /** When the change happened; null for a service */
    at: number | null;
    evidence: readonly { says: string; weight: number }[];
  }[];
  /** Oldest first */
  remedies: readonly {
    title: string;
    state: string;
    proposedAt: number;
    decidedBy: string | null;
    decidedAt: number | null;
    executedAt: number | null;
    reason: string | null;
    outcome: string | null;
    /** What each rung of verification says, in order */
    ladder: readonly { title: string; state: string; says: string }[];
  }[];
  findings: readonly { title: string; outcome: string; says: string }[];
  /** Oldest first */
  timeline: readonly { at: number; kind: string; says: string; who: string; pinned: boolean }[];
  /** Entries before those above that do not fit into one document */
  leftOut: number;
};
