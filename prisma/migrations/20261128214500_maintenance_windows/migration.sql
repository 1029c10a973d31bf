CREATE TABLE "maintenance_windows" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "scope" TEXT NOT NULL,
    "from" TIMESTAMP(3) NOT NULL,
    "minutes" INTEGER NOT NULL,
    "repeats" TEXT NOT NULL,
    "days" INTEGER[],
    "zone" TEXT NOT NULL,
    "until" TIMESTAMP(3) NOT NULL,
    "pageStrongErrors" BOOLEAN NOT NULL,
    "situationId" INTEGER,
    "changeId" TEXT,
    "author" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),
    "endedBy" TEXT,

    CONSTRAINT "maintenance_windows_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "maintenance_windows_until_idx" ON "maintenance_windows"("until");
