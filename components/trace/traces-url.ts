/** What a link to the trace search says; all but the range may be absent. Times in epoch ms. */
export type TracesWanted = {
  from?: number | string;
  to?: number | string;
  service?: string | null;
  operation?: string;
  failed?: boolean;
  atLeastMs?: number;
  order?: "recent" | "slowest";
  q?: string;
};

/** The address of the trace search with something chosen: how charts, edges and situations lead to their traces. */
export function tracesUrl(wanted: TracesWanted): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) {
    if (value === undefined || value === null || value === "" || value === false) continue;
    const text = typeof value === "number" ? String(Math.round(value)) : String(value);
    query.set(name === "atLeastMs" ? "min" : name, text);
  }
  const text = query.toString();
  return text === "" ? "/traces" : `/traces?${text}`;
}
