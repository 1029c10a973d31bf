import type { ChartFlag } from "./chart-data";

export type PlacedFlag = {
  id: string;
  x: number;
  kind: ChartFlag["kind"];
  /** Written beside the flag, or null where there is no room */
  label: string | null;
  side: "start" | "end";
  /** All that this flag stands for */
  flags: ChartFlag[];
};

const weight = { change: 0, verified: 1, rollback: 2 } as const;
const charPx = 6.1;

/**
 * Where flags go on a plot from x = `left` to `right`. Flags closer than 9 px become one that counts them; a label is
 * written to the right of its flag, else to the left, else not at all, so labels never overlap each other or leave the plot.
 * Rollbacks and verdicts get their labels first.
 */
export function placeFlags(
  flags: readonly ChartFlag[],
  scale: (t: number) => number,
  { left, right, labels }: { left: number; right: number; labels: boolean },
): PlacedFlag[] {
  const placed: PlacedFlag[] = [];
  for (const flag of [...flags].sort((a, b) => a.at - b.at)) {
    const x = scale(flag.at);
    if (x < left || x > right) continue;
    const previous = placed.at(-1);
    if (previous && previous.kind === flag.kind && x - previous.x < 9) previous.flags.push(flag);
    else
      placed.push({ id: flag.id, x, kind: flag.kind, label: null, side: "start", flags: [flag] });
  }
  if (!labels) return placed;
  const taken: [number, number][] = placed.map((p) => [p.x - 2, p.x + 9]);
  const order = [...placed].sort((a, b) => weight[b.kind] - weight[a.kind] || b.x - a.x);
  for (const p of order) {
    const text = p.flags.length > 1 ? `${p.flags.length} ${p.kind}s` : (p.flags[0]?.label ?? "");
    const width = text.length * charPx;
    const free = (from: number, to: number, own: number) =>
      from >= left && to <= right && taken.every(([a, b], i) => i === own || to < a || from > b);
    const own = placed.indexOf(p);
    if (free(p.x + 11, p.x + 15 + width, own)) {
      p.label = text;
      p.side = "start";
      taken.push([p.x + 11, p.x + 15 + width]);
    } else if (free(p.x - 8 - width, p.x - 4, own)) {
      p.label = text;
      p.side = "end";
      taken.push([p.x - 8 - width, p.x - 4]);
    }
  }
  return placed;
}
