import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { movedBeyond } from "@/lib/diagnose/moved";
import { combined } from "@/lib/diagnose/rank/combined";
import type { RankNode } from "@/lib/diagnose/rank/ranker";
import { type Floor, floors } from "@/lib/diagnose/robust-score";
import { strained } from "@/lib/diagnose/strain";
import { callees, type Digraph, digraph } from "@/lib/graph/digraph";
import { distances } from "@/lib/graph/distances";
import { pearson } from "@/lib/math/pearson";

/** Columns by "node metric statistic", with NaN for empty cells, and the rows' epoch seconds. */
type Sheet = { times: number[]; columns: Map<string, number[]> };
type Cell = { top1: number; top3: number; cases: number };
export type PetshopResult = Record<
  string,
  { latency: Cell; availability: Cell; specificity: number }
>;

/** Rows of five minutes: an issue's are few, and as many of the quiet history make one normal window. */
const issueRows = 6;

/**
 * Every issue of every traffic scenario that is there: the ranker sees the call graph, quiet history and the rows around
 * the violated objective, and orders what the target depends on. Specificity: the share of quiet windows in which
 * nothing is strained, so that nothing would be accused.
 */
export function benchPetshop(dir: string): { result: PetshopResult; caseMs: number[] } {
  const result: PetshopResult = {};
  const caseMs: number[] = [];
  for (const scenario of readdirSync(dir, { withFileTypes: true })) {
    const root = path.join(dir, scenario.name);
    if (!scenario.isDirectory() || !existsSync(path.join(root, "graph.csv"))) continue;
    const graph = readGraph(path.join(root, "graph.csv"));
    const quiet = readSheet(path.join(root, "noissue", "metrics.csv"));
    const cells: Record<string, Cell> = {};
    const entries = new Set<string>();
    for (const split of ["train", "test"])
      for (const issue of listed(path.join(root, split))) {
        const told = JSON.parse(readFileSync(path.join(issue, "target.json"), "utf8"));
        entries.add(told.target.node);
        const sheet = readSheet(path.join(issue, "metrics.csv"));
        const started = performance.now();
        const { order: ranked } = rank(graph, quiet, sheet, told.target);
        caseMs.push(performance.now() - started);
        const place = ranked.indexOf(told.root_cause.node);
        const cell = cells[told.target.metric] ?? { top1: 0, top3: 0, cases: 0 };
        cells[told.target.metric] = cell;
        cell.cases++;
        if (place === 0) cell.top1++;
        if (place >= 0 && place < 3) cell.top3++;
      }
    const share = (c: Cell = { top1: 0, top3: 0, cases: 0 }): Cell => ({
      top1: c.top1 / Math.max(1, c.cases),
      top3: c.top3 / Math.max(1, c.cases),
      cases: c.cases,
    });
    result[scenario.name] = {
      latency: share(cells.latency),
      availability: share(cells.availability),
      specificity: specificity(graph, quiet, [...entries]),
    };
  }
  return { result, caseMs };
}

const listed = (dir: string): string[] =>
  existsSync(dir)
    ? readdirSync(dir)
        .sort()
        .map((d) => path.join(dir, d))
    : [];

type Target = { node: string; metric: string; agg: string; timestamp: number };

const usualRows = 2;
const stepSeconds = 300;

/** The order of suspects: what the target depends on, worst first, itself last. */
function rank(
  graph: Digraph,
  quiet: Sheet,
  issue: Sheet,
  target: Target,
): { order: string[]; nodes: Map<string, RankNode> } {
  const below = [...distances(graph, target.node, "out").keys()];
  const since = issue.times.findIndex((t) => t + stepSeconds > target.timestamp);
  const nodes = nodesOf(graph, below, target, Math.max(0, since), (key) => ({
    usual: quiet.columns.get(key) ?? [],
    rows: issue.columns.get(key) ?? [],
  }));
  const silent = new Set(below.filter((n) => n.endsWith("_remote")));
  const ranked = combined({ graph, entry: target.node, nodes }, silent).map((r) => r.node);
  const others = ranked.filter((n) => n !== target.node);
  return { order: [...others, target.node], nodes };
}

type Reading = (key: string) => { usual: readonly number[]; rows: readonly number[] };

/** Latency in ms, availability as failing share; higher is worse. `since`: the first row that counts as abnormal. */
function nodesOf(
  graph: Digraph,
  names: readonly string[],
  target: Target,
  since: number,
  read: Reading,
) {
  const latency = target.metric === "latency";
  const floor: Floor = latency ? floors.latency : floors.errors;
  const bad = (x: number) => (latency ? x * 1000 : 1 - x / 100);
  const of = (name: string) => {
    const { usual, rows } = read(`${name} ${target.metric} ${target.agg}`);
    const requests = read(`${name} requests Sum`).rows;
    const was = usual.map(bad).filter((x) => !Number.isNaN(x));
    const values = rows.map(bad);
    const before = values.slice(0, since).filter((x) => !Number.isNaN(x));
    const move = movedBeyond(was, before, floor);
    const z = values.map((x, i) =>
      move && !Number.isNaN(x) ? move.score(x, requests[i] ?? 0) : 0,
    );
    const extra = values.map((x, i) =>
      move && !Number.isNaN(x) && i >= since ? Math.max(0, x - move.level) * (requests[i] ?? 0) : 0,
    );
    return {
      score: Math.max(0, ...z.slice(since)),
      z,
      extra: extra.reduce((a, b) => a + b, 0),
      onset: z.findIndex((s, i) => i >= since && s >= strained),
    };
  };
  const all = new Map(names.map((n) => [n, of(n)]));
  const shape = all.get(target.node)?.z ?? [];
  return new Map(
    [...all].map(([name, { score, extra, onset, z }]) => {
      const below = callees(graph, name).reduce((sum, c) => sum + (all.get(c)?.extra ?? 0), 0);
      const own = extra > 0 ? Math.max(0, 1 - below / extra) : 1;
      return [
        name,
        {
          score,
          own,
          extra,
          follows: pearson(z, shape),
          onset: onset < 0 ? null : onset * 300_000,
        },
      ];
    }),
  );
}

/** Whether anything is accused: the violated objective itself must have moved, and the first suspect with it. */
const accuses = (nodes: Map<string, RankNode>, entry: string, first = ""): boolean =>
  (nodes.get(entry)?.score ?? 0) >= 0.75 &&
  (nodes.get(first)?.score ?? 0) >= strained / 2 &&
  (nodes.get(first)?.follows ?? 0) >= 0.5;

function specificity(graph: Digraph, quiet: Sheet, entries: readonly string[]): number {
  let silent = 0;
  let windows = 0;
  for (
    let from = Math.floor(quiet.times.length / 2);
    from + issueRows <= quiet.times.length;
    from += issueRows
  )
    for (const metric of ["latency", "availability"])
      for (const node of entries) {
        const cutOf = (a: number, b: number): Sheet => ({
          times: quiet.times.slice(a, b),
          columns: new Map([...quiet.columns].map(([k, v]) => [k, v.slice(a, b)])),
        });
        const window = cutOf(from, from + issueRows);
        const timestamp = (window.times[usualRows] ?? 0) + 1;
        const target = { node, metric, agg: "Average", timestamp };
        windows++;
        const { order, nodes } = rank(graph, cutOf(0, from), window, target);
        if (!accuses(nodes, node, order[0])) silent++;
      }
  return windows > 0 ? silent / windows : 0;
}

const rowsOf = (file: string) =>
  readFileSync(file, "utf8")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));

function readGraph(file: string): Digraph {
  const [head = [], ...rows] = rowsOf(file);
  return digraph(
    rows.flatMap(([from = "", ...cells]) =>
      cells.flatMap((c, i) => (Number(c) > 0 ? [{ from, to: head[i + 1] ?? "" }] : [])),
    ),
    head.slice(1),
  );
}

function readSheet(file: string): Sheet {
  const [nodes = [], metrics = [], statistics = [], ...rest] = rowsOf(file);
  const rows = rest.filter((r) => !Number.isNaN(Number.parseFloat(r[0] ?? "")));
  const columns = new Map(
    nodes
      .slice(1)
      .map((node, i) => [
        `${node} ${metrics[i + 1]} ${statistics[i + 1]}`,
        rows.map((r) =>
          r[i + 1] === "" || r[i + 1] === undefined ? Number.NaN : Number(r[i + 1]),
        ),
      ]),
  );
  return { times: rows.map((r) => Number.parseFloat(r[0] ?? "")), columns };
}
