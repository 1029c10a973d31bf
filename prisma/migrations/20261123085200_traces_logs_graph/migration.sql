-- AlterTable
ALTER TABLE "services" ADD COLUMN     "namespace" TEXT;

-- CreateTable
CREATE TABLE "operation_windows" (
    "service" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "start" TIMESTAMP(3) NOT NULL,
    "calls" DOUBLE PRECISION NOT NULL,
    "errors" DOUBLE PRECISION NOT NULL,
    "sumMs" DOUBLE PRECISION NOT NULL,
    "buckets" DOUBLE PRECISION[],

    CONSTRAINT "operation_windows_pkey" PRIMARY KEY ("service","operation","start")
);

-- CreateTable
CREATE TABLE "sampled_minutes" (
    "start" TIMESTAMP(3) NOT NULL,
    "removed" INTEGER NOT NULL,

    CONSTRAINT "sampled_minutes_pkey" PRIMARY KEY ("start")
);

-- CreateTable
CREATE TABLE "log_patterns" (
    "id" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "count" DOUBLE PRECISION NOT NULL,
    "firstSeenAt" TIMESTAMP(3) NOT NULL,
    "lastSeenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "log_patterns_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_windows" (
    "patternId" TEXT NOT NULL,
    "start" TIMESTAMP(3) NOT NULL,
    "service" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "count" DOUBLE PRECISION NOT NULL,
    "sent" DOUBLE PRECISION NOT NULL DEFAULT 0,

    CONSTRAINT "log_windows_pkey" PRIMARY KEY ("patternId","start")
);

-- CreateTable
CREATE TABLE "graph_snapshots" (
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "fromAt" TIMESTAMP(3) NOT NULL,
    "toAt" TIMESTAMP(3) NOT NULL,
    "by" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "body" JSONB NOT NULL,

    CONSTRAINT "graph_snapshots_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "operation_windows_start_idx" ON "operation_windows"("start");

-- CreateIndex
CREATE INDEX "log_patterns_service_firstSeenAt_idx" ON "log_patterns"("service", "firstSeenAt");

-- CreateIndex
CREATE INDEX "log_patterns_lastSeenAt_idx" ON "log_patterns"("lastSeenAt");

-- CreateIndex
CREATE INDEX "log_windows_start_idx" ON "log_windows"("start");

-- CreateIndex
CREATE INDEX "graph_snapshots_toAt_idx" ON "graph_snapshots"("toAt");



-- What happened inside a span: [{at, name, attributes}], times in epoch ms.
ALTER TABLE "spans" ADD COLUMN "events" JSONB NOT NULL DEFAULT '[]';

-- A few messages of every pattern and window, never all.
CREATE TABLE "log_samples" (
  "pattern_id" TEXT NOT NULL,
  "service" TEXT NOT NULL,
  "instance" TEXT NOT NULL,
  "severity" TEXT NOT NULL,
  "at" TIMESTAMPTZ NOT NULL,
  "body" TEXT NOT NULL,
  "trace_id" BYTEA,
  "span_id" BYTEA,
  "attributes" JSONB NOT NULL DEFAULT '{}'
) PARTITION BY RANGE ("at");
CREATE INDEX "log_samples_pattern_at" ON "log_samples" ("pattern_id", "at");
CREATE INDEX "log_samples_trace" ON "log_samples" ("trace_id") WHERE "trace_id" IS NOT NULL;

-- What was received before: its operations are counted from the spans that are there.
INSERT INTO "operation_windows" ("service", "operation", "start", "calls", "errors", "sumMs", "buckets")
SELECT service, name, start, sum(n), sum(errors), sum(ms), array_agg(n ORDER BY bucket)
FROM (
  SELECT g.service, g.name, g.start, b AS bucket, coalesce(s.n, 0)::float8 AS n, coalesce(s.errors, 0)::float8 AS errors, coalesce(s.ms, 0)::float8 AS ms
  FROM (
    SELECT DISTINCT service, name, date_trunc('minute', start_at AT TIME ZONE 'UTC') AS start FROM spans
    WHERE kind IN (2, 5) OR parent_id IS NULL
  ) g
  CROSS JOIN generate_series(0, 65) b
  LEFT JOIN (
    SELECT service, name, date_trunc('minute', start_at AT TIME ZONE 'UTC') AS start,
      CASE WHEN duration_us > 1000 THEN least(65, ceil(4 * ln(duration_us / 1000.0) / ln(2) - 1e-9)) ELSE 0 END::int AS bucket,
      count(*) AS n, count(*) FILTER (WHERE error) AS errors, sum(duration_us) / 1000.0 AS ms
    FROM spans WHERE kind IN (2, 5) OR parent_id IS NULL GROUP BY 1, 2, 3, 4
  ) s ON s.service = g.service AND s.name = g.name AND s.start = g.start AND s.bucket = b
) filled GROUP BY 1, 2, 3;
