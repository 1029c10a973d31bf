import type { Tx } from "../db/client";
import { Problem } from "../problem";

/** The lists that can be kept as somebody looks at them. */
export const viewPages = ["situations"] as const;
export type ViewPage = (typeof viewPages)[number];

const mostOfOne = 50;

/** One's own of a page and those that others share, by name. */
export async function listSavedViews(tx: Tx, page: ViewPage, userId: string) {
  const rows = await tx.savedView.findMany({
    where: { page, OR: [{ ownerId: userId }, { shared: true }] },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: 500,
    include: { owner: { select: { name: true } } },
  });
  return rows.map(({ id, name, query, shared, ownerId, owner }) => ({
    id,
    name,
    query,
    shared,
    mine: ownerId === userId,
    by: owner.name,
  }));
}

/** Keeps a view under a name; one of the same name of the same person is replaced. Throws Problem "conflict" past 50 of one page. */
export async function saveView(
  tx: Tx,
  view: {
    page: ViewPage;
    name: string;
    query: string;
    shared: boolean;
    ownerId: string;
    now: number;
  },
): Promise<{ id: string }> {
  const { page, name, query, shared, ownerId, now } = view;
  const key = { ownerId, page, name };
  const others = await tx.savedView.count({ where: { ownerId, page, name: { not: name } } });
  if (others >= mostOfOne)
    throw new Problem("conflict", `You have ${mostOfOne} views of this list. Remove one first.`);
  const data = { query, shared, savedAt: new Date(now) };
  const row = await tx.savedView.upsert({
    where: { ownerId_page_name: key },
    create: { ...key, ...data },
    update: data,
  });
  return { id: row.id };
}

/** Removes one's own view, or, for an admin, a shared one. Somebody else's is not there for whom it does not concern. */
export async function removeView(
  tx: Tx,
  { id, userId, admin }: { id: string; userId: string; admin: boolean },
): Promise<{ name: string; shared: boolean }> {
  const row = await tx.savedView.findUnique({ where: { id } });
  if (!row || (row.ownerId !== userId && !(admin && row.shared)))
    throw new Problem("not-found", "There is no such view of yours.");
  await tx.savedView.delete({ where: { id } });
  return { name: row.name, shared: row.shared };
}
