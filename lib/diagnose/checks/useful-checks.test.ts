import { describe, expect, test } from "vitest";
import { digraph } from "@/lib/graph/digraph";
import { emptyBuckets } from "@/lib/series/latency-buckets";
import { runCheck } from "../run-check";
import type { Candidate, Data, EdgeRow, LogRow, RequestRow, Scene, SpanRow } from "../scene";
import { checks } from "./index";

const t0 = Date.UTC(2026, 10, 23, 12);
const graph = digraph([
  { from: "web", to: "orders" },
  { from: "orders", to: "stock" },
]);
const member = (service: string) =>
  ({
    id: service,
    service,
    metric: "service.errors",
    level: "STRONG",
    startedAt: t0,
    endedAt: null,
    lastAt: t0 + 110_000,
    peakScore: 20,
    direction: "above",
  }) as unknown as Scene["members"][number];
const change = (more: Partial<Candidate>): Candidate => ({
  id: "c1",
  kind: "flag",
  service: "orders",
  from: "off",
  to: "on",
  title: "flag fast-path on",
  author: null,
  link: null,
  source: "api",
  status: "succeeded",
  at: t0 - 20_000,
  finishedAt: null,
  reversible: true,
  undo: null,
  begunAt: t0 - 20_000,
  ...more,
});
const sceneOf = (changes: Candidate[] = []): Scene => ({
  situationId: 1,
  now: t0 + 120_000,
  onsetAt: t0,
  members: [member("orders")],
  graph,
  silent: new Set(["stock"]),
  changes,
  services: ["web", "orders", "stock"],
});
const buckets = (count: number, at: number) => {
  const list = emptyBuckets();
  list[at] = count;
  return list;
};
/** One row every 10 s from twenty minutes before until now; `of` says what differs. */
const requests = (of: (t: number) => Partial<RequestRow>): RequestRow[] => {
  const rows: RequestRow[] = [];
  for (let start = t0 - 1_200_000; start < t0 + 120_000; start += 10_000) {
    const row = {
      service: "orders",
      version: "v1",
      instance: "a",
      start,
      count: 100,
      errors: 0,
      sumMs: 2000,
    };
    const told = { ...row, ...of(start) };
    rows.push({ ...told, buckets: told.buckets ?? buckets(told.count, 18) });
  }
  return rows;
};
const edges = (of: (t: number) => Partial<EdgeRow>): EdgeRow[] =>
  requests(() => ({})).map(({ start }) => ({
    caller: "orders",
    callee: "stock",
    start,
    calls: 100,
    errors: 0,
    sumMs: 500,
    ...of(start),
  }));
const span = (i: number, start: number, more: Partial<SpanRow>): SpanRow => ({
  trace: `t${i}`,
  id: "a",
  parent: null,
  service: "orders",
  operation: "GET /orders",
  start,
  end: start + 5,
  failed: false,
  says: null,
  ...more,
});
const nothing: Data = { requests: [], edges: [], series: [] };
const run = (name: string, scene: Scene, data: Partial<Data>) => {
  const check = checks[name];
  if (!check) throw new Error(name);
  return runCheck(check, {}, scene, async () => ({ ...nothing, ...data }));
};

describe("error-pattern-new", () => {
  const spans = [
    ...Array.from({ length: 9 }, (_, i) =>
      span(i, t0 - 300_000 + i * 1000, { failed: true, says: "card 17 was declined" }),
    ),
    ...Array.from({ length: 9 }, (_, i) =>
      span(20 + i, t0 + i * 1000, { failed: true, says: `pool empty after ${i * 7} ms` }),
    ),
    span(40, t0 + 5000, { failed: true, says: "card 18 was declined" }),
  ];

  test("tells the pattern that is new, and not the one that was always there", async () => {
    const found = await run("error-pattern-new", sceneOf(), { spans });
    expect(found.outcome).toBe("interesting");
    expect(found.says).toBe(
      'New at orders: "pool empty after <*> ms", 9 times in a sample of traces.',
    );
    expect(found.votes).toEqual([{ kind: "service", ref: "orders", weight: 0.5 }]);
  });

  test("all as before is ok", async () => {
    const found = await run("error-pattern-new", sceneOf(), { spans: spans.slice(0, 9) });
    expect(found.outcome).toBe("ok");
  });

  const logs = (service: string, text: string, since: number, before = 0): LogRow => ({
    ...{ id: text, service, key: text, text, severity: "error", before, since },
    ...{ firstSeenAt: before > 0 ? t0 - 900_000 : t0 + 3000, firstAt: t0 },
  });

  test("where no traces are kept error logs tell it, and who only names another is not accused", async () => {
    const found = await run("error-pattern-new", sceneOf(), {
      logs: [
        logs("web", "orders answered 502", 40),
        { ...logs("web", "<*> answered <*>", 60), key: "stock answered <*>" },
        logs("orders", "GET /web failed: pool empty after <*> ms", 30),
        logs("orders", "card <*> was declined", 50, 44),
      ],
    });
    expect(found.says).toBe(
      'New at orders: "GET /web failed: pool empty after <*> ms", 30 times in the logs.',
    );
    expect(found.votes).toEqual([{ kind: "service", ref: "orders", weight: 0.5 }]);
  });

  test("where spans tell it, the log of the same service says why", async () => {
    const found = await run("error-pattern-new", sceneOf(), {
      spans,
      logs: [logs("orders", "no connection left in pool main", 30), logs("web", "odd", 40)],
    });
    expect(found.says).toBe(
      'New at orders: "pool empty after <*> ms", 9 times in a sample of traces. Its log: "no connection left in pool main".',
    );
  });

  test("when all that is new names somebody else, nobody is accused", async () => {
    const found = await run("error-pattern-new", sceneOf(), {
      logs: [logs("web", "orders answered 502", 40)],
    });
    expect(found.says).toBe('New at web: "orders answered 502", 40 times in the logs.');
    expect(found.votes).toEqual([]);
  });
});

describe("outside-cause", () => {
  const failing = (says: string) =>
    Array.from({ length: 5 }, (_, i) => span(i, t0 + i * 1000, { failed: true, says }));

  test("an expired certificate clears the changes", async () => {
    const spans = failing("x509: certificate has expired or is not yet valid");
    const found = await run("outside-cause", sceneOf([change({})]), { spans });
    expect(found.says).toContain("A certificate has expired. orders says so");
    expect(found.votes).toEqual([{ kind: "change", ref: "c1", weight: -3 }]);
  });

  test("an error of its own names nothing outside", async () => {
    const found = await run("outside-cause", sceneOf([change({})]), {
      spans: failing("null pointer"),
    });
    expect([found.outcome, found.votes]).toEqual(["ok", []]);
  });
});

describe("config-or-flag-change", () => {
  const since = (at: number, errors: number) => requests((t) => (t >= at ? { errors } : {}));

  test("a flag after which requests fail at once is voted for", async () => {
    const found = await run("config-or-flag-change", sceneOf([change({})]), {
      requests: since(t0 - 20_000, 30),
    });
    expect(found.says).toBe(
      "In the 60 s after flag fast-path on orders failed 30 % of its requests, against 0.0 % of its own right before.",
    );
    expect(found.votes).toEqual([{ kind: "change", ref: "c1", weight: 0.7 }]);
  });

  test("a flag after which all stayed as it was for minutes is voted against", async () => {
    const early = change({ begunAt: t0 - 300_000, at: t0 - 300_000 });
    const found = await run("config-or-flag-change", sceneOf([early]), { requests: since(t0, 30) });
    expect(found.votes).toEqual([{ kind: "change", ref: "c1", weight: -0.7 }]);
  });

  test("deploys are not its business", async () => {
    const found = await run("config-or-flag-change", sceneOf([change({ kind: "deploy" })]), {});
    expect(found.outcome).toBe("skipped");
  });
});

describe("retry-storm", () => {
  test("failed calls that are repeated are a storm, and nobody's vote", async () => {
    const found = await run("retry-storm", sceneOf(), {
      requests: requests(() => ({})),
      edges: edges((t) => (t >= t0 ? { calls: 300, errors: 200 } : {})),
    });
    expect(found.says).toBe(
      "Retry storm: orders calls stock 3.0 times per request, usually 1.0, while 67 % of the calls fail.",
    );
    expect(found.votes).toEqual([]);
  });

  test("more calls that succeed are the caller's own doing", async () => {
    const found = await run("retry-storm", sceneOf(), {
      requests: requests(() => ({})),
      edges: edges((t) => (t >= t0 ? { calls: 2000 } : {})),
    });
    expect(found.votes).toEqual([{ kind: "service", ref: "orders", weight: 1 }]);
  });

  test("more calls because of more requests are no storm", async () => {
    const found = await run("retry-storm", sceneOf(), {
      requests: requests((t) => (t >= t0 ? { count: 300 } : {})),
      edges: edges((t) => (t >= t0 ? { calls: 300 } : {})),
    });
    expect(found.outcome).toBe("ok");
  });
});

describe("queue-growth", () => {
  test("requests in flight that rise and rise are told by rate times time", async () => {
    const found = await run("queue-growth", sceneOf(), {
      requests: requests((t) => (t >= t0 ? { sumMs: 20_000 + (t - t0) } : {})),
    });
    expect(found.outcome).toBe("interesting");
    expect(found.says).toBe("Requests in flight at orders: 11, usually 0.2, and growing.");
  });

  test("a measured queue is read as it is", async () => {
    const points = requests(() => ({})).map(({ start }): [number, number] => [
      start,
      start < t0 ? 20 : 20 + (start - t0) / 100,
    ]);
    const row = { service: "orders", metric: "kafka.consumer_group.lag", tags: {}, points };
    const found = await run("queue-growth", sceneOf(), { series: [row] });
    expect(found.says).toBe("kafka.consumer_group.lag at orders: 920, usually 20, and growing.");
  });

  test("as many as ever is ok", async () => {
    const found = await run("queue-growth", sceneOf(), { requests: requests(() => ({})) });
    expect(found.outcome).toBe("ok");
  });
});

describe("new-instances", () => {
  const deploy = change({
    kind: "deploy",
    from: "v1",
    to: "v2",
    title: "orders v2",
    begunAt: t0 - 300_000,
    at: t0 - 300_000,
  });

  test("a new version that answers nobody while the old one does is voted for", async () => {
    const found = await run("new-instances", sceneOf([deploy]), { requests: requests(() => ({})) });
    expect(found.says).toBe(
      "orders v2: Its new instances answered in 0.0 % of the minutes, the old ones in 100 %.",
    );
    expect(found.votes).toEqual([{ kind: "change", ref: "c1", weight: 1 }]);
  });

  test("a new version beside the old one is ok", async () => {
    const found = await run("new-instances", sceneOf([deploy]), {
      requests: [
        ...requests(() => ({})),
        ...requests(() => ({ version: "v2", instance: "b" })).filter((r) => r.start > t0 - 290_000),
      ],
    });
    expect(found.outcome).toBe("ok");
  });
});

describe("instance-outlier", () => {
  test("names the one instance that fails while the others of its version do well", async () => {
    const found = await run("instance-outlier", sceneOf(), {
      requests: [
        ...requests(() => ({})),
        ...requests((t) => ({ instance: "b", errors: t >= t0 ? 40 : 0 })),
      ],
    });
    expect(found.votes[0]).toEqual({ kind: "instance", ref: "orders b", weight: 2.5 });
  });

  test("an instance that fails at once does not make its healthy sibling the slow one", async () => {
    const found = await run("instance-outlier", sceneOf(), {
      requests: [
        ...requests(() => ({ buckets: buckets(100, 90) })),
        ...requests((t) => ({
          instance: "b",
          ...(t >= t0 ? { errors: 100, buckets: buckets(100, 4) } : {}),
        })),
      ],
    });
    expect(found.votes[0]).toEqual({ kind: "instance", ref: "orders b", weight: 2.5 });
  });

  test("one that is slow without failing is named as well", async () => {
    const found = await run("instance-outlier", sceneOf(), {
      requests: [
        ...requests(() => ({})),
        ...requests((t) => ({ instance: "b", buckets: buckets(100, t >= t0 ? 400 : 18) })),
      ],
    });
    expect(found.votes[0]).toEqual({ kind: "instance", ref: "orders b", weight: 2.5 });
  });
});
