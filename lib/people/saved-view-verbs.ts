import { z } from "zod";
import { announceIn } from "../db/live";
import { Problem } from "../problem";
import { defineVerb } from "../verb";
import { allows, allowsSomewhere } from "./model";
import { removeView, saveView, viewPages } from "./saved-view-store";

/** Keeps a list as one looks at it: for oneself, or, from responder on, for everybody. */
export const saveViewVerb = defineVerb({
  name: "save-view",
  role: "viewer",
  input: z.object({
    page: z.enum(viewPages),
    name: z.string().trim().min(1).max(60),
    /** The part of an address after its question mark */
    query: z
      .string()
      .max(2000)
      .regex(/^[^\s#?]*$/, "the query of an address"),
    shared: z.boolean().default(false),
  }),
  run: async ({ tx, actor, now }, view) => {
    if (view.shared && !allowsSomewhere(actor, "responder"))
      throw new Problem("forbidden", "Sharing a view needs the role responder.");
    const saved = await saveView(tx, { ...view, ownerId: actor.id, now });
    await announceIn(tx, { topic: "settings" });
    return saved;
  },
  tells: ({ page, name, shared }) =>
    shared ? { says: `Shared the view “${name}” of ${page}.` } : null,
});

/** Removes a view. */
export const removeViewVerb = defineVerb({
  name: "remove-view",
  role: "viewer",
  input: z.object({ id: z.string().min(1).max(64) }),
  run: async ({ tx, actor }, { id }) => {
    const removed = await removeView(tx, {
      id,
      userId: actor.id,
      admin: allows(actor.role, "admin"),
    });
    await announceIn(tx, { topic: "settings" });
    return removed;
  },
  tells: (_, { name, shared }) => (shared ? { says: `Removed the shared view “${name}”.` } : null),
});
