-- Roles on single services, teams, sessions that can be ended, one-time links, durable limits on sign-in and deeds.
ALTER TABLE "users" ADD COLUMN "grants" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "subject" TEXT,
  ADD COLUMN "lastSignInAt" TIMESTAMP(3);
CREATE UNIQUE INDEX "users_subject_key" ON "users"("subject");

CREATE TABLE "teams" (
  "id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "services" TEXT[],
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "teams_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "team_members" (
  "teamId" TEXT NOT NULL,
  "userId" TEXT NOT NULL,
  "role" TEXT NOT NULL,
  "source" TEXT NOT NULL DEFAULT 'person',
  CONSTRAINT "team_members_pkey" PRIMARY KEY ("teamId", "userId")
);
CREATE INDEX "team_members_userId_idx" ON "team_members"("userId");
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "sessions" (
  "id" TEXT NOT NULL,
  "userId" TEXT NOT NULL,
  "via" TEXT NOT NULL,
  "agent" TEXT NOT NULL,
  "address" TEXT,
  "createdAt" TIMESTAMP(3) NOT NULL,
  "lastSeenAt" TIMESTAMP(3) NOT NULL,
  "expiresAt" TIMESTAMP(3) NOT NULL,
  "endedAt" TIMESTAMP(3),
  CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "sessions_userId_idx" ON "sessions"("userId");
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "password_links" (
  "hash" TEXT NOT NULL,
  "userId" TEXT NOT NULL,
  "expiresAt" TIMESTAMP(3) NOT NULL,
  "usedAt" TIMESTAMP(3),
  CONSTRAINT "password_links_pkey" PRIMARY KEY ("hash")
);
ALTER TABLE "password_links" ADD CONSTRAINT "password_links_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "sign_in_tries" (
  "name" TEXT NOT NULL,
  "failures" INTEGER NOT NULL,
  "until" TIMESTAMP(3) NOT NULL,
  "lastAt" TIMESTAMP(3) NOT NULL,
  CONSTRAINT "sign_in_tries_pkey" PRIMARY KEY ("name")
);
CREATE TABLE "rate_windows" (
  "name" TEXT NOT NULL,
  "startedAt" TIMESTAMP(3) NOT NULL,
  "count" INTEGER NOT NULL,
  CONSTRAINT "rate_windows_pkey" PRIMARY KEY ("name")
);

ALTER TABLE "api_keys" ADD COLUMN "services" TEXT[] DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "replacedBy" TEXT;
