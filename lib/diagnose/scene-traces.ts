import { type Scene, type SpanRow, spanNeed } from "./scene";
import { type Direct, traceEvidence } from "./trace-evidence";
import { cut, traceProfile } from "./trace-profile";

const minuteMs = 60_000;
/** A shorter piece of a minute is joined to the one before. */
const leastMs = 20_000;

/**
 * What the traces since onset say against each service beside the minutes before, as spreads of the usual; services whose
 * spans are there and say nothing get 0. Empty without spans in both times.
 */
export function sceneTraces(scene: Scene, spans: readonly SpanRow[]): Map<string, Direct> {
  const { from, to } = spanNeed(scene);
  const starts = (first: number, end: number) => {
    const list: number[] = [];
    for (let t = first; t + leastMs <= end; t += minuteMs) list.push(t);
    return list;
  };
  // A trace belongs to the window in which its first span began.
  const began = new Map<string, number>();
  for (const s of spans) began.set(s.trace, Math.min(s.start, began.get(s.trace) ?? s.start));
  const windowsOf = (list: readonly number[], end: number) =>
    list
      .map((t, i) => {
        const until = list[i + 1] ?? end;
        return spans.filter((s) => {
          const at = began.get(s.trace) ?? s.start;
          return at >= t && at < until;
        });
      })
      .filter((rows) => rows.length > 0)
      .map((rows) => ({ richer: false, profile: traceProfile(rows) }));
  const beforeEnd = scene.onsetAt - minuteMs;
  const usual = windowsOf(starts(from, beforeEnd), beforeEnd);
  const since = windowsOf(starts(scene.onsetAt, to), to);
  if (since.length === 0 || usual.length === 0) return new Map();
  const found = traceEvidence(since, usual);
  const quiet = { score: 0, says: "" };
  const seen = since.flatMap(({ profile }) => [...profile.own.keys(), ...profile.broke.keys()]);
  for (const key of seen) {
    const [service = ""] = key.split(cut);
    if (!found.has(service)) found.set(service, quiet);
  }
  return found;
}
