CREATE TABLE "derived_metrics" (
    "id" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "author" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "upTo" TIMESTAMP(3),
    "filledTo" TIMESTAMP(3),
    "problem" TEXT,

    CONSTRAINT "derived_metrics_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "derived_metrics_metric_key" ON "derived_metrics"("metric");
