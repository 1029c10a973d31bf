import { z } from "zod";
import { listSnapshots } from "../ingest/snapshot-store";
import { defineView } from "../view";

/** The snapshots that can be looked at and compared: those of people, and the hours of the last week. */
export const graphSnapshots = defineView({
  input: z.object({}),
  load: async ({ db }) => ({ snapshots: await listSnapshots(db.prisma, 168) }),
});
