import type { Anomaly } from "@/lib/detect/model";
import type { Board } from "@/lib/situate/board";
import { adjustedRand, bcubed } from "./cluster-score";

export type Case = {
  name: string;
  anomalies: number;
  faults: number;
  situations: number;
  candidates: number;
  ari: number;
  bcubedPrecision: number;
  bcubedRecall: number;
  bcubedF1: number;
  /** Anomalies in situations, per situation */
  compression: number;
  /** Faults with an anomaly of which no situation tells */
  missed: number;
  /** Faults that are told only in a situation that is mostly about another fault */
  merged: number;
  /** Situations beyond the first that are mostly about one fault */
  surplus: number;
  /** Situations that are mostly about no fault: false alarms and blips */
  idle: number;
};

/** Compares what a board made of anomalies with where they came from; what is in no group is a group of its own. */
export function judge(
  name: string,
  board: Board,
  anomalies: Iterable<Anomaly>,
  labelOf: (a: Anomaly) => string,
  isFault: (label: string) => boolean,
): Case {
  const all = [...anomalies];
  const truth = all.map(labelOf);
  const found = all.map((a) => {
    const id = board.placeOf.get(a.id);
    return id === undefined ? `none ${a.id}` : `S-${id}`;
  });
  const { precision, recall, f1 } = bcubed(truth, found);
  const opened = [...board.groups.values()].filter((g) => g.state !== "candidate");
  const about = opened.map((g) => mostOf([...g.members.values()].map(labelOf)));
  const told = new Set(opened.flatMap((g) => [...g.members.values()].map(labelOf)));
  const faults = new Set(truth.filter(isFault));
  const hit = about.filter(isFault);
  return {
    name,
    anomalies: all.length,
    faults: faults.size,
    situations: opened.length,
    candidates: board.groups.size - opened.length,
    ari: adjustedRand(truth, found),
    bcubedPrecision: precision,
    bcubedRecall: recall,
    bcubedF1: f1,
    compression: opened.reduce((n, g) => n + g.members.size, 0) / Math.max(1, opened.length),
    missed: [...faults].filter((f) => !told.has(f)).length,
    merged: [...faults].filter((f) => told.has(f) && !hit.includes(f)).length,
    surplus: hit.length - new Set(hit).size,
    idle: about.length - hit.length,
  };
}

function mostOf(labels: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const l of labels) counts.set(l, (counts.get(l) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}
