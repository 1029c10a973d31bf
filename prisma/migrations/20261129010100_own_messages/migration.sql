-- Alerts on Sitroom itself go through message routes; a message knows when it failed for good.
ALTER TABLE "messages" ADD COLUMN "alertId" TEXT;
ALTER TABLE "messages" ADD COLUMN "ref" JSONB;
ALTER TABLE "messages" ADD COLUMN "closedAt" TIMESTAMP(3);
ALTER TABLE "messages" ADD COLUMN "failedAt" TIMESTAMP(3);
CREATE INDEX "messages_alertId_idx" ON "messages"("alertId");
