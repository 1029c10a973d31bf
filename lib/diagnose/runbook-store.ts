import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Tx } from "@/lib/db/client";
import { announceIn } from "@/lib/db/live";
import { Problem } from "@/lib/problem";
import type { Runbook } from "./runbook";
import { firstProblem, readRunbookText } from "./runbook-text";

/** A runbook that came with this release. */
export type Shipped = { name: string; text: string; runbook: Runbook };

/** Reads every YAML file of a folder as a runbook, in the order of their names. Throws an Error that names a bad file. */
export async function loadShipped(folder: string): Promise<Shipped[]> {
  const files = (await readdir(folder)).filter((f) => /\.ya?ml$/.test(f)).sort();
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(path.join(folder, file), "utf8");
      const read = readRunbookText(text);
      if (!read.runbook) throw new Error(`${file}: ${firstProblem(read.problems)}`);
      const name = file.replace(/\.ya?ml$/, "");
      if (read.runbook.name !== name) throw new Error(`${file}: its name must be ${name}`);
      return { name, text, runbook: read.runbook };
    }),
  );
}

let loaded: Promise<Shipped[]> | undefined;
/** Those in runbooks/. Read once: they change with a release. */
export const shippedRunbooks = (): Promise<Shipped[]> => {
  loaded ??= loadShipped(path.resolve("runbooks"));
  return loaded;
};

export type RunbookRow = {
  name: string;
  /** shipped as it came, changed here, or one's own */
  origin: "shipped" | "changed" | "own";
  enabled: boolean;
  /** The version whose text holds; 0: the shipped one */
  version: number;
  text: string;
  /** null: the text no longer fits this release, and `problem` says why */
  runbook: Runbook | null;
  problem: string | null;
  author: string | null;
  note: string;
  /** Epoch ms; null: it came with the release */
  savedAt: number | null;
};

/** Every runbook, people's before shipped ones, so that their parameters count where both have a check. */
export async function listRunbooks(
  tx: Pick<Tx, "runbook" | "runbookVersion">,
  shipped: readonly Shipped[],
): Promise<RunbookRow[]> {
  const rows = await tx.runbook.findMany({ orderBy: { name: "asc" } });
  const versions = await tx.runbookVersion.findMany({
    where: { OR: rows.map((r) => ({ name: r.name, version: r.liveVersion })) },
  });
  const came = new Map(shipped.map((s) => [s.name, s]));
  const out: RunbookRow[] = [];
  for (const row of rows) {
    const live = versions.find((v) => v.name === row.name);
    if (!live) continue;
    const read = readRunbookText(live.text);
    out.push({
      name: row.name,
      origin: came.has(row.name) ? "changed" : "own",
      enabled: row.enabled,
      version: live.version,
      text: live.text,
      runbook: read.runbook,
      problem: read.runbook ? null : firstProblem(read.problems),
      author: live.author,
      note: live.note,
      savedAt: live.createdAt.getTime(),
    });
  }
  for (const s of shipped) {
    const row = rows.find((r) => r.name === s.name);
    if (out.some((o) => o.name === s.name)) continue;
    out.push({
      name: s.name,
      origin: "shipped",
      enabled: row?.enabled ?? true,
      version: 0,
      text: s.text,
      runbook: s.runbook,
      problem: null,
      author: null,
      note: "",
      savedAt: null,
    });
  }
  return out;
}

/** What runs: every runbook that is on and fits. One that no longer does is left out, and its page says why. */
export async function activeRunbooks(
  tx: Pick<Tx, "runbook" | "runbookVersion">,
  shipped: readonly Shipped[],
): Promise<Runbook[]> {
  return (await listRunbooks(tx, shipped)).flatMap((r) =>
    r.enabled && r.runbook ? [r.runbook] : [],
  );
}

/** The versions that people saved of one runbook, newest first. */
export async function readVersions(tx: Pick<Tx, "runbookVersion">, name: string) {
  const rows = await tx.runbookVersion.findMany({
    where: { name },
    orderBy: { version: "desc" },
    take: 100,
  });
  return rows.map((v) => ({
    version: v.version,
    text: v.text,
    note: v.note,
    author: v.author,
    createdAt: v.createdAt.getTime(),
  }));
}

/** Two people who save at once take turns, and the second learns of the first. */
const takeTurn = (tx: Tx, name: string) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`runbook ${name}`}))`;

async function find(tx: Tx, shipped: readonly Shipped[], name: string) {
  await takeTurn(tx, name);
  const row = await tx.runbook.findUnique({ where: { name } });
  const came = shipped.find((s) => s.name === name);
  return { row, came, version: row?.liveVersion ?? (came ? 0 : null) };
}

const missing = (name: string) => new Problem("not-found", `There is no runbook ${name}.`);

/**
 * Saves a text as the newest version of the runbook that it names. `from` is the version it was made from: 0 the shipped text,
 * null none, for a new runbook. Throws Problem "bad-input" with line and column, and "conflict" when somebody was faster.
 */
export async function saveVersion(
  tx: Tx,
  shipped: readonly Shipped[],
  said: { text: string; from: number | null; note: string; author: string; at: number },
): Promise<{ name: string; title: string; version: number }> {
  const read = readRunbookText(said.text);
  if (!read.runbook) throw new Problem("bad-input", firstProblem(read.problems), read.problems);
  const { name, title } = read.runbook;
  const { version } = await find(tx, shipped, name);
  if (version !== null && said.from === null)
    throw new Problem("conflict", `There is a runbook ${name} already; choose another name.`);
  if (version === null && said.from !== null) throw missing(name);
  if (version !== said.from)
    throw new Problem(
      "conflict",
      `Somebody saved version ${version} of ${name} meanwhile. Copy your text, reload, and save again.`,
    );
  return { name, title, version: await insert(tx, { ...said, name }) };
}

async function insert(
  tx: Tx,
  v: { name: string; text: string; note: string; author: string; at: number },
): Promise<number> {
  const newest = await tx.runbookVersion.aggregate({
    where: { name: v.name },
    _max: { version: true },
  });
  const version = (newest._max.version ?? 0) + 1;
  const createdAt = new Date(v.at);
  await tx.runbook.upsert({
    where: { name: v.name },
    create: { name: v.name, liveVersion: version, createdAt },
    update: { liveVersion: version },
  });
  await tx.runbookVersion.create({
    data: { name: v.name, version, text: v.text, note: v.note, author: v.author, createdAt },
  });
  await announceIn(tx, { topic: "runbook", id: v.name });
  return version;
}

/** Brings an older text back as the newest version, or the shipped one (`to` 0). Throws Problem. */
export async function revertTo(
  tx: Tx,
  shipped: readonly Shipped[],
  said: { name: string; from: number; to: number; author: string; at: number },
): Promise<number> {
  const { row, came, version } = await find(tx, shipped, said.name);
  if (version === null || !row) throw missing(said.name);
  if (version !== said.from)
    throw new Problem("conflict", `Somebody saved version ${version} meanwhile. Reload first.`);
  if (said.to === said.from)
    throw new Problem("conflict", `Version ${said.to} is the one that runs.`);
  if (said.to === 0) {
    if (!came) throw new Problem("not-found", `${said.name} did not come with Sitroom.`);
    await tx.runbook.update({ where: { name: said.name }, data: { liveVersion: 0 } });
    await announceIn(tx, { topic: "runbook", id: said.name });
    return 0;
  }
  const wanted = await tx.runbookVersion.findUnique({
    where: { name_version: { name: said.name, version: said.to } },
  });
  if (!wanted)
    throw new Problem("not-found", `There is no version ${said.to} of runbook ${said.name}.`);
  // A check may have lost a parameter since.
  const read = readRunbookText(wanted.text);
  if (!read.runbook)
    throw new Problem(
      "bad-input",
      `Version ${said.to} no longer fits: ${firstProblem(read.problems)}`,
      read.problems,
    );
  const note = `Back to version ${said.to}`;
  return insert(tx, { ...said, text: wanted.text, note });
}

/** Switches a runbook on or off. Throws Problem "not-found". */
export async function setRunbookEnabled(
  tx: Tx,
  shipped: readonly Shipped[],
  { name, enabled, at }: { name: string; enabled: boolean; at: number },
): Promise<void> {
  const { version } = await find(tx, shipped, name);
  if (version === null) throw missing(name);
  await tx.runbook.upsert({
    where: { name },
    create: { name, enabled, liveVersion: version, createdAt: new Date(at) },
    update: { enabled },
  });
  await announceIn(tx, { topic: "runbook", id: name });
}
