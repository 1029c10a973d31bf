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

/** One thing that happened, before anybody has decided who hears of it. */
export type News = {
  /** Names it for good */
  key: string;
  kind: NewsKind;
  situationId: number;
  severity: (typeof severities)[number];
  services: readonly string[];
  says: string;
  /** Epoch ms */
  at: number;
};

export const messageStates = ["queued", "sending", "sent", "held", "digested", "failed"] as const;
export type MessageState = (typeof messageStates)[number];

/**
 * Why a message waits for the next digest: quiet hours, the limit an hour, because the channel has not been told how the
 * situation began, or because we were not there to tell it in time.
 */
export const heldReasons = {
  quiet: "in quiet hours",
  limit: "over the limit",
  follows: "its beginning was held back",
  late: "told too late to be news",
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

export const usualRoute = { perHour: 30, digestMs: 15 * 60_000 } as const;

/** News older than this when we come to tell it wait for the digest. */
export const lateMs = 30 * 60_000;

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
  situationId: number;
  /** "S-7" */
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

export type CardImage = { name: string; alt: string; png: Uint8Array };

/** One piece of news under a card. */
export type Note = { key: string; kind: NewsKind; says: string; at: number };

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
