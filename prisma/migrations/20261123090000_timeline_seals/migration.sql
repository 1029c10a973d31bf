-- The seals of the timeline: a hash chain over its rows, in the order in which they were sealed.
CREATE TABLE "timeline_seals" (
  "no" BIGINT NOT NULL,
  "eventId" BIGINT NOT NULL,
  "hash" TEXT NOT NULL,
  CONSTRAINT "timeline_seals_pkey" PRIMARY KEY ("no")
);
CREATE UNIQUE INDEX "timeline_seals_eventId_key" ON "timeline_seals"("eventId");

-- What was recorded stays as it was recorded.
CREATE FUNCTION refuse_rewriting() RETURNS trigger AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: record what is new in a new row', TG_TABLE_NAME;
END
$$ LANGUAGE plpgsql;
CREATE TRIGGER timeline_events_append_only BEFORE UPDATE OR DELETE ON "timeline_events"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER timeline_seals_append_only BEFORE UPDATE OR DELETE ON "timeline_seals"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
