import { templateMiner } from "@/lib/math/log-template";
import type { LogRow, Scene, SpanRow } from "./scene";

/** A failure message of one service that was not there before: its pattern, how often since onset, and when first. */
export type NewFailure = { service: string; text: string; times: number; firstAt: number };

/** Fewer than this are chance. */
const few = 3;
/** What is this many times as frequent as before is as good as new. */
const surge = 10;

/**
 * Failure messages since onset that were not told in the minutes before, most frequent first. Only where failures begin:
 * what merely passes a failure on is left out, and a call to somebody without spans is that one's. Messages are mined for
 * patterns, so that ids and numbers do not make them new.
 */
export function newFailures(scene: Scene, spans: readonly SpanRow[]): NewFailure[] {
  const parents = new Set(spans.flatMap((s) => (s.parent === null ? [] : [s.trace + s.parent])));
  const passedOn = new Set(
    spans.flatMap((s) => (s.failed && s.parent !== null ? [s.trace + s.parent] : [])),
  );
  const miners = new Map<string, ReturnType<typeof templateMiner>>();
  const rows = new Map<string, NewFailure & { before: number }>();
  const template = new Map<string, { text: string }>();
  for (const s of [...spans].sort((a, b) => a.start - b.start)) {
    if (!s.failed || s.says === null || passedOn.has(s.trace + s.id)) continue;
    const service = s.peer && !parents.has(s.trace + s.id) ? s.peer : s.service;
    const miner = miners.get(service) ?? templateMiner();
    miners.set(service, miner);
    // A bare status code is a pattern of its own.
    const pattern = /^\d{3}$/.test(s.says)
      ? { key: s.says, text: `status ${s.says}` }
      : miner.learn(s.says);
    const key = `${service} ${pattern.key}`;
    template.set(key, pattern);
    const row = rows.get(key) ?? { service, text: "", times: 0, firstAt: s.start, before: 0 };
    if (s.start < scene.onsetAt - 10_000) row.before++;
    else {
      if (row.times === 0) row.firstAt = s.start;
      row.times++;
    }
    rows.set(key, row);
  }
  return [...rows]
    .filter(([, r]) => r.times >= few && r.times >= surge * r.before)
    .map(([key, { service, times, firstAt }]) => ({
      service,
      text: template.get(key)?.text ?? "",
      times,
      firstAt,
    }))
    .sort((a, b) => b.times - a.times || a.firstAt - b.firstAt);
}

/** A pattern of error logs that was not there before; `id` finds it among the log patterns. */
export type NewLogs = NewFailure & {
  id: string;
  severity: string;
  /** Never seen before at all, as far as patterns are kept */
  unheardOf: boolean;
  /** Another service of the scene that its messages name, or the first did: their writer only passes that one's failure on */
  names: string | null;
};

/** Patterns of error logs since onset that the minutes before did not have, or hardly, most frequent first. */
export function newLogs(scene: Scene, logs: readonly LogRow[]): NewLogs[] {
  const others = (service: string) =>
    [...new Set([...scene.services, ...scene.silent])].filter((s) => s !== service);
  return logs
    .filter((l) => l.severity !== "warn" && l.since >= few && l.since >= surge * l.before)
    .map(({ id, service, severity, key, text, since, firstAt, firstSeenAt }) => ({
      ...{ id, service, severity, text, times: since, firstAt },
      unheardOf: firstSeenAt >= scene.onsetAt - 10_000,
      names: others(service).find((name) => isNamed(name, `${key} ${text}`)) ?? null,
    }))
    .sort((a, b) => b.times - a.times || a.firstAt - b.firstAt);
}

/** Whether a text has the name as a word of its own, which a part of a path is not. */
const isNamed = (name: string, text: string): boolean => {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}_-]|(?<!/)/)${escaped}(?![\\p{L}\\p{N}_-])`, "iu").test(text);
};
