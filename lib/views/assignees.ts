import { z } from "zod";
import { defineView } from "../view";

/** Whom a situation can be given to. */
export const assignees = defineView({
  input: z.object({}),
  async load({ db, actor }) {
    const rows = await db.prisma.user.findMany({
      where: { disabledAt: null, role: { not: "viewer" } },
      orderBy: { name: "asc" },
      select: { name: true, role: true },
      take: 500,
    });
    return { you: actor.name, people: rows };
  },
});
