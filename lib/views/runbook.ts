import { z } from "zod";
import { nameOfRunbook } from "../diagnose/runbook";
import { listRunbooks, readVersions, shippedRunbooks } from "../diagnose/runbook-store";
import { readSetting } from "../people/setting-store";
import { Problem } from "../problem";
import { situationName } from "../situate/model";
import { defineView } from "../view";

/** One runbook for its editor: the text that holds, its versions, and past situations to try it on. */
export const runbook = defineView({
  input: z.object({
    /** null: a new one */
    name: nameOfRunbook.nullable(),
  }),
  async load({ db, now }, { name }) {
    const shipped = await shippedRunbooks();
    const row =
      name === null ? null : (await listRunbooks(db.prisma, shipped)).find((r) => r.name === name);
    if (row === undefined) throw new Problem("not-found", `There is no runbook ${name}.`);
    const [versions, situations, hosts, runs] = await Promise.all([
      name === null ? [] : readVersions(db.prisma, name),
      db.prisma.situation.findMany({
        where: {
          status: { not: "candidate" },
          openedAt: { lte: new Date(now) },
          OR: [{ resolution: null }, { resolution: { notIn: ["merged", "discarded", "faded"] } }],
        },
        orderBy: { openedAt: "desc" },
        take: 30,
        select: { id: true, title: true, openedAt: true },
      }),
      readSetting(db.prisma, "diagnostic-hosts"),
      name === null
        ? []
        : db.prisma.runbookRun.findMany({
            where: { runbook: name },
            orderBy: { at: "desc" },
            take: 8,
            include: { situation: { select: { title: true } } },
          }),
    ]);
    return {
      row: row && {
        name: row.name,
        origin: row.origin,
        enabled: row.enabled,
        version: row.version,
        text: row.text,
        problem: row.problem,
      },
      /** How it came with this release, for who changed it */
      shipped: shipped.find((s) => s.name === name)?.text ?? null,
      versions,
      situations: situations.map((s) => ({
        id: s.id,
        name: situationName(s.id),
        title: s.title,
        openedAt: s.openedAt.getTime(),
      })),
      /** Hosts that http steps may ask */
      hosts,
      runs: runs.map((r) => ({
        situationId: r.situationId,
        name: situationName(r.situationId),
        title: r.situation.title,
        at: r.at.getTime(),
        steps: r.steps,
        interesting: r.interesting,
        failed: r.failed,
      })),
    };
  },
});
