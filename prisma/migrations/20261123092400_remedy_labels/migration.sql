-- A rejection teaches: its reason as a label. And one command per target at a time, held by the database itself.
ALTER TABLE "remedies" ADD COLUMN "label" TEXT;
CREATE UNIQUE INDEX "remedies_one_per_target" ON "remedies" ((plan ->> 'integration'), (plan ->> 'target'))
  WHERE state IN ('approved', 'executing');
