import type { Anomaly } from "@/lib/detect/model";
import { labelledDay } from "@/lib/sim/day";
import { Board } from "@/lib/situate/board";
import { terrain } from "@/lib/situate/terrain";
import { type Case, judge } from "./judge";

/** One labelled day through detectors and grouping, turn by turn. */
export function benchDay(size: number, seed: number): Case {
  const day = labelledDay({ size, seed });
  const land = terrain(day.graph, day.estate.silent);
  const board = new Board();
  const all = new Map<string, Anomaly>();
  for (const { now, told } of day.turns()) {
    for (const a of told) all.set(a.id, a);
    board.turn(now, told, {
      ...land,
      changes: day.changes.filter((c) => c.at <= now && c.at > now - 3_600_000),
    });
  }
  return judge(`${size} services, seed ${seed}`, board, all.values(), day.labelOf, (l) =>
    l.startsWith("fault"),
  );
}
