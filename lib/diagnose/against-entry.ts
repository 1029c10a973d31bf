import { pearson } from "@/lib/math/pearson";
import { after, before, type Data, type Scene } from "./scene";
import { edgeTallies, extra, type Strain, tallies } from "./strain";
import { byWindow, failing, meanMs, tally, tallyEdges } from "./tally";

type Against = { extra: number; follows: number };

/**
 * Each strained node beside the entry whose trouble is being explained, in the entry's own signal: what came on top of the usual
 * since onset (failed requests or ms), and the correlation of its windows with the entry's. Nodes without requests in either
 * time are left out; nothing is told when neither errors nor latency is what the entry suffers from.
 */
export function againstEntry(
  scene: Scene,
  data: Data,
  nodes: ReadonlyMap<string, Strain>,
  entry: string,
): Map<string, Against> {
  const signal = nodes.get(entry)?.signal;
  if (signal !== "errors" && signal !== "latency") return new Map();
  const read = (service: string) => {
    const own = data.requests.filter((r) => r.service === service);
    const calls = data.edges.filter((e) => e.callee === service);
    const speaks = own.length > 0;
    const value = signal === "errors" ? failing : meanMs;
    const windows = speaks
      ? byWindow(own).map(([t, rows]) => [t, value(tally(rows))] as const)
      : byWindow(calls).map(([t, rows]) => [t, value(tallyEdges(rows))] as const);
    const pair = speaks ? tallies(scene, own) : edgeTallies(scene, calls);
    return { windows: new Map(windows), pair };
  };
  const shape = read(entry).windows;
  const found = new Map<string, Against>();
  for (const name of nodes.keys()) {
    const { windows, pair } = read(name);
    if (pair.is.count === 0 || pair.was.count === 0) continue;
    const times = [...windows.keys()].filter((t) => inEither(scene, t) && shape.has(t));
    const column = (of: ReadonlyMap<number, number | null>) =>
      times.map((t) => of.get(t) ?? Number.NaN);
    found.set(name, {
      extra: Math.max(0, extra(pair)[signal === "errors" ? "errors" : "ms"]),
      follows: pearson(column(windows), column(shape)),
    });
  }
  return found;
}

const inEither = (scene: Scene, t: number) =>
  [before(scene), after(scene)].some(({ from, to }) => t >= from && t < to);
