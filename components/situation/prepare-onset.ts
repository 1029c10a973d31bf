/** What a datetime-local field with seconds holds, in the zone that times are shown in. */
export function onsetField(ms: number, zone: "local" | "utc"): string {
  const offsetMs = zone === "utc" ? 0 : new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - offsetMs).toISOString().slice(0, 19);
}

/** Epoch ms of what such a field holds; null for none. */
export function readOnset(text: string, zone: "local" | "utc"): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return null;
  const ms = Date.parse(zone === "utc" ? `${text}Z` : text);
  return Number.isFinite(ms) ? ms : null;
}

/** Moments at which the trouble is likely to have begun: what was detected, and the suspected changes before it was. */
export function onsetChoices(s: {
  detectedOnsetAt: number;
  openedAt: number;
  suspects: readonly { id: string; title: string; at: number | null; state: string }[];
}): { key: string; says: string; at: number }[] {
  const changes = s.suspects
    .flatMap(({ id, title, at, state }) =>
      at !== null && at <= s.openedAt && state !== "cleared" ? [{ key: id, says: title, at }] : [],
    )
    .slice(0, 3);
  return [{ key: "detected", says: "As detected", at: s.detectedOnsetAt }, ...changes];
}
