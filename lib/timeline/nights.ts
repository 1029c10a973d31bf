/** A deed of a person; at in epoch ms. */
export type Deed = { at: number; name: string; situationId: number };

/** One night: the evening's date, what went out to people in it, and who had to act, on how many situations. */
export type Night = {
  night: string;
  pages: number;
  people: { name: string; situations: number }[];
};

const nightFrom = 22;
const nightTo = 7;
const hourMs = 3_600_000;

/**
 * The nights (22:00 to 07:00 in `zone`, an IANA name) in which somebody was told of something or had to act. A night is
 * named by the date of its evening; an interruption is a situation that a person acted on, counted once a night.
 * `pages` are the times, epoch ms, at which messages went out. Newest first, the most interrupted person first.
 */
export function nightsOf(deeds: readonly Deed[], pages: readonly number[], zone: string): Night[] {
  const nightAt = clockOf(zone);
  const nights = new Map<string, { pages: number; people: Map<string, Set<number>> }>();
  const at = (night: string) => {
    const known = nights.get(night) ?? { pages: 0, people: new Map() };
    nights.set(night, known);
    return known;
  };
  for (const time of pages) {
    const night = nightAt(time);
    if (night) at(night).pages++;
  }
  for (const deed of deeds) {
    const night = nightAt(deed.at);
    if (!night) continue;
    const { people } = at(night);
    people.set(deed.name, (people.get(deed.name) ?? new Set()).add(deed.situationId));
  }
  return [...nights]
    .map(([night, { pages: sent, people }]) => ({
      night,
      pages: sent,
      people: [...people]
        .map(([name, ids]) => ({ name, situations: ids.size }))
        .sort((a, b) => b.situations - a.situations || a.name.localeCompare(b.name)),
    }))
    .sort((a, b) => (a.night < b.night ? 1 : -1));
}

/** The night that a time belongs to, or null by day. */
function clockOf(zone: string): (at: number) => string | null {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
  });
  const part = (at: number, type: string) =>
    parts.formatToParts(at).find((p) => p.type === type)?.value ?? "";
  return (at) => {
    const hour = Number(part(at, "hour"));
    if (hour >= nightTo && hour < nightFrom) return null;
    const evening = hour < nightTo ? at - nightTo * hourMs : at;
    return ["year", "month", "day"].map((p) => part(evening, p)).join("-");
  };
}
