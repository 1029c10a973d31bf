import { z } from "zod";
import type { Prisma } from "../db/generated/client";
import { changeKind, undo } from "../ingest/model";
import { resolveRange } from "../series/time-range";
import { situationName } from "../situate/model";
import { defineView } from "../view";
import { isOwnRemedy } from "./metrics-flags";

const perPage = 50;

/** What changed, newest first, and what came of it: the situations in which a change is a suspect. */
export const changes = defineView({
  input: z.object({
    from: z.string(),
    to: z.string(),
    q: z.string().max(200).default(""),
    kind: changeKind.nullable().default(null),
    service: z.string().max(200).default(""),
    /** Only those that are a suspect somewhere */
    accused: z.boolean().default(false),
    page: z.number().int().min(1).default(1),
  }),
  async load({ db, now }, input) {
    const { from, to } = resolveRange(input, now);
    const accused = await db.prisma.suspect.findMany({
      where: { kind: "change" },
      include: { situation: { select: { id: true, title: true, status: true } } },
      orderBy: { score: "desc" },
      take: 2000,
    });
    const inRange: Prisma.ChangeWhereInput = { at: { gte: new Date(from), lte: new Date(to) } };
    const where: Prisma.ChangeWhereInput = {
      ...inRange,
      ...(input.kind ? { kind: input.kind } : {}),
      ...(input.service ? { service: input.service } : {}),
      ...(input.accused ? { id: { in: accused.map((s) => s.ref) } } : {}),
      AND: input.q
        .split(/\s+/)
        .filter(Boolean)
        .map((word) => ({
          OR: (["title", "service", "author", "to"] as const).map((field) => ({
            [field]: { contains: word, mode: "insensitive" as const },
          })),
        })),
    };
    const [rows, total, kinds, services, ever] = await Promise.all([
      db.prisma.change.findMany({
        where,
        orderBy: { at: "desc" },
        skip: (input.page - 1) * perPage,
        take: perPage,
      }),
      db.prisma.change.count({ where }),
      db.prisma.change.groupBy({ by: ["kind"], where: inRange, _count: true }),
      db.prisma.change.groupBy({ by: ["service"], where: inRange, _count: true }),
      db.prisma.change.findFirst({ orderBy: { at: "desc" }, select: { at: true } }),
    ]);
    const remedies = await db.prisma.remedy.findMany({
      where: { changeId: { in: rows.map((r) => r.id) } },
      orderBy: { proposedAt: "desc" },
      select: { changeId: true, state: true, kind: true, situationId: true },
    });
    return {
      from,
      to,
      total,
      pages: Math.max(1, Math.ceil(total / perPage)),
      kinds: kinds.map((k) => ({ kind: k.kind, count: k._count })),
      services: services
        .map((s) => ({ service: s.service, count: s._count }))
        .sort((a, b) => b.count - a.count || (a.service < b.service ? -1 : 1)),
      /** Epoch ms of the newest change at any time; null when none was ever told */
      newestAt: ever?.at.getTime() ?? null,
      changes: rows.map((c) => ({
        id: c.id,
        kind: c.kind,
        service: c.service,
        from: c.from,
        to: c.to,
        title: c.title,
        author: c.author,
        link: c.link,
        source: c.source,
        status: c.status,
        at: c.at.getTime(),
        finishedAt: c.finishedAt?.getTime() ?? null,
        reversible: c.reversible,
        undo: undo.nullable().catch(null).parse(c.undo),
        byUs: isOwnRemedy(c),
        details: c.details as Record<string, unknown>,
        remedy: remedies.find((r) => r.changeId === c.id) ?? null,
        situations: accused
          .filter((s) => s.ref === c.id)
          .map((s) => ({
            id: s.situation.id,
            name: situationName(s.situation.id),
            title: s.situation.title,
            open: s.situation.status !== "resolved",
            score: s.score,
            rank: s.rank,
            state: s.state,
            veto: s.veto,
          })),
      })),
    };
  },
});
