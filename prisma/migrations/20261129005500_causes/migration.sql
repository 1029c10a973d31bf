-- A remedy may be about an instance instead of a change.
ALTER TABLE "remedies" ALTER COLUMN "changeId" DROP NOT NULL;
ALTER TABLE "remedies" ADD COLUMN "instance" TEXT;
