-- The second factor of people who sign in with a password, and what opens in its place when the device is lost.
CREATE TABLE "second_factors" (
  "userId" TEXT NOT NULL,
  "secret" TEXT NOT NULL,
  "createdAt" TIMESTAMP(3) NOT NULL,
  "confirmedAt" TIMESTAMP(3),
  "lastStep" BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT "second_factors_pkey" PRIMARY KEY ("userId")
);
CREATE TABLE "recovery_codes" (
  "hash" TEXT NOT NULL,
  "userId" TEXT NOT NULL,
  "usedAt" TIMESTAMP(3),
  CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("hash")
);
CREATE INDEX "recovery_codes_userId_idx" ON "recovery_codes"("userId");
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
