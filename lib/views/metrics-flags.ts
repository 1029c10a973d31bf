import type { Db } from "../db/client";

/** A change as a chart flags it; our own undoing of one is a rollback. */
export type ShownFlag = {
  id: string;
  at: number;
  kind: "change" | "rollback";
  service: string;
  label: string;
};

/** Changes within [from, to], oldest first; of some services, or of all. */
export async function readFlags(
  db: Db,
  { services, from, to }: { services?: readonly string[]; from: number; to: number },
): Promise<ShownFlag[]> {
  const rows = await db.prisma.change.findMany({
    where: {
      at: { gte: new Date(from), lte: new Date(to) },
      ...(services ? { service: { in: [...services] } } : {}),
    },
    orderBy: { at: "desc" },
    take: 200,
    select: { id: true, at: true, service: true, title: true, source: true, details: true },
  });
  return rows.reverse().map((c) => ({
    id: c.id,
    at: c.at.getTime(),
    kind: isOwnRemedy(c) ? "rollback" : "change",
    service: c.service,
    label: c.title,
  }));
}

/** Whether a change was done by an executed remedy: it then names the command that caused it. */
export const isOwnRemedy = (change: { source: string; details: unknown }): boolean =>
  change.source === "sitroom" ||
  (typeof change.details === "object" && change.details !== null && "cause" in change.details);
