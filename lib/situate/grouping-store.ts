import type { Tx } from "@/lib/db/client";
import type { InputJsonValue } from "@/lib/db/generated/internal/prismaNamespace";
import { addJobIn } from "@/lib/db/jobs";
import { announceIn } from "@/lib/db/live";
import type { Actor } from "@/lib/people/model";
import { Problem } from "@/lib/problem";
import type { LabelKind, Lesson, Moved } from "./grouping-label";
import { lesson, movedMembers, tieLessons, trustLessons } from "./grouping-label";
import { loadMembers } from "./load-store";
import { moveMembers, removeMembers, restoreMembers } from "./member-store";
import { teach } from "./memory-store";
import { type Severity, situationName, type Why } from "./model";
import { createSituation, openAgain, resolveSituation } from "./store";

/** What was said can be taken back for so long. */
export const undoMs = 24 * 3_600_000;

type By = { tx: Tx; actor: Actor; now: number };
type Row = { id: number; status: string; title: string; severity: string; services: string[] };

async function find(tx: Tx, id: number): Promise<Row> {
  const row = await tx.situation.findUnique({
    where: { id },
    select: { id: true, status: true, title: true, severity: true, services: true },
  });
  if (!row) throw new Problem("not-found", `There is no situation ${situationName(id)}.`);
  return row;
}

const person = (says: string): Why => ({ reason: "person", says, weight: 1 });

/** Moves all members of `from` into `into` and closes them. Returns the label's id. Throws Problem "conflict". */
export async function mergeSituations(
  { tx, actor, now }: By,
  into: number,
  from: readonly number[],
): Promise<{ labelId: string; says: string }> {
  const target = await find(tx, into);
  if (target.status === "resolved" || target.status === "candidate")
    throw new Problem("conflict", `${situationName(into)} is not open: merge into an open one.`);
  const targetMembers = await loadMembers(tx, into);
  const moved: Moved = { members: [], closed: [], made: null };
  const lessons: Lesson[] = [];
  for (const id of new Set(from)) {
    if (id === into) continue;
    const row = await find(tx, id);
    if (row.status === "resolved")
      throw new Problem("conflict", `${situationName(id)} is resolved; only open ones are merged.`);
    const members = await loadMembers(tx, id);
    lessons.push(...tieLessons(members, targetMembers, "together"));
    moved.members.push(...members.map((m) => ({ anomalyId: m.id, from: id, why: [] })));
    moved.closed.push({ id, status: row.status });
    await moveMembers(
      tx,
      members.map((m) => m.id),
      into,
      person(`Merged from ${situationName(id)} by ${actor.name}`),
    );
    await resolveSituation(tx, {
      id,
      at: now,
      resolution: "merged",
      mergedInto: into,
      says: `${situationName(id)} was merged into ${situationName(into)}.`,
      actor,
    });
  }
  if (moved.closed.length === 0) throw new Problem("bad-input", "Choose another situation.");
  const names = moved.closed.map((c) => situationName(c.id)).join(", ");
  const says = `${names} merged into ${situationName(into)}.`;
  return { labelId: await label({ tx, actor, now }, "merge", into, says, moved, lessons), says };
}

/** Makes a situation of its own of some members. Returns its id. Throws Problem "bad-input". */
export async function splitSituation(
  { tx, actor, now }: By,
  id: number,
  anomalyIds: readonly string[],
): Promise<{ labelId: string; made: number; says: string }> {
  const row = await find(tx, id);
  const members = await loadMembers(tx, id);
  const out = members.filter((m) => anomalyIds.includes(m.id));
  const stay = members.filter((m) => !anomalyIds.includes(m.id));
  if (out.length === 0 || stay.length === 0)
    throw new Problem("bad-input", "Choose some of its anomalies, but not all of them.");
  const services = [...new Set(out.flatMap((m) => m.service ?? []))];
  const made = await createSituation(
    tx,
    "open",
    {
      title: `Split from ${situationName(id)}`,
      severity: row.severity as Severity,
      services,
      impact: { entry: null, failingRatio: null, usualRatio: null, requestsLost: null },
      onsetAt: Math.min(...out.map((m) => m.startedAt)),
    },
    now,
  );
  const ids = out.map((m) => m.id);
  await moveMembers(tx, ids, made, person(`Split from ${situationName(id)} by ${actor.name}`));
  const says = `${out.length} of ${members.length} anomalies of ${situationName(id)} became ${situationName(made)}.`;
  const moved = {
    members: ids.map((anomalyId) => ({ anomalyId, from: id, why: [] })),
    closed: [],
    made,
  };
  const lessons = tieLessons(out, stay, "apart");
  const labelId = await label({ tx, actor, now }, "split", id, says, moved, lessons);
  await addJobIn(tx, "diagnose", { situationId: made }, { key: `diagnose:${made}` });
  return { labelId, made, says };
}

/** Takes anomalies out of a situation; they may join another one, but neither this one again nor found one. */
export async function unlinkAnomalies(
  { tx, actor, now }: By,
  id: number,
  anomalyIds: readonly string[],
): Promise<{ labelId: string; says: string }> {
  await find(tx, id);
  const members = await loadMembers(tx, id);
  const out = members.filter((m) => anomalyIds.includes(m.id));
  const stay = members.filter((m) => !anomalyIds.includes(m.id));
  if (out.length === 0) throw new Problem("not-found", "It is not in this situation any more.");
  if (stay.length === 0)
    throw new Problem("bad-input", "That would leave nothing: resolve the situation instead.");
  const removed = await removeMembers(tx, id, anomalyIds);
  const moved = { members: removed.map((m) => ({ ...m, from: id })), closed: [], made: null };
  const names = out
    .map((m) => `${m.service ?? "?"} ${m.metric}`)
    .slice(0, 3)
    .join(", ");
  const says = `Taken out of ${situationName(id)}: ${names}${out.length > 3 ? ` and ${out.length - 3} more` : ""}.`;
  const lessons = tieLessons(out, stay, "apart");
  return { labelId: await label({ tx, actor, now }, "unlink", id, says, moved, lessons), says };
}

/** Says of a candidate whether it is a situation. Throws Problem "conflict" when it is none any more. */
export async function judgeCandidate(
  { tx, actor, now }: By,
  id: number,
  confirmed: boolean,
): Promise<{ labelId: string; says: string }> {
  const row = await find(tx, id);
  if (row.status !== "candidate")
    throw new Problem("conflict", `${situationName(id)} is no candidate any more.`);
  const members = await loadMembers(tx, id);
  const says = `${situationName(id)} ${confirmed ? "confirmed" : "discarded"} by ${actor.name}.`;
  if (confirmed) {
    await openAgain(tx, id, now, { again: false });
    await addJobIn(tx, "diagnose", { situationId: id }, { key: `diagnose:${id}` });
  } else await resolveSituation(tx, { id, at: now, resolution: "discarded", says, actor });
  const moved = { members: [], closed: [{ id, status: "candidate" }], made: null };
  const lessons = trustLessons(members, confirmed);
  const kind = confirmed ? "confirm" : "discard";
  return { labelId: await label({ tx, actor, now }, kind, id, says, moved, lessons), says };
}

/** Takes a label of a situation back: members go where they were, what it closed opens, what it taught is forgotten. */
export async function undoLabel(
  { tx, actor, now }: By,
  id: number,
  labelId: string,
): Promise<{ says: string }> {
  const row = await tx.groupingLabel.findUnique({ where: { id: labelId } });
  if (row?.situationId !== id) throw new Problem("not-found", "There is nothing to undo.");
  if (row.undoneAt) throw new Problem("conflict", "It has been undone already.");
  if (now - row.at.getTime() > undoMs)
    throw new Problem("conflict", "It is more than a day old; merge or split by hand instead.");
  const kind = row.kind as LabelKind;
  const moved = movedMembers.parse(row.moved);
  const at = await find(tx, id);
  if (at.status === "resolved" && kind !== "discard")
    throw new Problem("conflict", `${situationName(id)} is resolved; it stays as it ended.`);
  if (kind === "unlink") await restoreMembers(tx, id, moved.members, now);
  if (kind === "merge" || kind === "split")
    for (const from of new Set(moved.members.map((m) => m.from)))
      await moveBack(tx, moved, kind === "merge" ? id : (moved.made ?? id), from, actor);
  if (moved.made !== null)
    await resolveSituation(tx, {
      id: moved.made,
      at: now,
      resolution: "merged",
      mergedInto: id,
      says: `${situationName(moved.made)} went back into ${situationName(id)}: the split was undone.`,
      actor,
    });
  for (const { id: closed, status } of moved.closed)
    await openAgain(tx, closed, now, {
      again: true,
      status: status === "candidate" ? "candidate" : status === "open" ? "open" : "acknowledged",
    });
  await teach(
    tx,
    lesson
      .array()
      .parse(row.taught)
      .map((l) => ({ ...l, plus: -l.plus, minus: -l.minus })),
    now,
  );
  await tx.groupingLabel.update({
    where: { id: labelId },
    data: { undoneAt: new Date(now), undoneBy: actor.name },
  });
  await wake(tx, id);
  return { says: `Undone: ${row.says}` };
}

/** Members that are still where the label put them go back; what has moved on since stays there. */
async function moveBack(tx: Tx, moved: Moved, holds: number, to: number, actor: Actor) {
  const ids = moved.members.filter((m) => m.from === to).map((m) => m.anomalyId);
  const still = await tx.situationAnomaly.findMany({
    where: { situationId: holds, anomalyId: { in: ids } },
    select: { anomalyId: true },
  });
  await moveMembers(
    tx,
    still.map((m) => m.anomalyId),
    to,
    person(`Put back by ${actor.name}`),
  );
}

async function label(
  { tx, actor, now }: By,
  kind: LabelKind,
  situationId: number,
  says: string,
  moved: Moved,
  lessons: readonly Lesson[],
): Promise<string> {
  const row = await tx.groupingLabel.create({
    data: {
      kind,
      situationId,
      says,
      author: actor.name,
      at: new Date(now),
      moved: moved as unknown as InputJsonValue,
      taught: lessons as unknown as InputJsonValue,
    },
  });
  await teach(tx, lessons, now);
  await wake(tx, situationId);
  return row.id;
}

async function wake(tx: Tx, situationId: number): Promise<void> {
  await addJobIn(tx, "situate", {}, { key: "situate" });
  await announceIn(tx, { topic: "situation", id: String(situationId) });
}
