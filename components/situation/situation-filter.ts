import type { ViewOutput } from "../query";

export type SituationRow = ViewOutput<"situations">["rows"][number];

/** One list of choices of the rail: what a row counts as, and how a value is written. */
export type Facet = {
  key: "status" | "severity" | "service" | "cause" | "step" | "owner";
  title: string;
  of(row: SituationRow): readonly string[];
  words?: Readonly<Record<string, string>>;
  order?: readonly string[];
};

export const facets: readonly Facet[] = [
  {
    key: "status",
    title: "Status",
    of: (r) => [r.status],
    words: {
      open: "Open",
      acknowledged: "Acknowledged",
      candidate: "Candidate",
      resolved: "Resolved",
    },
    order: ["open", "acknowledged", "candidate", "resolved"],
  },
  {
    key: "severity",
    title: "Severity",
    of: (r) => [r.severity],
    words: { critical: "Critical", high: "High", low: "Low" },
    order: ["critical", "high", "low"],
  },
  {
    key: "step",
    title: "Next step",
    of: (r) => [r.step],
    words: {
      decide: "Waiting for you",
      diagnosing: "Diagnosing",
      executing: "Executing",
      verifying: "Verifying",
      blocked: "Blocked",
      watching: "Watching",
      done: "Done",
    },
    order: ["decide", "diagnosing", "executing", "verifying", "blocked", "watching", "done"],
  },
  { key: "service", title: "Service", of: (r) => r.services },
  { key: "cause", title: "Likely cause", of: (r) => [r.cause] },
  { key: "owner", title: "Owner", of: (r) => [r.owner ?? "Nobody"] },
];

export type Chosen = Readonly<Record<Facet["key"], readonly string[]>>;

const matchesWords = (row: SituationRow, q: string): boolean => {
  const text =
    `${row.name} ${row.title} ${row.services.join(" ")} ${row.suspect?.title ?? ""} ${row.owner ?? ""} ${row.next.says}`.toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};

const matchesFacet = (row: SituationRow, facet: Facet, chosen: Chosen): boolean =>
  chosen[facet.key].length === 0 || facet.of(row).some((v) => chosen[facet.key].includes(v));

/** Rows that match the words and, in every facet with a choice, one of the choices. */
export const filterSituations = (
  rows: readonly SituationRow[],
  q: string,
  chosen: Chosen,
): SituationRow[] =>
  rows.filter((r) => matchesWords(r, q.trim()) && facets.every((f) => matchesFacet(r, f, chosen)));

/** The values of one facet with how many rows each would leave, given the other facets' choices. */
export function countFacet(
  rows: readonly SituationRow[],
  facet: Facet,
  q: string,
  chosen: Chosen,
): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of [...(facet.order ?? []), ...chosen[facet.key]]) counts.set(value, 0);
  for (const row of filterSituations(rows, q, { ...chosen, [facet.key]: [] }))
    for (const value of facet.of(row)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const list = [...counts].map(([value, count]) => ({ value, count }));
  return facet.order
    ? list.filter((v) => v.count > 0 || chosen[facet.key].includes(v.value))
    : list.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

export type Group = { title: string; note?: string; rows: SituationRow[] };

/** The list in the order in which it needs somebody: decisions, work under way, what is over. */
export function groupByStep(rows: readonly SituationRow[]): Group[] {
  const rank = { critical: 0, high: 1, low: 2 } as const;
  const worst = (a: SituationRow, b: SituationRow) =>
    rank[a.severity] - rank[b.severity] || b.openedAt - a.openedAt;
  return [
    { title: "Needs a decision", rows: rows.filter((r) => r.step === "decide").sort(worst) },
    {
      title: "In progress",
      rows: rows
        .filter((r) => r.step !== "decide" && r.status !== "resolved" && r.status !== "candidate")
        .sort(worst),
    },
    {
      title: "Candidates",
      note: "Below the bar. Confirm to call people, discard to teach.",
      rows: rows.filter((r) => r.status === "candidate").sort(worst),
    },
    {
      title: "Resolved",
      rows: rows
        .filter((r) => r.status === "resolved")
        .sort((a, b) => (b.resolvedAt ?? 0) - (a.resolvedAt ?? 0)),
    },
  ].filter((g) => g.rows.length > 0);
}
