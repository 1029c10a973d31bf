import { z } from "zod";
import { Problem } from "../problem";
import { affinity, seeker } from "../situate/affinity";
import { loadMembers, loadOpen, loadTerrain } from "../situate/load-store";
import { joinBar } from "../situate/situate";
import { defineView } from "../view";

/** So many of a situation's anomalies, the first ones, are held against the others. */
const mostMembers = 30;

/** The other open situations, the likeliest to be the same first: affinity as grouping computes it, and why it did not suffice. */
export const situationKin = defineView({
  input: z.object({ id: z.number().int().positive() }),
  async load({ db, now }, { id }) {
    const tx = db.prisma;
    const [open, land, members] = await Promise.all([
      loadOpen(tx, now),
      loadTerrain(tx, now),
      loadMembers(tx, id),
    ]);
    if (members.length === 0)
      throw new Problem("not-found", "There is nothing in this situation to compare.");
    const odd = new Set(members.map((m) => m.service ?? ""));
    return {
      bar: joinBar,
      others: open
        .filter((o) => o.id !== id)
        .map((o) => {
          const found = members
            .slice(0, mostMembers)
            .flatMap((m) => affinity(seeker(m, odd, land), o.sites, land, 0) ?? [])
            .sort((a, b) => b.weight - a.weight)[0];
          return {
            id: o.id,
            title: o.title,
            status: o.status,
            severity: o.severity,
            services: o.services,
            onsetAt: o.onsetAt,
            members: o.members,
            affinity: found?.weight ?? 0,
            why: found?.why.map((w) => w.says) ?? [],
          };
        })
        .sort((a, b) => b.affinity - a.affinity || b.id - a.id)
        .slice(0, 50),
    };
  },
});
