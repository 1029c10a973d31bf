-- Runbooks of one's own with their versions, and when each last ran over a situation.
CREATE TABLE "runbooks" (
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "liveVersion" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "runbooks_pkey" PRIMARY KEY ("name")
);

CREATE TABLE "runbook_versions" (
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "author" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "runbook_versions_pkey" PRIMARY KEY ("name","version")
);

CREATE TABLE "runbook_runs" (
    "situationId" INTEGER NOT NULL,
    "runbook" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "steps" INTEGER NOT NULL,
    "interesting" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,

    CONSTRAINT "runbook_runs_pkey" PRIMARY KEY ("situationId","runbook")
);

CREATE INDEX "runbook_runs_runbook_at_idx" ON "runbook_runs"("runbook", "at");

ALTER TABLE "runbook_versions" ADD CONSTRAINT "runbook_versions_name_fkey" FOREIGN KEY ("name") REFERENCES "runbooks"("name") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "runbook_runs" ADD CONSTRAINT "runbook_runs_situationId_fkey" FOREIGN KEY ("situationId") REFERENCES "situations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
