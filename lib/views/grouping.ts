import { z } from "zod";
import { readSetting } from "../people/setting-store";
import { leaning, situationName } from "../situate/model";
import { defineView } from "../view";

/** What makes a situation: the rules people set, what their labels have taught, and the latest labels. */
export const grouping = defineView({
  input: z.object({}),
  async load({ db }) {
    const [rules, { business }, memory, labels] = await Promise.all([
      readSetting(db.prisma, "grouping"),
      readSetting(db.prisma, "business-series"),
      db.prisma.groupingMemory.findMany({ orderBy: { updatedAt: "desc" }, take: 200 }),
      db.prisma.groupingLabel.findMany({ orderBy: { at: "desc" }, take: 20 }),
    ]);
    return {
      rules,
      business,
      learned: memory
        .filter((m) => m.plus > 0 || m.minus > 0)
        .map((m) => ({
          kind: m.kind as "tie" | "trust",
          a: m.a,
          b: m.b,
          plus: m.plus,
          minus: m.minus,
          /** −0.6 to 0.6: what it does to a weight */
          weight: leaning(m),
          at: m.updatedAt.getTime(),
        })),
      labels: labels.map((l) => ({
        id: l.id,
        kind: l.kind,
        situationId: l.situationId,
        name: situationName(l.situationId),
        says: l.says,
        author: l.author,
        at: l.at.getTime(),
        undone: l.undoneAt !== null,
      })),
    };
  },
});
