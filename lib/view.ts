import type { z } from "zod";
import type { Db } from "./db/client";
import type { Actor, Role } from "./people/model";

export type ViewContext = { db: Db; actor: Actor; now: number };

/** Everything one page shows, as one read. Its name in the registry is also its URL and its query key. */
export type View<I extends z.ZodType = z.ZodType, O = unknown> = {
  /** Who may read it; everybody who is signed in when absent */
  role?: Role;
  input: I;
  load(ctx: ViewContext, input: z.infer<I>): Promise<O>;
};

/** The output must be plain JSON: times are epoch milliseconds, gaps are null. */
export const defineView = <I extends z.ZodType, O>(view: View<I, O>): View<I, O> => view;
