-- Processes of ours as they last reported, and alerts on ourselves.
CREATE TABLE "own_processes" (
    "id" TEXT NOT NULL,
    "parts" TEXT[],
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "beatAt" TIMESTAMP(3) NOT NULL,
    "stoppedAt" TIMESTAMP(3),
    "report" JSONB NOT NULL,

    CONSTRAINT "own_processes_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "own_alerts" (
    "id" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "tone" TEXT NOT NULL,
    "says" TEXT NOT NULL,
    "openedAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "own_alerts_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "own_processes_beatAt_idx" ON "own_processes"("beatAt");
CREATE INDEX "own_alerts_endedAt_idx" ON "own_alerts"("endedAt");
