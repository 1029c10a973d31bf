import { z } from "zod";
import type { Tx } from "../db/client";
import { type Measures, measure, quantile } from "./measures";

export type Measured = {
  situations: ({
    id: number;
    title: string;
    openedAt: number;
    /** A person corrected when it began */
    said: boolean;
  } & Measures)[];
  /** Over all of them, ms */
  median: Measures;
  p90: Measures;
};

/** The loop's times for the situations opened in [fromMs, toMs), newest first, computed from what was recorded. */
export async function loadMeasures(
  tx: Tx,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<Measured> {
  const rows = await tx.situation.findMany({
    where: {
      openedAt: { gte: new Date(fromMs), lt: new Date(toMs) },
      // Candidates and what was merged away called nobody.
      status: { not: "candidate" },
      OR: [{ resolution: null }, { resolution: { notIn: ["merged", "discarded", "faded"] } }],
    },
    include: { suspects: { where: { kind: { not: "service" }, state: "confirmed" } } },
    orderBy: { openedAt: "desc" },
    take: 1000,
  });
  const ids = rows.map((r) => r.id);
  const proposed = await tx.timelineEvent.findMany({
    where: { situationId: { in: ids }, kind: "remedy-proposed" },
    select: { situationId: true, at: true, data: true },
  });
  const causes = await tx.change.findMany({
    where: { id: { in: rows.flatMap((r) => r.suspects.map((s) => s.ref)) } },
    select: { id: true, at: true },
  });
  const situations = rows.map((row) => {
    const confirmed = row.suspects[0]?.ref ?? null;
    return {
      id: row.id,
      title: row.title,
      openedAt: row.openedAt.getTime(),
      said: row.saidOnsetAt !== null,
      ...measure({
        onsetAt: (row.saidOnsetAt ?? row.onsetAt).getTime(),
        said: row.saidOnsetAt !== null,
        causeAt: causes.find((c) => c.id === confirmed)?.at.getTime() ?? null,
        openedAt: row.openedAt.getTime(),
        proposals: proposed
          .filter((p) => p.situationId === row.id)
          .map((p) => ({ suspect: suspectIn(p.data), at: p.at.getTime() })),
        confirmed,
        resolvedAt: row.resolvedAt?.getTime() ?? null,
      }),
    };
  });
  const over = (q: number): Measures => ({
    detectMs: quantile(
      situations.map((s) => s.detectMs),
      q,
    ),
    knowMs: quantile(
      situations.map((s) => s.knowMs),
      q,
    ),
    resolveMs: quantile(
      situations.map((s) => s.resolveMs),
      q,
    ),
  });
  return { situations, median: over(0.5), p90: over(0.9) };
}

/** The ref of the suspect that a proposal is about; empty when its entry does not say. */
function suspectIn(data: unknown): string {
  const about = proposalData.safeParse(data);
  return about.data?.changeId ?? about.data?.instance ?? "";
}
const proposalData = z.object({
  changeId: z.string().nullish(),
  instance: z.string().nullish(),
});
