-- AlterTable
ALTER TABLE "situations" ADD COLUMN     "mergedInto" INTEGER;

-- CreateTable
CREATE TABLE "grouping_labels" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "situationId" INTEGER NOT NULL,
    "says" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "moved" JSONB NOT NULL,
    "taught" JSONB NOT NULL,
    "undoneAt" TIMESTAMP(3),
    "undoneBy" TEXT,

    CONSTRAINT "grouping_labels_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grouping_memory" (
    "kind" TEXT NOT NULL,
    "a" TEXT NOT NULL,
    "b" TEXT NOT NULL,
    "plus" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "minus" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "grouping_memory_pkey" PRIMARY KEY ("kind","a","b")
);

-- CreateIndex
CREATE INDEX "grouping_labels_at_idx" ON "grouping_labels"("at");

-- CreateIndex
CREATE INDEX "grouping_labels_situationId_idx" ON "grouping_labels"("situationId");

-- CreateIndex
CREATE INDEX "situations_resolvedAt_idx" ON "situations"("resolvedAt");

-- CreateIndex
CREATE INDEX "situations_openedAt_idx" ON "situations"("openedAt");

-- CreateIndex
CREATE INDEX "situations_services_idx" ON "situations" USING GIN ("services");

-- CreateIndex
CREATE INDEX "remedies_situationId_proposedAt_idx" ON "remedies"("situationId", "proposedAt");
