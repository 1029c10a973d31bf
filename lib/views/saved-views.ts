import { z } from "zod";
import { listSavedViews, viewPages } from "../people/saved-view-store";
import { defineView } from "../view";

/** The views of one list that the reader has saved, and those that others share. */
export const savedViews = defineView({
  input: z.object({ page: z.enum(viewPages) }),
  load: async ({ db, actor }, { page }) => ({
    views: await listSavedViews(db.prisma, page, actor.id),
  }),
});
