-- Whether what a bulk rule makes may page at once.
ALTER TABLE "detector_rules" ADD COLUMN     "trusted" BOOLEAN NOT NULL DEFAULT false;
