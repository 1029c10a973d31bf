-- How far a remedy may go by itself, when it will, and who has said yes so far.
ALTER TABLE "remedies" ADD COLUMN "level" TEXT NOT NULL DEFAULT 'ask';
ALTER TABLE "remedies" ADD COLUMN "autoAt" TIMESTAMP(3);
ALTER TABLE "remedies" ADD COLUMN "vetoedBy" TEXT;
ALTER TABLE "remedies" ADD COLUMN "approvals" JSONB NOT NULL DEFAULT '[]';
