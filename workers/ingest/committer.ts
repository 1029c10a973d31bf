import { announce } from "@/lib/db/live";
import { meter } from "@/lib/health/meter";
import { type AcceptPorts, acceptGroup, type Group } from "@/lib/ingest/accept-store";
import { CounterMoved } from "@/lib/ingest/counter-store";
import { counterKeysOf, type DigestSample, digestMetrics } from "@/lib/ingest/digest-metrics";
import type { LogRecord } from "@/lib/ingest/otlp/read-logs";
import type { SenderMetrics } from "@/lib/ingest/otlp/read-metrics";
import type { Span } from "@/lib/ingest/otlp/read-spans";
import { RequestAdds } from "@/lib/ingest/request-window";
import type { Log } from "@/lib/log";
import { Problem } from "@/lib/problem";
import type { SampleBatch } from "@/lib/stream/sample-batch";
import type { Arrivals } from "./arrivals";
import { type CounterView, counterCache } from "./counter-cache";
import { logMiners } from "./log-miners";
import { scrapedRates } from "./scraped-rates";
import type { SeriesCatalog } from "./series-catalog";
import { isUnavailable } from "./unavailable";

/** What one request brings, decoded. */
export type Delivery = {
  samples?: SampleBatch;
  /** Rates that go with counters among the samples: ids of the rates by ids of the counters */
  rates?: ReadonlyMap<number, number>;
  metrics?: SenderMetrics[];
  spans?: Span[];
  logs?: LogRecord[];
};

export type Committer = {
  /** Resolves when the delivery is durable. Rejects with Problem "unavailable" when the sender should try again. */
  submit(delivery: Delivery): Promise<void>;
  /** Runs between two groups, so that it and they do not write at the same time. */
  between<T>(run: () => Promise<T>): Promise<T>;
  sweep(nowMs: number): void;
  /** Finishes what was submitted. */
  stop(): Promise<void>;
};

/** How long the first delivery of a group waits for others, so that they share a transaction. */
const gatherMs = 5;
/** A group is closed at this weight; what else waits goes into the next. */
const groupWeight = 20_000;
/** More than this waiting is refused: the sender keeps it and comes again. */
const maxWaitingWeight = 400_000;
/** An answer later than this is worth nothing, since the sender has given up by then (10 s is OTLP's default timeout). */
const answerMs = 9_000;
const maxTries = 3;
/** How often it is written down that a version of a service still sends. */
const noteEveryMs = 5_000;

const versionKey = (v: { service: string; version: string }) => `${v.service}\t${v.version}`;

type CommitterOptions = {
  log: Log;
  now(): number;
  arrivals: Arrivals;
  /** Spans were committed. */
  onSpans(spans: readonly Span[]): void;
};

type Waiting = {
  delivery: Delivery;
  weight: number;
  resolve(): void;
  reject(error: unknown): void;
};

/** Group commit: deliveries that arrive together share one transaction, and are answered when it is committed. */
export function createCommitter(
  ports: AcceptPorts,
  catalog: SeriesCatalog,
  { log, now, arrivals, onSpans }: CommitterOptions,
): Committer {
  const counts = meter().ingest;
  const counters = counterCache();
  const scraped = scrapedRates(ports.db.pool, now);
  const miners = logMiners(ports.db.pool, now);
  let waiting: Waiting[] = [];
  let waitingWeight = 0;
  let tail: Promise<unknown> = Promise.resolve();
  let scheduled = false;
  let stopped = false;
  let announcedMs = 0;
  const noted = new Map<string, number>();

  const between = <T>(run: () => Promise<T>): Promise<T> => {
    const result = tail.then(run);
    tail = result.catch(() => undefined);
    return result;
  };

  const drain = async () => {
    if (waitingWeight < groupWeight && !stopped)
      await new Promise((resolve) => setTimeout(resolve, gatherMs));
    let weight = 0;
    let n = 0;
    while (n < waiting.length && (n === 0 || weight + (waiting[n]?.weight ?? 0) <= groupWeight))
      weight += waiting[n++]?.weight ?? 0;
    const group = waiting.slice(0, n);
    waiting = waiting.slice(n);
    waitingWeight -= weight;
    counts.waiting.set(waitingWeight);
    scheduled = false;
    if (waiting.length > 0) schedule();
    await settle(group);
  };
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    void between(drain);
  };

  const settle = async (group: Waiting[]) => {
    const done = counts.commit.startTimer();
    try {
      await commit(group.map((w) => w.delivery));
      done();
      for (const { delivery } of group)
        for (const [kind, n] of kindsOf(delivery)) counts.accepted.inc({ kind }, n);
      for (const w of group) w.resolve();
    } catch (error) {
      if (isUnavailable(error)) {
        log.warn({ error: String(error) }, "the database cannot take samples now");
        const refusal = new Problem("unavailable", "The database is not reachable; try again.");
        for (const w of group) w.reject(refusal);
      } else if (group.length === 1) group[0]?.reject(error);
      // One of them is at fault: alone, the others succeed.
      else for (const w of group) await settle([w]);
    }
  };

  const commit = async (deliveries: Delivery[]) => {
    const logs = await miners.count(deliveries.flatMap((d) => d.logs ?? []));
    for (let i = 1; ; i++) {
      const metrics = deliveries.flatMap((d) => d.metrics ?? []);
      const view = await counters.open(ports.db.pool, metrics.flatMap(counterKeysOf));
      try {
        const { group, digested } = gather(deliveries, view);
        const ids = await catalog.resolve(digested);
        const rates = await scraped.derive(deliveries);
        group.samples = concat([...deliveries, { samples: rates.samples }], digested, ids);
        group.counters = view.changes();
        group.logs = logs;
        const nowMs = now();
        group.seen = group.seen.filter(
          (v) => nowMs - (noted.get(versionKey(v)) ?? 0) > noteEveryMs,
        );
        await acceptGroup(ports, group, nowMs);
        view.keep();
        rates.keep();
        for (const v of group.seen) noted.set(versionKey(v), nowMs);
        onSpans(group.spans);
        for (const from of metrics) arrivals.note(from.sender, latestOf(from), nowMs);
        for (let k = 0; k < group.samples.ids.length; k++)
          catalog.heard(group.samples.ids[k] as number, group.samples.times[k] as number);
        await tellPages(nowMs);
        return;
      } catch (error) {
        if (!(error instanceof CounterMoved)) throw error;
        view.forget();
        if (i === maxTries)
          throw new Problem("unavailable", "Another process counts the same; try again.");
      }
    }
  };

  /** Pages follow charts; once a second is as often as they can use. */
  const tellPages = async (nowMs: number) => {
    if (nowMs - announcedMs < 1000) return;
    announcedMs = nowMs;
    await announce(ports.db.pool, { topic: "samples" });
  };

  return {
    submit(delivery) {
      if (stopped) return Promise.reject(new Problem("unavailable", "The server is stopping."));
      const weight = weightOf(delivery);
      if (weight === 0) return Promise.resolve();
      if (waiting.length > 0 && waitingWeight + weight > maxWaitingWeight)
        return Promise.reject(new Problem("unavailable", "Too much is waiting; try again."));
      return new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Problem("unavailable", "The database is too slow now; try again.")),
          answerMs,
        );
        waiting.push({
          delivery,
          weight,
          resolve() {
            clearTimeout(timer);
            resolve();
          },
          reject(error) {
            clearTimeout(timer);
            reject(error);
          },
        });
        waitingWeight += weight;
        counts.waiting.set(waitingWeight);
        schedule();
      });
    },
    between,
    sweep(nowMs) {
      counters.sweep(nowMs);
      scraped.sweep(nowMs);
      miners.forget();
      noted.clear();
      arrivals.sweep(nowMs);
    },
    async stop() {
      stopped = true;
      // A drain may schedule the next one: wait until nothing is left.
      while (waiting.length > 0 || scheduled) await tail;
      await tail;
    },
  };
}

const weightOf = ({ samples, metrics, spans, logs }: Delivery): number =>
  (samples?.ids.length ?? 0) +
  (spans?.length ?? 0) +
  (logs?.length ?? 0) +
  (metrics ?? []).reduce((n, m) => n + m.metrics.reduce((k, x) => k + x.points.length, 1), 0);

/** How much of what a delivery brings, for the counters of what was accepted. */
const kindsOf = ({ samples, metrics, spans, logs }: Delivery): [string, number][] => [
  ["samples", samples?.ids.length ?? 0],
  [
    "metric-points",
    (metrics ?? []).reduce((n, m) => n + m.metrics.reduce((k, x) => k + x.points.length, 0), 0),
  ],
  ["spans", spans?.length ?? 0],
  ["logs", logs?.length ?? 0],
];

function gather(
  deliveries: Delivery[],
  view: CounterView,
): { group: Group; digested: DigestSample[] } {
  const requests = new RequestAdds();
  const digested: DigestSample[] = [];
  const seen: Group["seen"] = [];
  const spans: Span[] = [];
  for (const { metrics = [], spans: some = [], logs = [] } of deliveries) {
    for (const from of metrics) {
      const digest = digestMetrics(from, view.get);
      for (const [key, state] of digest.states) view.set(key, state);
      digested.push(...digest.samples);
      requests.addAll(digest.requests);
      const atMs = latestOf(from);
      if (atMs > 0) seen.push({ ...from.sender, atMs });
    }
    for (const span of some) {
      spans.push(span);
      seen.push({
        service: span.service,
        version: span.version,
        atMs: span.startMs,
        ...(span.namespace && { namespace: span.namespace }),
      });
    }
    for (const { service, version, atMs } of logs) seen.push({ service, version, atMs });
  }
  const samples = { ids: new Int32Array(), times: new Float64Array(), values: new Float64Array() };
  const group: Group = {
    ...{ samples, counters: [], requests: requests.rows(), seen, spans },
    logs: { patterns: [], windows: [], samples: [] },
  };
  return { group, digested };
}

function latestOf({ metrics }: SenderMetrics): number {
  let latest = 0;
  for (const { points } of metrics) for (const { atMs } of points) latest = Math.max(latest, atMs);
  return latest;
}

function concat(deliveries: Delivery[], digested: DigestSample[], ids: number[]): SampleBatch {
  const ready = deliveries.flatMap((d) =>
    d.samples && d.samples.ids.length > 0 ? [d.samples] : [],
  );
  if (digested.length === 0 && ready.length === 1 && ready[0]) return ready[0];
  const n = ready.reduce((sum, s) => sum + s.ids.length, digested.length);
  const all = { ids: new Int32Array(n), times: new Float64Array(n), values: new Float64Array(n) };
  let at = 0;
  for (const s of ready) {
    all.ids.set(s.ids, at);
    all.times.set(s.times, at);
    all.values.set(s.values, at);
    at += s.ids.length;
  }
  for (const [i, { atMs, value }] of digested.entries()) {
    all.ids[at] = ids[i] as number;
    all.times[at] = atMs;
    all.values[at++] = value;
  }
  return all;
}
