import type { Db } from "../db/client";
import { Problem } from "../problem";
import { beganAt } from "../situate/model";

/** The blame of a situation as the graph draws it. @throws Problem not-found */
export async function readBlame(db: Db, id: number) {
  const found = await db.prisma.situation.findUnique({
    where: { id },
    include: {
      suspects: { where: { veto: null }, orderBy: { rank: "asc" } },
      members: { include: { anomaly: { select: { service: true, startedAt: true } } } },
    },
  });
  if (!found) throw new Problem("not-found", `There is no situation S-${id}.`);
  const starts = found.members
    .map((m) => m.anomaly)
    .sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
  const onsets = [...new Set(starts.flatMap((a) => a.service ?? []))];
  return {
    id: found.id,
    title: found.title,
    status: found.status,
    onsetAt: beganAt(found).getTime(),
    suspects: new Map(
      found.suspects.toReversed().map((s) => [
        s.service,
        {
          service: s.service,
          title: s.title,
          score: s.score,
          rank: s.rank,
          kind: s.kind,
          evidence: (s.evidence as { says: string }[]).map((e) => e.says),
        },
      ]),
    ),
    /** When services left their band: 1 is the first */
    order: new Map(onsets.map((service, i) => [service, i + 1])),
  };
}
