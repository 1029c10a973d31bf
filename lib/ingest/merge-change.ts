import type { ChangeKind, Undo } from "./model";

/** A change as its row holds it; times in epoch ms. */
export type ChangeRow = {
  kind: ChangeKind;
  service: string;
  from: string | null;
  to: string | null;
  title: string;
  author: string | null;
  link: string | null;
  source: string;
  externalKey: string;
  status: "started" | "succeeded" | "failed";
  at: number;
  finishedAt: number | null;
  undo: Undo | null;
  details: Record<string, unknown>;
};

/**
 * What is known of a change after hearing of it once more. Telemetry only fills gaps, and gives its row up to anybody who
 * tells; news of a sender replace what was there. Status goes from started to succeeded or failed and never back, the time
 * is the earliest one, and only telemetry's guess about the end is overruled.
 */
export function mergeChange(known: ChangeRow, told: ChangeRow, hasTitle: boolean): ChangeRow {
  const seen = told.source === "telemetry";
  const adopt = known.source === "telemetry" && !seen;
  const ended = known.status === "started" && told.status !== "started" && !seen;
  const pick = <T>(old: T | null, next: T | null): T | null =>
    seen ? (old ?? next) : (next ?? old);
  return {
    kind: known.kind,
    service: known.service,
    from: pick(known.from, told.from),
    to: pick(known.to, told.to),
    title: adopt || (hasTitle && !seen) ? told.title : known.title,
    author: pick(known.author, told.author),
    link: pick(known.link, told.link),
    source: adopt ? told.source : known.source,
    externalKey: adopt ? told.externalKey : known.externalKey,
    status: adopt || ended ? told.status : known.status,
    at: adopt ? Math.min(known.at, told.at) : known.at,
    finishedAt: adopt || ended ? told.finishedAt : known.finishedAt,
    undo: pick(known.undo, told.undo),
    details: seen ? { ...told.details, ...known.details } : { ...known.details, ...told.details },
  };
}
