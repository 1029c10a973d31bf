import { addUp, enough, worseThan } from "./against-usual";
import type { ServiceBand, VerifyFacts } from "./judge";
import { recentMs, settleMs, worseAfterMs } from "./model";

/** How a service of the situation is now, beside how it was while the incident ran. */
export type Health = {
  service: string;
  /** Its requests were measurably worse than usual before the execution, or it had anomalies only, or neither */
  was: "ill" | "suspicious" | "well";
  /** "unknown" when it gets too few requests to say; "better" when it improved but is still worse than usual */
  now: "well" | "better" | "ill" | "unknown";
};

/** The health of every service that the situation names, by its requests where it has any, else by its anomalies. */
export function healthOf({ now, executedAt, members, services }: VerifyFacts): Health[] {
  const old = members.filter((m) => m.startedAt < executedAt + settleMs);
  const bands = new Map(services.map((s) => [s.service, s]));
  const names = new Set([...bands.keys(), ...old.map((m) => m.service ?? "?")]);
  const since = Math.max(executedAt + settleMs, now - recentMs);
  return [...names].map((service) => {
    const own = old.filter((m) => (m.service ?? "?") === service);
    const open = own.some((m) => m.endedAt === null && !m.gone);
    const band = bands.get(service);
    const suspicious = own.length > 0 ? "suspicious" : "well";
    if (!band) return { service, was: suspicious, now: open ? "ill" : "unknown" };
    const { usual, during } = band;
    const was = usual && during && worseThan(during, usual) ? "ill" : suspicious;
    const recent = requestsSince(band, since);
    return { service, was, now: nowOf(band, was, recent, open) };
  });
}

function nowOf(
  { usual, during, bad }: ServiceBand,
  was: Health["was"],
  recent: ReturnType<typeof addUp>,
  open: boolean,
): Health["now"] {
  if (!enough(recent)) return "unknown";
  if (was !== "ill" || !usual || !during) return open || bad ? "ill" : "well";
  if (!worseThan(recent, usual)) return "well";
  return worseThan(during, recent) ? "better" : "ill";
}

/**
 * Services that have been measurably worse since the execution, than usual and than just before it, for long enough
 * that it is not the ruffle of a restart. While the incident was growing worse by itself, what is still worse on
 * services that were ill says nothing about the remedy.
 */
export function brokenSince(facts: VerifyFacts, health: readonly Health[]): string[] {
  const { now, executedAt, services, neighbours } = facts;
  const from = Math.max(executedAt + settleMs, now - worseAfterMs);
  if (now - from < worseAfterMs) return [];
  const growing = services.some((s) => s.growing);
  const ill = new Set(health.filter((h) => h.was === "ill").map((h) => h.service));
  return [...services, ...neighbours].flatMap((band) => {
    const { service, usual, during } = band;
    if (!usual || !during || (growing && ill.has(service))) return [];
    const recent = requestsSince(band, from);
    // Requests that no longer fail at once take longer: better in one thing and worse in another is not broken.
    if (worseThan(during, recent)) return [];
    const says = worseThan(recent, during) && worseThan(recent, usual);
    return says ? [`${service} ${says}`] : [];
  });
}

const requestsSince = ({ windows }: ServiceBand, since: number) =>
  addUp(windows.filter((w) => w.start >= since));
