import { type Change, changeKind, undo as undoSchema } from "../ingest/model";
import type { ChangeModel } from "./generated/models";

/** The domain's change of a row. */
export const changeOf = (row: ChangeModel): Change => ({
  id: row.id,
  kind: changeKind.parse(row.kind),
  service: row.service,
  from: row.from,
  to: row.to,
  title: row.title,
  author: row.author,
  link: row.link,
  source: row.source,
  status: row.status as Change["status"],
  at: row.at.getTime(),
  finishedAt: row.finishedAt?.getTime() ?? null,
  reversible: row.reversible,
  undo: undoSchema.nullable().parse(row.undo),
});

/** Whether one of our own remedies made a change: it names the command that caused it, and nobody accuses it. */
export const isOurs = (details: unknown): boolean =>
  typeof details === "object" && details !== null && "cause" in details && Boolean(details.cause);
