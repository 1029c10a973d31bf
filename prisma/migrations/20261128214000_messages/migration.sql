-- CreateTable
CREATE TABLE "message_channels" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "config" JSONB NOT NULL,
    "secrets" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMP(3),

    CONSTRAINT "message_channels_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decided_news" (
    "key" TEXT NOT NULL,
    "eventId" BIGINT,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "decided_news_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "told_severities" (
    "situationId" INTEGER NOT NULL,
    "severity" TEXT NOT NULL,

    CONSTRAINT "told_severities_pkey" PRIMARY KEY ("situationId")
);

-- CreateTable
CREATE TABLE "messages" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "channelId" TEXT NOT NULL,
    "routeId" TEXT NOT NULL,
    "routeName" TEXT NOT NULL,
    "situationId" INTEGER,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "says" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "because" TEXT,
    "digestId" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "nextAt" TIMESTAMP(3),
    "sendingAt" TIMESTAMP(3),
    "sentAt" TIMESTAMP(3),

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message_threads" (
    "channelId" TEXT NOT NULL,
    "situationId" INTEGER NOT NULL,
    "ref" JSONB NOT NULL,
    "shown" TEXT NOT NULL,
    "postedAt" TIMESTAMP(3) NOT NULL,
    "editedAt" TIMESTAMP(3) NOT NULL,
    "closedAt" TIMESTAMP(3),

    CONSTRAINT "message_threads_pkey" PRIMARY KEY ("channelId","situationId")
);

-- CreateTable
CREATE TABLE "message_actions" (
    "id" TEXT NOT NULL,
    "channelId" TEXT NOT NULL,
    "situationId" INTEGER NOT NULL,
    "deed" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "usedAt" TIMESTAMP(3),
    "usedBy" TEXT,

    CONSTRAINT "message_actions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "decided_news_eventId_idx" ON "decided_news"("eventId");

-- CreateIndex
CREATE UNIQUE INDEX "messages_key_key" ON "messages"("key");

-- CreateIndex
CREATE INDEX "messages_state_channelId_idx" ON "messages"("state", "channelId");

-- CreateIndex
CREATE INDEX "messages_createdAt_idx" ON "messages"("createdAt");

-- CreateIndex
CREATE INDEX "messages_situationId_channelId_idx" ON "messages"("situationId", "channelId");

-- CreateIndex
CREATE INDEX "message_threads_closedAt_idx" ON "message_threads"("closedAt");

-- CreateIndex
CREATE INDEX "message_actions_channelId_situationId_idx" ON "message_actions"("channelId", "situationId");
