import { fitsPattern } from "../series/name-pattern";
import { severities } from "../situate/model";
import { againMs, type HeldReason, hearsOfUs, isOwn, lateMs, type News, type Route } from "./model";
import { isQuiet, quietUntil } from "./quiet";

const hourMs = 3_600_000;
const rank = (severity: News["severity"]): number => severities.indexOf(severity);

/** Whether a route is for any of these services. */
export const serves = (route: Pick<Route, "services">, services: readonly string[]): boolean =>
  route.services.length === 0 ||
  route.services.some((pattern) => services.some((name) => fitsPattern(pattern, name)));

/** Whether a route wants to hear of it at all. A page was asked for by somebody: every route of the service takes it. */
export const wants = (route: Route, news: News): boolean =>
  news.at >= route.since &&
  (isOwn(news.kind)
    ? rank(news.severity) <= rank(route.severity) && hearsOfUs(route)
    : serves(route, news.services) &&
      (news.kind === "paged" ||
        (rank(news.severity) <= rank(route.severity) &&
          (route.kinds.length === 0 || route.kinds.includes(news.kind)))));

/** What is known of a route and a channel when a piece of news comes. */
export type Standing = {
  /** When this route's messages of the last hour left, epoch ms */
  sent: readonly number[];
  /** Whether the channel has a card of this situation, or one is on its way */
  begun: boolean;
  /** Whether news of this situation wait for this channel's next digest */
  waiting: boolean;
  /** When the channel was last told of the same trouble of ours, under another alert, epoch ms; null: never */
  toldBefore: number | null;
};

/**
 * Whether a piece of news is told now (null) or waits for the digest, and why. Critical news may use the whole of the hour's
 * limit, all others three quarters of it, so that a flood of small things leaves room for the big one. A page never waits.
 */
export function heldBack(
  route: Route,
  news: News,
  { sent, begun, waiting, toldBefore }: Standing,
  now: number,
): HeldReason | null {
  const critical = news.severity === "critical";
  if (news.kind === "paged") return null;
  if (now - news.at > lateMs) return "late";
  if (route.quiet && (!critical || route.quiet.critical) && isQuiet(route.quiet, now))
    return "quiet";
  if (news.kind === "own-alert" && toldBefore !== null && now - toldBefore < againMs)
    return "again";
  const wakes =
    critical && (news.kind === "opened" || news.kind === "raised" || news.kind === "own-alert");
  const end = news.kind === "resolved" || news.kind === "own-ended";
  // Who was not told the beginning is not told the middle; the end alone is no news either.
  if (!begun && !wakes && (waiting || end)) return "follows";
  const most = critical ? route.perHour : Math.ceil(route.perHour * 0.75);
  return sent.filter((at) => at > now - hourMs).length < most ? null : "limit";
}

export type Held = { at: number; severity: News["severity"] };

/** When what a route holds back for a channel is told as one, epoch ms; null when it holds nothing. */
export function digestDueAt(route: Pick<Route, "quiet" | "digestMs">, held: readonly Held[]) {
  if (held.length === 0) return null;
  const due = Math.min(...held.map((h) => h.at)) + route.digestMs;
  if (!route.quiet) return due;
  const wakes = !route.quiet.critical && held.some((h) => h.severity === "critical");
  return wakes ? due : quietUntil(route.quiet, due);
}
