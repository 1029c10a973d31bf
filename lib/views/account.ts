import { z } from "zod";
import { listSessions } from "../people/session-store";
import { defineView } from "../view";

/** Oneself: what one may do, and where one is signed in. */
export const account = defineView({
  input: z.object({}),
  async load({ db, actor, now }) {
    const user = await db.prisma.user.findUnique({ where: { id: actor.id } });
    return {
      name: actor.name,
      email: user?.email ?? null,
      role: actor.role,
      grants: [...(actor.grants ?? [])],
      password: Boolean(user?.passwordHash),
      session: actor.session ?? null,
      sessions: user ? await listSessions(db.prisma, now, user.id) : [],
    };
  },
});
