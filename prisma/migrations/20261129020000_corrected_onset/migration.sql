-- When a person says that the trouble began; "onsetAt" stays what was detected.
ALTER TABLE "situations" ADD COLUMN "saidOnsetAt" TIMESTAMP(3), ADD COLUMN "saidOnsetBy" TEXT, ADD COLUMN "saidOnsetWhy" TEXT;
