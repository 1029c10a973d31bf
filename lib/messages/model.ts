import { z } from "zod";
import { severities } from "../situate/model";

/** What is worth telling of a situation, in the order in which it usually happens. */
export const newsKinds = {
  opened: "Opened",
  raised: "Severity raised",
  cause: "Cause named",
  proposed: "Remedy proposed",
  blocked: "Remedy blocked",
  decided: "Remedy decided",
  paged: "Owner paged",
  executed: "Remedy executed",
  failed: "Remedy failed",
  verified: "Outcome verified",
  resolved: "Resolved",
} as const;
export type NewsKind = keyof typeof newsKinds;
export const newsKind = z.enum(Object.keys(newsKinds) as [NewsKind, ...NewsKind[]]);

export const severity = z.enum(severities);

/** What is told of ourselves: an alert on Sitroom opened, and it is over. */
export const ownKinds = {
  "own-alert": "Sitroom itself",
  "own-ended": "Sitroom well again",
} as const;
export type OwnKind = keyof typeof ownKinds;
export const isOwn = (kind: string): kind is OwnKind => kind in ownKinds;
export const newsTitles = { ...newsKinds, ...ownKinds } as const;
export const anyNewsKind = z.enum(
  Object.keys(newsTitles) as [NewsKind | OwnKind, ...(NewsKind | OwnKind)[]],
);

/** One thing that happened, before anybody has decided who hears of it. */
export type News = {
  /** Names it for good */
  key: string;
  kind: NewsKind | OwnKind;
  /** The situation that it is of; null for news of ourselves */
  situationId: number | null;
  /** The alert on ourselves that it is of, and what is wrong: the same trouble again is another alert with the same words */
  own: { alertId: string; trouble: string } | null;
  severity: (typeof severities)[number];
  services: readonly string[];
  says: string;
  /** Epoch ms */
  at: number;
};

/** What the messages on one thing hang together by. */
export const threadOf = ({ situationId, own }: Pick<News, "situationId" | "own">): string =>
  own ? `own ${own.alertId}` : `situation ${situationId}`;

export const messageStates = ["queued", "sending", "sent", "held", "digested", "failed"] as const;
export type MessageState = (typeof messageStates)[number];

/**
 * Why a message waits for the next digest: quiet hours, the limit an hour, because the channel has not been told how the
 * situation began, because we were not there to tell it in time, or because the same trouble of ours was told just before.
 */
export const heldReasons = {
  quiet: "in quiet hours",
  limit: "over the limit",
  follows: "its beginning was held back",
  late: "told too late to be news",
  again: "back soon after it was told",
} as const;
export type HeldReason = keyof typeof heldReasons;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "such as 22:00");
export const zoneName = z
  .string()
  .max(60)
  .refine((zone) => zone === "UTC" || Intl.supportedValuesOf("timeZone").includes(zone), {
    error: "Not a time zone. Use an IANA name such as Europe/Berlin.",
  });

export const quietHours = z.object({
  from: clock,
  to: clock,
  zone: zoneName,
  /** Saturday and Sunday are quiet as a whole */
  weekends: z.boolean(),
  /** Critical news wait as well */
  critical: z.boolean(),
});
export type QuietHours = z.infer<typeof quietHours>;

/** Who hears of what, and how much of it: usually one a team. */
export const route = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  name: z.string().trim().min(1).max(80),
  /** Whose services count, beside those named; null: nobody's */
  team: z.string().max(100).nullable().default(null),
  /** Names of services, * for any part of a name; none, and no team: every service */
  services: z.array(z.string().trim().min(1).max(120)).max(200),
  /** Nothing below it is told */
  severity,
  /** None: all */
  kinds: z.array(newsKind),
  /** Hears of alerts on Sitroom itself; null: when it hears of every service */
  own: z.boolean().nullable().default(null),
  /** Ids of channels */
  channels: z.array(z.string()).max(20),
  quiet: quietHours.nullable(),
  /** Messages an hour; a quarter of them is kept for critical news */
  perHour: z.number().int().min(1).max(1000),
  /** What was held back is told at most this often, ms */
  digestMs: z
    .number()
    .int()
    .min(5 * 60_000)
    .max(24 * 3_600_000),
  /** What happened before is not told, epoch ms */
  since: z.number(),
});
export type Route = z.infer<typeof route>;
export const routes = z.array(route).max(100);

/** Whether a route hears of alerts on Sitroom itself. */
export const hearsOfUs = ({ own, team, services }: Pick<Route, "own" | "team" | "services">) =>
  own ?? (team === null && services.length === 0);

export const usualRoute = { perHour: 30, digestMs: 15 * 60_000 } as const;

/** News older than this when we come to tell it wait for the digest. */
export const lateMs = 30 * 60_000;

/** Trouble of ours that comes back within this time is told in the digest: what flaps wakes nobody twice. */
export const againMs = 30 * 60_000;

/** How long a button of a card works. */
export const actionMs = 24 * 3_600_000;

export const deeds = {
  acknowledge: "Acknowledge",
  assign: "Assign to me",
  silence: "Silence 1 h",
  "run-checks": "Run checks",
  approve: "Approve",
  reject: "Reject",
} as const;
export type Deed = keyof typeof deeds;

/** A button as a card shows it; `id` finds what it does. */
export type CardButton = { deed: Deed; label: string; id: string; confirm: string | null };

/** What a channel shows of a situation; everything is text for people. */
export type Card = {
  /** Null: it is of an alert on Sitroom itself, which has neither suspect nor owner */
  situationId: number | null;
  /** "S-7", or what is wrong with us: "detect-lag detect" */
  name: string;
  title: string;
  severity: (typeof severities)[number];
  status: "open" | "acknowledged" | "resolved";
  /** One line: how it stands now */
  now: string;
  impact: string;
  suspect: string | null;
  next: string;
  owner: string | null;
  services: readonly string[];
  /** Epoch ms */
  onsetAt: number;
  openedAt: number;
  resolvedAt: number | null;
  /** Where it is opened in the app */
  url: string;
  buttons: readonly CardButton[];
};

export const openLabel = ({ situationId, name }: Pick<Card, "situationId" | "name">): string =>
  situationId === null ? "Open the Status page" : `Open ${name}`;

export type CardImage = { name: string; alt: string; png: Uint8Array };

/** One piece of news under a card. */
export type Note = { key: string; kind: NewsKind | OwnKind; says: string; at: number };

/** What was held back, told as one. */
export type Digest = {
  key: string;
  routeName: string;
  says: string;
  /** One line each, worst first; not more than people read */
  lines: readonly string[];
  url: string;
  severity: (typeof severities)[number];
  at: number;
};
