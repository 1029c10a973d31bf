import { z } from "zod";
import { type Command, ExecutorRefused } from "../integrations/executor";
import { openExecutor } from "../integrations/open-executor";
import { appSecret } from "../people/app-secret";
import { server } from "../server";
import { defineView } from "../view";

/** What a target is usually asked to do, by its name. */
function actionOn(target: string): Command["action"] {
  if (target.startsWith("flag:")) return "flag-off";
  if (target.startsWith("config:")) return "config-revert";
  return /^(pod|instance):/.test(target) ? "restart" : "rollback";
}

/**
 * Asks an executor what a target is at and, when `to` is given, what going there would do: a dry run, nothing is changed. Only
 * for admins, who may set where it asks.
 */
export const integrationTest = defineView({
  role: "admin",
  input: z.object({
    id: z.string().min(1).max(100),
    target: z.string().trim().min(1).max(300),
    to: z.string().trim().max(200).default(""),
  }),
  async load({ db, actor, now }, { id, target, to }) {
    try {
      const executor = await openExecutor(db.prisma, appSecret(server().env), id, () => now);
      const current = await executor.current(target);
      if (to === "" || to === current)
        return { ok: true, says: [`It answers: ${target} is at ${current}.`], instead: [] };
      const says = await executor.dryRun({
        id: "remedy_dry-run",
        action: actionOn(target),
        target,
        from: current,
        to,
        plan: "",
        requestedBy: actor.name,
        sentAt: null,
      });
      return { ok: true, says: [`It answers: ${target} is at ${current}.`, ...says], instead: [] };
    } catch (error) {
      // Whatever went wrong is what the admin wants to read.
      const instead = error instanceof ExecutorRefused ? [...error.instead] : [];
      const [says = ""] = (error as Error).message.split(" Instead: ");
      return { ok: false, says: [says], instead };
    }
  },
});
