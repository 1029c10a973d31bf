-- CreateTable
CREATE TABLE "anomaly_labels" (
    "id" TEXT NOT NULL,
    "anomalyId" TEXT NOT NULL,
    "detectorId" TEXT NOT NULL,
    "seriesId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "rule" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "author" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "undoneAt" TIMESTAMP(3),
    "undoneBy" TEXT,

    CONSTRAINT "anomaly_labels_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "anomaly_labels_anomalyId_idx" ON "anomaly_labels"("anomalyId");

-- CreateIndex
CREATE INDEX "anomaly_labels_detectorId_seriesId_idx" ON "anomaly_labels"("detectorId", "seriesId");

-- AddForeignKey
ALTER TABLE "anomaly_labels" ADD CONSTRAINT "anomaly_labels_anomalyId_fkey" FOREIGN KEY ("anomalyId") REFERENCES "anomalies"("id") ON DELETE CASCADE ON UPDATE CASCADE;


