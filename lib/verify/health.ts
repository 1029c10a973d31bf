import { distances } from "@/lib/graph/distances";
import { golden } from "@/lib/ingest/model";
import { addUp, enough, worseIn, worseThan } from "./against-usual";
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

const ways = ["failing", "slow"] as const;
type Way = (typeof ways)[number];

/** The way of getting worse that a metric speaks of. */
export const wayOf = (metric: string): Way => (metric === golden.errors ? "failing" : "slow");

/**
 * Services on which more of the same trouble says nothing about the remedy: the incident was growing worse by itself when the
 * remedy came, so that it goes on at the services that were ill and reaches those that call them.
 */
export function goesOnByItself(
  { services, calls }: Pick<VerifyFacts, "services" | "calls">,
  health: readonly Health[],
): Record<Way, ReadonlySet<string>> {
  const ill = health.filter((h) => h.was === "ill").map((h) => h.service);
  const reached = (way: Way) =>
    new Set(
      services.some((s) => s.growing[way])
        ? ill.flatMap((service) => [...distances(calls, service, "in").keys()])
        : [],
    );
  return { failing: reached("failing"), slow: reached("slow") };
}

/**
 * Services that have been measurably worse since the execution, than usual and than just before it in the same way, for long
 * enough that it is not the ruffle of a restart, and not just going on by themselves.
 */
export function brokenSince(facts: VerifyFacts, health: readonly Health[]): string[] {
  const { now, executedAt, services, neighbours } = facts;
  const from = Math.max(executedAt + settleMs, now - worseAfterMs);
  if (now - from < worseAfterMs) return [];
  const byItself = goesOnByItself(facts, health);
  return [...services, ...neighbours].flatMap(({ service, usual, during, windows }) => {
    if (!usual || !during) return [];
    const recent = addUp(windows.filter((w) => w.start >= from));
    const [thanUsual, thanBefore] = [worseIn(recent, usual), worseIn(recent, during)];
    // Requests that no longer fail at once take longer: slower, but failing less, is not broken.
    const failsLess = worseIn(during, recent).failing !== null;
    const way = ways.find(
      (w) =>
        thanUsual[w] !== null &&
        thanBefore[w] !== null &&
        !byItself[w].has(service) &&
        !(w === "slow" && failsLess),
    );
    return way ? [`${service} ${thanUsual[way]}`] : [];
  });
}

const requestsSince = ({ windows }: ServiceBand, since: number) =>
  addUp(windows.filter((w) => w.start >= since));
