-- Trust, shadow runs, readiness and bulk rules of detectors.
-- AlterTable
ALTER TABLE "detector_versions" ADD COLUMN     "trained" JSONB;

-- AlterTable
ALTER TABLE "detectors" ADD COLUMN     "problem" TEXT,
ADD COLUMN     "ruleId" TEXT,
ADD COLUMN     "ruleSeriesId" INTEGER,
ADD COLUMN     "shadowSince" TIMESTAMP(3),
ADD COLUMN     "shadowUntil" TIMESTAMP(3),
ADD COLUMN     "shadowVersion" INTEGER,
ADD COLUMN     "trustedAt" TIMESTAMP(3),
ADD COLUMN     "untrusted" TEXT,
ADD COLUMN     "untrustedWhy" TEXT;

-- CreateTable
CREATE TABLE "detector_readiness" (
    "detectorId" TEXT NOT NULL,
    "seriesId" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "share" DOUBLE PRECISION,
    "etaAt" TIMESTAMP(3),
    "why" TEXT,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "detector_readiness_pkey" PRIMARY KEY ("detectorId","seriesId")
);

-- CreateTable
CREATE TABLE "shadow_states" (
    "detectorId" TEXT NOT NULL,
    "seriesId" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "upTo" TIMESTAMP(3) NOT NULL,
    "state" BYTEA NOT NULL,

    CONSTRAINT "shadow_states_pkey" PRIMARY KEY ("detectorId","seriesId")
);

-- CreateTable
CREATE TABLE "shadow_anomalies" (
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

    CONSTRAINT "shadow_anomalies_pkey" PRIMARY KEY ("detectorId","detectorVersion","id")
);

-- CreateTable
CREATE TABLE "detector_rules" (
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "counts" JSONB NOT NULL,
    "trainer" JSONB NOT NULL,
    "days" INTEGER NOT NULL,
    "follows" BOOLEAN NOT NULL DEFAULT true,
    "author" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "detector_rules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "detector_rule_runs" (
    "id" TEXT NOT NULL,
    "ruleId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "retrain" BOOLEAN NOT NULL DEFAULT false,
    "by" TEXT NOT NULL,
    "total" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "created" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "removed" INTEGER NOT NULL DEFAULT 0,
    "kept" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "problems" JSONB NOT NULL DEFAULT '[]',
    "queuedAt" TIMESTAMP(3) NOT NULL,
    "startedAt" TIMESTAMP(3),
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "detector_rule_runs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "detector_rule_runs_ruleId_queuedAt_idx" ON "detector_rule_runs"("ruleId", "queuedAt");

-- CreateIndex
CREATE UNIQUE INDEX "detectors_ruleId_ruleSeriesId_key" ON "detectors"("ruleId", "ruleSeriesId");

-- AddForeignKey
ALTER TABLE "detectors" ADD CONSTRAINT "detectors_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "detector_rules"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "detector_readiness" ADD CONSTRAINT "detector_readiness_detectorId_fkey" FOREIGN KEY ("detectorId") REFERENCES "detectors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "detector_readiness" ADD CONSTRAINT "detector_readiness_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shadow_states" ADD CONSTRAINT "shadow_states_detectorId_fkey" FOREIGN KEY ("detectorId") REFERENCES "detectors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shadow_states" ADD CONSTRAINT "shadow_states_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shadow_anomalies" ADD CONSTRAINT "shadow_anomalies_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "series"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shadow_anomalies" ADD CONSTRAINT "shadow_anomalies_detectorId_fkey" FOREIGN KEY ("detectorId") REFERENCES "detectors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "detector_rule_runs" ADD CONSTRAINT "detector_rule_runs_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "detector_rules"("id") ON DELETE CASCADE ON UPDATE CASCADE;


