import type { Positions } from "./graph-data";

/** px between the middles of cards, down and across. */
const rowGap = 112;
const columnGap = 244;

/**
 * A layered layout made compact: a layer of more cards than a map of this many is high gets several columns beside each
 * other, in the same order; the others move together by the same share. Without it forty databases are one column that
 * nobody can see at once. Layers are told apart by `x`.
 */
export function compactLayout(laid: Positions): Positions {
  const names = Object.keys(laid);
  const high = Math.max(8, Math.ceil(0.9 * Math.sqrt(names.length)));
  const layers = [...Map.groupBy(names, (n) => Math.round(laid[n]?.x ?? 0))]
    .sort(([a], [b]) => a - b)
    .map(([, layer]) => layer.sort((a, b) => (laid[a]?.y ?? 0) - (laid[b]?.y ?? 0)));
  const tallest = Math.max(0, ...layers.map((l) => l.length));
  if (tallest <= high) return laid;
  const ys = names.map((n) => laid[n]?.y ?? 0);
  const middle = (Math.min(...ys) + Math.max(...ys)) / 2;
  const share = (high * rowGap) / Math.max(1, Math.max(...ys) - Math.min(...ys));
  const placed: Record<string, { x: number; y: number }> = {};
  let x = 0;
  for (const layer of layers) {
    const columns = Math.ceil(layer.length / high);
    for (let c = 0; c < columns; c++) {
      // Every so-manieth of the layer, so that each column runs from its top to its bottom.
      const column = layer.filter((_, i) => i % columns === c);
      const wanted = column.map((n) => ((laid[n]?.y ?? 0) - middle) * Math.min(1, share));
      spread(wanted).forEach((y, i) => {
        placed[column[i] as string] = { x, y };
      });
      x += columnGap;
    }
  }
  return placed;
}

/** Heights in order, moved apart until no two are closer than a row, and back to where their middle was. */
function spread(wanted: readonly number[]): number[] {
  const ys: number[] = [];
  for (const y of wanted) ys.push(Math.max(y, (ys.at(-1) ?? Number.NEGATIVE_INFINITY) + rowGap));
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const shift = mean(wanted) - mean(ys);
  return ys.map((y) => y + shift);
}
