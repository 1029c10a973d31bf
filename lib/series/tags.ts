export type Tags = Readonly<Record<string, string>>;

const quoted = (text: string) => text.replace(/[\\",=]/g, (c) => `\\${c}`);

/** Canonical identity of a series: metric and tags in sorted order, so that the order they came in does not matter. */
export function seriesKey(metric: string, tags: Tags): string {
  const names = Object.keys(tags).sort();
  return `${quoted(metric)}{${names.map((n) => `${quoted(n)}=${quoted(tags[n] ?? "")}`).join(",")}}`;
}
