/** A deed of a person; at in epoch ms. */
export type Deed = { at: number; name: string; situationId: number };

/** One night of one person: the evening's date, and the situations that took the person out of bed. */
export type Night = { name: string; night: string; situations: number };

const nightFrom = 22;
const nightTo = 7;

/**
 * Who had to act at night (22:00 to 07:00 in `zone`, an IANA name), on which night, and on how many situations. A night
 * is named by the date of its evening. Newest first.
 */
export function nightsOf(deeds: readonly Deed[], zone: string): Night[] {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
  });
  const nights = new Map<string, { name: string; night: string; ids: Set<number> }>();
  for (const { at, name, situationId } of deeds) {
    const hour = Number(part(parts, at, "hour"));
    if (hour >= nightTo && hour < nightFrom) continue;
    const evening = hour < nightTo ? at - nightTo * 3_600_000 : at;
    const night = ["year", "month", "day"].map((p) => part(parts, evening, p)).join("-");
    const key = `${night} ${name}`;
    const known = nights.get(key) ?? { name, night, ids: new Set() };
    known.ids.add(situationId);
    nights.set(key, known);
  }
  return [...nights.values()]
    .map(({ name, night, ids }) => ({ name, night, situations: ids.size }))
    .sort((a, b) =>
      a.night === b.night ? (a.name < b.name ? -1 : 1) : a.night < b.night ? 1 : -1,
    );
}

const part = (format: Intl.DateTimeFormat, at: number, type: string): string =>
  format.formatToParts(at).find((p) => p.type === type)?.value ?? "";
