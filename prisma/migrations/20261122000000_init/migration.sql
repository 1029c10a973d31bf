-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "passwordHash" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabledAt" TIMESTAMP(3),

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "createdBy" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMP(3),
    "expiresAt" TIMESTAMP(3),
    "revokedAt" TIMESTAMP(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "integrations" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "config" JSONB NOT NULL,
    "secret" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMP(3),

    CONSTRAINT "integrations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "settings" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "services" (
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "firstSeenAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "services_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "service_versions" (
    "service" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "firstSeenAt" TIMESTAMP(3) NOT NULL,
    "lastSeenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "service_versions_pkey" PRIMARY KEY ("service","version")
);

-- CreateTable
CREATE TABLE "series" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "tags" JSONB NOT NULL,
    "unit" TEXT,
    "service" TEXT,
    "origin" TEXT NOT NULL DEFAULT 'live',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastAt" TIMESTAMP(3),

    CONSTRAINT "series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "counter_states" (
    "key" TEXT NOT NULL,
    "startMs" BIGINT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "values" DOUBLE PRECISION[],

    CONSTRAINT "counter_states_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "request_windows" (
    "service" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "start" TIMESTAMP(3) NOT NULL,
    "count" DOUBLE PRECISION NOT NULL,
    "errors" DOUBLE PRECISION NOT NULL,
    "sumMs" DOUBLE PRECISION NOT NULL,
    "buckets" DOUBLE PRECISION[],

    CONSTRAINT "request_windows_pkey" PRIMARY KEY ("service","version","instance","start")
);

-- CreateTable
CREATE TABLE "edge_windows" (
    "caller" TEXT NOT NULL,
    "callee" TEXT NOT NULL,
    "start" TIMESTAMP(3) NOT NULL,
    "calls" DOUBLE PRECISION NOT NULL,
    "errors" DOUBLE PRECISION NOT NULL,
    "sumMs" DOUBLE PRECISION NOT NULL,
    "buckets" DOUBLE PRECISION[],

    CONSTRAINT "edge_windows_pkey" PRIMARY KEY ("caller","callee","start")
);

-- CreateTable
CREATE TABLE "watermarks" (
    "name" TEXT NOT NULL,
    "upTo" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "watermarks_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "changes" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "from" TEXT,
    "to" TEXT,
    "title" TEXT NOT NULL,
    "author" TEXT,
    "link" TEXT,
    "source" TEXT NOT NULL,
    "externalKey" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),
    "reversible" BOOLEAN NOT NULL DEFAULT false,
    "undo" JSONB,
    "details" JSONB NOT NULL DEFAULT '{}',
    "receivedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "detectors" (
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "managed" TEXT NOT NULL,
    "liveVersion" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "detectors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "detector_versions" (
    "detectorId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "algorithm" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "counts" JSONB NOT NULL,
    "target" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "author" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "detector_versions_pkey" PRIMARY KEY ("detectorId","version")
);

-- CreateTable
CREATE TABLE "detector_states" (
    "detectorId" TEXT NOT NULL,
    "seriesId" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "upTo" TIMESTAMP(3) NOT NULL,
    "state" BYTEA NOT NULL,

    CONSTRAINT "detector_states_pkey" PRIMARY KEY ("detectorId","seriesId")
);

-- CreateTable
CREATE TABLE "anomalies" (
    "id" TEXT NOT NULL,
    "seriesId" INTEGER NOT NULL,
    "detectorId" TEXT NOT NULL,
    "detectorVersion" INTEGER NOT NULL,
    "service" TEXT,
    "metric" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "lastAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),
    "points" INTEGER NOT NULL,
    "peakAt" TIMESTAMP(3) NOT NULL,
    "peakValue" DOUBLE PRECISION NOT NULL,
    "peakExpected" DOUBLE PRECISION,
    "peakLower" DOUBLE PRECISION,
    "peakUpper" DOUBLE PRECISION,
    "peakScore" DOUBLE PRECISION NOT NULL,
    "muted" TEXT,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "anomalies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "situations" (
    "id" SERIAL NOT NULL,
    "title" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "onsetAt" TIMESTAMP(3) NOT NULL,
    "openedAt" TIMESTAMP(3) NOT NULL,
    "acknowledgedAt" TIMESTAMP(3),
    "resolvedAt" TIMESTAMP(3),
    "resolution" TEXT,
    "owner" TEXT,
    "services" TEXT[],
    "impact" JSONB NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "situations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "situation_anomalies" (
    "situationId" INTEGER NOT NULL,
    "anomalyId" TEXT NOT NULL,
    "why" JSONB NOT NULL,
    "addedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "situation_anomalies_pkey" PRIMARY KEY ("situationId","anomalyId")
);

-- CreateTable
CREATE TABLE "suspects" (
    "id" TEXT NOT NULL,
    "situationId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "rank" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "veto" TEXT,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "suspects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "findings" (
    "id" TEXT NOT NULL,
    "situationId" INTEGER NOT NULL,
    "runbook" TEXT NOT NULL,
    "check" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "says" TEXT NOT NULL,
    "votes" JSONB NOT NULL,
    "evidence" JSONB NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "tookMs" INTEGER NOT NULL,

    CONSTRAINT "findings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "remedies" (
    "id" TEXT NOT NULL,
    "situationId" INTEGER NOT NULL,
    "changeId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "plan" JSONB NOT NULL,
    "planHash" TEXT NOT NULL,
    "grade" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "proposedAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "decidedAt" TIMESTAMP(3),
    "decidedBy" TEXT,
    "reason" TEXT,
    "idempotencyKey" TEXT NOT NULL,
    "execution" JSONB NOT NULL DEFAULT '{}',
    "executedAt" TIMESTAMP(3),

    CONSTRAINT "remedies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verifications" (
    "id" TEXT NOT NULL,
    "remedyId" TEXT NOT NULL,
    "situationId" INTEGER NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "ladder" JSONB NOT NULL,
    "outcome" TEXT,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "verifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "timeline_events" (
    "id" BIGSERIAL NOT NULL,
    "situationId" INTEGER,
    "at" TIMESTAMP(3) NOT NULL,
    "room" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "says" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "timeline_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stream_offsets" (
    "group" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "next" BIGINT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stream_offsets_pkey" PRIMARY KEY ("group","topic","partition")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "series_key_key" ON "series"("key");

-- CreateIndex
CREATE INDEX "series_service_metric_idx" ON "series"("service", "metric");

-- CreateIndex
CREATE INDEX "series_metric_idx" ON "series"("metric");

-- CreateIndex
CREATE INDEX "request_windows_start_idx" ON "request_windows"("start");

-- CreateIndex
CREATE INDEX "edge_windows_start_idx" ON "edge_windows"("start");

-- CreateIndex
CREATE UNIQUE INDEX "changes_externalKey_key" ON "changes"("externalKey");

-- CreateIndex
CREATE INDEX "changes_at_idx" ON "changes"("at");

-- CreateIndex
CREATE INDEX "changes_service_at_idx" ON "changes"("service", "at");

-- CreateIndex
CREATE INDEX "anomalies_updatedAt_idx" ON "anomalies"("updatedAt");

-- CreateIndex
CREATE INDEX "anomalies_startedAt_idx" ON "anomalies"("startedAt");

-- CreateIndex
CREATE INDEX "anomalies_seriesId_startedAt_idx" ON "anomalies"("seriesId", "startedAt");

-- CreateIndex
CREATE INDEX "situations_status_openedAt_idx" ON "situations"("status", "openedAt");

-- CreateIndex
CREATE UNIQUE INDEX "situation_anomalies_anomalyId_key" ON "situation_anomalies"("anomalyId");

-- CreateIndex
CREATE UNIQUE INDEX "suspects_situationId_kind_ref_key" ON "suspects"("situationId", "kind", "ref");

-- CreateIndex
CREATE UNIQUE INDEX "findings_situationId_check_key" ON "findings"("situationId", "check");

-- CreateIndex
CREATE UNIQUE INDEX "remedies_idempotencyKey_key" ON "remedies"("idempotencyKey");

-- CreateIndex
CREATE INDEX "remedies_state_idx" ON "remedies"("state");

-- CreateIndex
CREATE UNIQUE INDEX "verifications_remedyId_key" ON "verifications"("remedyId");

-- CreateIndex
CREATE INDEX "timeline_events_situationId_at_idx" ON "timeline_events"("situationId", "at");

-- CreateIndex
CREATE INDEX "timeline_events_at_idx" ON "timeline_events"("at");

-- AddForeignKey
ALTER TABLE "service_versions" ADD CONSTRAINT "service_versions_service_fkey" FOREIGN KEY ("service") REFERENCES "services"("name") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "detector_versions" ADD CONSTRAINT "detector_versions_detectorId_fkey" FOREIGN KEY ("detectorId") REFERENCES "detectors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "detector_states" ADD CONSTRAINT "detector_states_detectorId_fkey" FOREIGN KEY ("detectorId") REFERENCES "detectors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "detector_states" ADD CONSTRAINT "detector_states_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "anomalies" ADD CONSTRAINT "anomalies_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "anomalies" ADD CONSTRAINT "anomalies_detectorId_fkey" FOREIGN KEY ("detectorId") REFERENCES "detectors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "situation_anomalies" ADD CONSTRAINT "situation_anomalies_situationId_fkey" FOREIGN KEY ("situationId") REFERENCES "situations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "situation_anomalies" ADD CONSTRAINT "situation_anomalies_anomalyId_fkey" FOREIGN KEY ("anomalyId") REFERENCES "anomalies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "suspects" ADD CONSTRAINT "suspects_situationId_fkey" FOREIGN KEY ("situationId") REFERENCES "situations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "findings" ADD CONSTRAINT "findings_situationId_fkey" FOREIGN KEY ("situationId") REFERENCES "situations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "remedies" ADD CONSTRAINT "remedies_situationId_fkey" FOREIGN KEY ("situationId") REFERENCES "situations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verifications" ADD CONSTRAINT "verifications_remedyId_fkey" FOREIGN KEY ("remedyId") REFERENCES "remedies"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- Hot tables, partitioned by time. Partitions are made ahead and dropped by lib/db/partitions.ts; none exist yet here.

-- History of every series. Idempotent on (series, time).
CREATE TABLE "samples" (
  "series_id" INTEGER NOT NULL,
  "time" TIMESTAMPTZ NOT NULL,
  "value" DOUBLE PRECISION NOT NULL,
  PRIMARY KEY ("series_id", "time")
) PARTITION BY RANGE ("time");

-- Spans as received; edges are computed from them.
CREATE TABLE "spans" (
  "trace_id" BYTEA NOT NULL,
  "span_id" BYTEA NOT NULL,
  "parent_id" BYTEA,
  "service" TEXT NOT NULL,
  "version" TEXT NOT NULL,
  "instance" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "kind" SMALLINT NOT NULL,
  -- Who a CLIENT or PRODUCER span says it calls, for callees that send no spans of their own
  "peer" TEXT,
  "start_at" TIMESTAMPTZ NOT NULL,
  "duration_us" BIGINT NOT NULL,
  "error" BOOLEAN NOT NULL,
  "attributes" JSONB NOT NULL DEFAULT '{}',
  PRIMARY KEY ("trace_id", "span_id", "start_at")
) PARTITION BY RANGE ("start_at");
CREATE INDEX "spans_service_start" ON "spans" ("service", "start_at");
CREATE INDEX "spans_start" ON "spans" ("start_at");

-- The stream: records in order per topic and partition.
CREATE TABLE "stream_records" (
  "topic" TEXT NOT NULL,
  "partition" INTEGER NOT NULL,
  "offset" BIGINT NOT NULL,
  "at" TIMESTAMPTZ NOT NULL,
  "payload" BYTEA NOT NULL,
  PRIMARY KEY ("topic", "partition", "offset", "at")
) PARTITION BY RANGE ("at");

-- The next offset of each partition; its row lock orders the writers, so offsets commit in order and without holes.
CREATE TABLE "stream_heads" (
  "topic" TEXT NOT NULL,
  "partition" INTEGER NOT NULL,
  "next" BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY ("topic", "partition")
);
