import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { combined } from "@/lib/diagnose/rank/combined";
import type { RankNode } from "@/lib/diagnose/rank/ranker";
import { rarity } from "@/lib/diagnose/rarity";
import { digraph } from "@/lib/graph/digraph";
import { recordsOf, textOf } from "./csv";

export type TvdiagResult = Record<string, { hr1: number; mrr3: number; cases: number }>;

const byCase = <T extends z.ZodType>(row: T) => z.record(z.string(), z.array(row));
const names = z.tuple([z.string()], z.string());
/** What a caller saw of its callee speaks of both, so each gets only a part of it. */
const seenByOthers = 0.3;

type Alert = { instance: string; kind: string; weight: number };

/**
 * Every labelled failure of every system: told are the alert events by instance. How much an alert says is learned from how
 * often it was raised in all the failures of its system, labels aside.
 */
export function benchTvdiag(dir: string): { result: TvdiagResult; caseMs: number[] } {
  const result: TvdiagResult = {};
  const caseMs: number[] = [];
  for (const system of readdirSync(dir).sort()) {
    const root = path.join(dir, system);
    if (!existsSync(path.join(root, "raw"))) continue;
    const raw = (file: string): unknown =>
      JSON.parse(textOf(path.join(root, "raw", `${file}.json`)) ?? "{}");
    const all = {
      metrics: byCase(names).parse(raw("metrics")),
      logs: byCase(names).parse(raw("logs")),
      traces: byCase(names).parse(raw("traces")),
      nodes: byCase(z.string()).parse(raw("nodes")),
    };
    const ids = Object.keys(all.metrics);
    const alerts = new Map(
      ids.map((id) => [
        id,
        [
          ...(all.metrics[id] ?? []).map((a) => alert(a[0], a, 1)),
          ...(all.logs[id] ?? []).map((a) => alert(a[0], a, 1)),
          ...(all.traces[id] ?? []).map((a) => alert(a[1] ?? "", a, seenByOthers)),
        ],
      ]),
    );
    const tells = rarity([...alerts.values()].map((list) => list.map((a) => a.kind)));
    let [hits, reciprocal, cases] = [0, 0, 0];
    for (const label of recordsOf(textOf(path.join(root, "label.csv")) ?? "")) {
      const id = label.index ?? "";
      const started = performance.now();
      const order = rank(
        all.nodes[id] ?? [],
        alerts.get(id) ?? [],
        (all.traces[id] ?? []).map(([from, to = ""]) => ({ from, to })),
        tells,
      );
      caseMs.push(performance.now() - started);
      const place = order.indexOf(label.instance ?? "") + 1;
      cases++;
      if (place === 1) hits++;
      if (place >= 1 && place <= 3) reciprocal += 1 / place;
    }
    if (cases > 0) result[system] = { hr1: hits / cases, mrr3: reciprocal / cases, cases };
  }
  return { result, caseMs };
}

const alert = (instance: string, told: readonly string[], weight: number): Alert => ({
  instance,
  kind: told.join(" "),
  weight,
});

function rank(
  names: readonly string[],
  alerts: readonly Alert[],
  calls: readonly { from: string; to: string }[],
  tells: (kind: string) => number,
): string[] {
  const scores = new Map<string, number>(names.map((n) => [n, 0]));
  for (const a of alerts)
    if (scores.has(a.instance))
      scores.set(a.instance, (scores.get(a.instance) ?? 0) + a.weight * tells(a.kind));
  const nodes = new Map<string, RankNode>();
  for (const [n, score] of scores)
    if (score > 0) nodes.set(n, { score, own: 1, onset: null, tells: score });
  const graph = digraph(calls.filter((c) => c.from !== c.to && nodes.has(c.from)));
  // Whose trouble is to be explained is not told: rankers that start from there have no say.
  return combined({ graph, entry: "", nodes }, new Set()).map((r) => r.node);
}
