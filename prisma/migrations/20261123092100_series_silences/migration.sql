-- CreateTable
CREATE TABLE "series_silences" (
    "id" TEXT NOT NULL,
    "seriesId" INTEGER NOT NULL,
    "from" TIMESTAMP(3) NOT NULL,
    "until" TIMESTAMP(3) NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "author" TEXT NOT NULL,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "series_silences_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "series_silences_seriesId_until_idx" ON "series_silences"("seriesId", "until");

-- AddForeignKey
ALTER TABLE "series_silences" ADD CONSTRAINT "series_silences_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "series"("id") ON DELETE CASCADE ON UPDATE CASCADE;


