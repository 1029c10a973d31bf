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

const quoted = (text: string) => `"${text.replace(/[\\"]/g, "\\$&")}"`;

/**
 * The traces of one service's calls to another. The callee tells spans of its own, or is known only by what its caller
 * says it called.
 */
export function tracesOfCall(
  caller: string,
  callee: string,
  { failed, ...range }: { failed: boolean; from: number | string; to: number | string },
): string {
  const [a, b] = [quoted(caller), quoted(callee)];
  const bad = failed ? " AND error = true" : "";
  const q = `(service = ${a} AND peer = ${b}${bad}) OR service = ${a} AND (service = ${b}${bad})`;
  return tracesUrl({ q, order: failed ? "recent" : "slowest", ...range });
}
