import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fuse } from "@/lib/diagnose/rank/fuse";
import { rankers } from "@/lib/diagnose/rank/index";
import { type Floor, floors, robustScorer } from "@/lib/diagnose/robust-score";
import { strained } from "@/lib/diagnose/strain";
import { callees, type Digraph, digraph } from "@/lib/graph/digraph";
import { distances } from "@/lib/graph/distances";

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
    for (const split of ["train", "test"])
      for (const issue of listed(path.join(root, split))) {
        const told = JSON.parse(readFileSync(path.join(issue, "target.json"), "utf8"));
        const sheet = readSheet(path.join(issue, "metrics.csv"));
        const started = performance.now();
        const ranked = rank(graph, quiet, sheet, told.target);
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
      specificity: specificity(graph, quiet),
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

function rank(graph: Digraph, quiet: Sheet, issue: Sheet, target: Target): string[] {
  const reached = [...distances(graph, target.node, "out").keys()];
  const until = issue.times.filter((t) => t <= target.timestamp + 300).length || issue.times.length;
  const nodes = nodesOf(graph, reached, target, (key) => ({
    usual: quiet.columns.get(key) ?? [],
    since: (issue.columns.get(key) ?? []).slice(0, until),
  }));
  // The violated objective is the question, not an answer, unless nothing else is abnormal.
  const ranked = fuse(rankers, { graph, entry: target.node, nodes }).map((r) => r.node);
  const others = ranked.filter((n) => n !== target.node);
  return others.some((n) => (nodes.get(n)?.score ?? 0) >= strained) ? others : ranked;
}

type Reading = (key: string) => { usual: readonly number[]; since: readonly number[] };

/** Latency in ms, availability as failing share; higher is worse. */
function nodesOf(graph: Digraph, names: readonly string[], target: Target, read: Reading) {
  const latency = target.metric === "latency";
  const floor: Floor = latency ? floors.latency : floors.errors;
  const bad = (x: number) => (latency ? x * 1000 : 1 - x / 100);
  const ok = (list: readonly number[]) => list.filter((x) => !Number.isNaN(x));
  const of = (name: string) => {
    const { usual, since } = read(`${name} ${target.metric} ${target.agg}`);
    const requests = ok(read(`${name} requests Sum`).since);
    const was = ok(usual).map(bad);
    const is = ok(since).map(bad);
    const score = robustScorer(was, floor);
    const z = score ? is.map(score) : [];
    const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / Math.max(1, v.length);
    return {
      score: Math.max(0, ...z),
      extra: Math.max(0, mean(is) - mean(was)) * Math.max(1, mean(requests)),
      onset: z.findIndex((s) => s >= strained),
    };
  };
  const all = new Map(names.map((n) => [n, of(n)]));
  return new Map(
    [...all].map(([name, { score, extra, onset }]) => {
      const below = callees(graph, name).reduce((sum, c) => sum + (all.get(c)?.extra ?? 0), 0);
      const own = extra > 0 ? Math.max(0, 1 - below / extra) : 1;
      return [name, { score, own, onset: onset < 0 ? null : onset * 300_000 }];
    }),
  );
}

function specificity(graph: Digraph, quiet: Sheet): number {
  let silent = 0;
  let windows = 0;
  const names = [...graph.nodes];
  for (let from = quiet.times.length / 2; from + issueRows <= quiet.times.length; from += issueRows)
    for (const metric of ["latency", "availability"]) {
      const start = Math.floor(from);
      const target = { node: "", metric, agg: "Average", timestamp: 0 };
      const nodes = nodesOf(graph, names, target, (key) => {
        const column = quiet.columns.get(key) ?? [];
        return { usual: column.slice(0, start), since: column.slice(start, start + issueRows) };
      });
      windows++;
      if ([...nodes.values()].every((n) => n.score < strained)) silent++;
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
