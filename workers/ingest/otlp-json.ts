/** OTLP/JSON requests for tests, with times in epoch ms. */

const nanos = (ms: number) => `${BigInt(Math.round(ms)) * 1_000_000n}`;

export const attributes = (tags: Record<string, string | number>) =>
  Object.entries(tags).map(([key, value]) => ({
    key,
    value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value },
  }));

export const resource = (service: string, instance = `${service}-1`, version = "1") => ({
  attributes: attributes({
    "service.name": service,
    "service.version": version,
    "service.instance.id": instance,
  }),
});

export type Point = {
  at: number;
  start?: number;
  tags?: Record<string, string | number>;
};

const head = ({ at, start = 0, tags = {} }: Point) => ({
  timeUnixNano: nanos(at),
  startTimeUnixNano: nanos(start),
  attributes: attributes(tags),
});

export const sum = (name: string, points: (Point & { value: number })[], delta = false) => ({
  name,
  sum: {
    aggregationTemporality: delta ? 1 : 2,
    isMonotonic: true,
    dataPoints: points.map((p) => ({ ...head(p), asInt: String(p.value) })),
  },
});

export const gauge = (name: string, points: (Point & { value: number })[]) => ({
  name,
  gauge: { dataPoints: points.map((p) => ({ ...head(p), asDouble: p.value })) },
});

/** Cumulative duration histogram of a server in seconds with the bounds 0.1 and 1. */
export const served = (
  points: (Point & { counts: readonly [number, number, number]; status?: number })[],
  delta = false,
) => ({
  name: "http.server.request.duration",
  unit: "s",
  histogram: {
    aggregationTemporality: delta ? 1 : 2,
    dataPoints: points.map((p) => ({
      ...head({ ...p, tags: { "http.response.status_code": p.status ?? 200, ...p.tags } }),
      count: String(p.counts.reduce((a, b) => a + b, 0)),
      sum: p.counts[0] * 0.05 + p.counts[1] * 0.5 + p.counts[2] * 2,
      explicitBounds: [0.1, 1],
      bucketCounts: p.counts.map(String),
    })),
  },
});

export const metricsRequest = (of: ReturnType<typeof resource>, ...metrics: object[]) => ({
  resourceMetrics: [{ resource: of, scopeMetrics: [{ scope: { name: "test" }, metrics }] }],
});

export type TestSpan = {
  trace: string;
  id: string;
  parent?: string;
  kind: number;
  at: number;
  ms?: number;
  error?: boolean;
  tags?: Record<string, string | number>;
};

export const spansRequest = (of: ReturnType<typeof resource>, spans: TestSpan[]) => ({
  resourceSpans: [
    {
      resource: of,
      scopeSpans: [
        {
          spans: spans.map((s) => ({
            traceId: s.trace.padStart(32, "0").toUpperCase(),
            spanId: s.id.padStart(16, "0"),
            ...(s.parent && { parentSpanId: s.parent.padStart(16, "0") }),
            name: "GET /",
            kind: s.kind,
            startTimeUnixNano: nanos(s.at),
            endTimeUnixNano: nanos(s.at + (s.ms ?? 10)),
            attributes: attributes(s.tags ?? {}),
            status: { code: s.error ? 2 : 0 },
          })),
        },
      ],
    },
  ],
});
