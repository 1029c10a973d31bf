import type { Anomaly } from "@/lib/detect/model";
import type { Digraph } from "@/lib/graph/digraph";
import type { Change } from "@/lib/ingest/model";
import type { Usual } from "@/lib/math/calm-before";
import type { Commit } from "./commit-blame";
import type { ReadSpan } from "./trace-profile";

/** A change that could be the cause. `begunAt` is when it began to act, which its sender may have told later. */
export type Candidate = Change & {
  begunAt: number;
  /** What it brought, where its sender told */
  commits?: readonly Commit[];
};

/** One situation as diagnosis sees it. */
export type Scene = {
  situationId: number;
  now: number;
  /** When it broke: the start of what still goes on, STRONG before WEAK */
  onsetAt: number;
  /** What counts as usual where earlier troubles do not; absent: the plain time before onset */
  usual?: Usual;
  members: readonly Anomaly[];
  graph: Digraph;
  /** Services seen only by their callers */
  silent: ReadonlySet<string>;
  /** Foreign changes of the look-back, each told once, our own remedies left out */
  changes: readonly Candidate[];
  /** The kinds of signals (tells.ts) that each past situation showed */
  past?: readonly (readonly string[])[];
  /** The members' services, who depends on them, and what any of these calls */
  services: readonly string[];
};

/** Requests of one version and instance of a service in one window; buckets as in lib/series/latency-buckets.ts. */
export type RequestRow = {
  service: string;
  version: string;
  instance: string;
  start: number;
  count: number;
  errors: number;
  sumMs: number;
  buckets: readonly number[];
};

/** Calls of one edge in one window. */
export type EdgeRow = {
  caller: string;
  callee: string;
  start: number;
  calls: number;
  errors: number;
  sumMs: number;
};

/** One metric of a service; points are [epoch ms, value] in order. */
export type SeriesRow = {
  service: string;
  metric: string;
  tags: Readonly<Record<string, string>>;
  points: readonly (readonly [number, number])[];
};

/** A span of a sample of whole traces; start and end in epoch ms. `says`: what a failed one tells of its failure. */
export type SpanRow = ReadSpan & { says: string | null };

/** One pattern of log messages; times in epoch ms. `before` and `since`: messages in the fetched time before and from onset on. */
export type LogRow = {
  id: string;
  service: string;
  severity: string;
  /** Its first wording, and what all its messages share */
  key: string;
  text: string;
  firstSeenAt: number;
  before: number;
  since: number;
  /** Its first window from onset on */
  firstAt: number;
};

/** What a check wants to look at; the store fetches it, the check never does. Times in epoch ms. */
export type Need =
  | { kind: "requests"; services: readonly string[]; from: number; to: number }
  | { kind: "edges"; services: readonly string[]; from: number; to: number }
  | { kind: "spans"; services: readonly string[]; from: number; to: number }
  | { kind: "logs"; services: readonly string[]; from: number; onset: number; to: number }
  | {
      kind: "series";
      services: readonly string[];
      metrics: readonly string[];
      from: number;
      to: number;
    };

/** What was fetched for all of a check's needs. */
export type Data = {
  requests: readonly RequestRow[];
  edges: readonly EdgeRow[];
  series: readonly SeriesRow[];
  /** Absent where no traces are kept */
  spans?: readonly SpanRow[];
  /** Patterns of warnings and worse that were written since onset; absent unless asked for */
  logs?: readonly LogRow[];
};

/** What counts as usual: this long before onset, except the last minute, into which onsets smear. */
export const usualMs = 20 * 60_000;
export const guardMs = 60_000;
/** How much of what came after onset is looked at. */
const abnormalMs = 10 * 60_000;

export const before = (scene: Scene) => ({
  from: scene.usual?.from ?? scene.onsetAt - usualMs,
  to: scene.onsetAt - guardMs,
});
export const after = (scene: Scene) => ({
  from: scene.onsetAt,
  to: Math.min(scene.now, scene.onsetAt + abnormalMs),
});

/** The needs that most checks share, so that they are fetched once. */
export const usualNeeds = (scene: Scene): Need[] => {
  const span = { services: scene.services, from: before(scene).from, to: after(scene).to };
  return [
    { kind: "requests", ...span },
    { kind: "edges", ...span },
  ];
};

/** Traces are contrasted minute by minute: so many usual ones, the last before onset left out, and so many since. */
const usualMinutes = 10;
const sinceMinutes = 4;

/** What ranking looks at: the shared needs and a sample of the traces around onset. */
export const rankNeeds = (scene: Scene): Need[] => [...usualNeeds(scene), spanNeed(scene)];

/** Log patterns from the usual time on until a few minutes after onset. Windows of logs are ten seconds wide. */
export const logNeed = ({ services, onsetAt, now }: Scene): Need => ({
  kind: "logs",
  services,
  from: onsetAt - usualMs,
  onset: onsetAt - 10_000,
  to: Math.min(now, onsetAt + abnormalMs),
});

/** A sample of the traces around onset. */
export const spanNeed = ({ services, onsetAt, now }: Scene): Need => ({
  kind: "spans",
  services,
  from: onsetAt - guardMs - usualMinutes * 60_000,
  to: Math.min(now, onsetAt + sinceMinutes * 60_000),
});
