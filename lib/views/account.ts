import { z } from "zod";
import { needsFactor } from "../people/factor-rules";
import { readFactor } from "../people/factor-store";
import { listSessions } from "../people/session-store";
import { readSetting } from "../people/setting-store";
import { defineView } from "../view";

/** Oneself: what one may do, and where one is signed in. */
export const account = defineView({
  input: z.object({}),
  async load({ db, actor, now }) {
    const user = await db.prisma.user.findUnique({ where: { id: actor.id } });
    const rules = await readSetting(db.prisma, "second-factor");
    return {
      name: actor.name,
      email: user?.email ?? null,
      role: actor.role,
      grants: [...(actor.grants ?? [])],
      password: Boolean(user?.passwordHash),
      /** Since when the second factor holds, epoch ms, what is left in its place, and whether the role needs one */
      factor: {
        ...(await readFactor(db.prisma, actor.id)),
        needed: (actor.withheld ?? false) || needsFactor(rules, actor),
        withheld: actor.withheld ?? false,
      },
      session: actor.session ?? null,
      sessions: user ? await listSessions(db.prisma, now, user.id) : [],
    };
  },
});
