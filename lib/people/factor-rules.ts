import { z } from "zod";
import { type Allowed, allowsSomewhere } from "./model";

/** From which role on people who sign in with a password need a second factor. */
export const factorRules = z.object({
  from: z.enum(["nobody", "approver", "admin"]).default("nobody"),
});
export type FactorRules = z.infer<typeof factorRules>;

/** Whether somebody with these roles, anywhere, needs one. */
export const needsFactor = ({ from }: FactorRules, has: Allowed): boolean =>
  from !== "nobody" && allowsSomewhere(has, from);
