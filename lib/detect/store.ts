import type { Db, Tx } from "../db/client";
import type { InputJsonObject } from "../db/generated/internal/prismaNamespace";
import { announceIn } from "../db/live";
import { Problem } from "../problem";
import { shippedDetectors } from "./defaults";
import { type DetectorSettings, type Distrust, detectorSettings, type Trained } from "./model";
import { refuseOwnOutput } from "./own-output-store";

/** A definition with the settings of one of its versions. */
export type DetectorVersion = {
  id: string;
  title: string;
  enabled: boolean;
  /** Attached by us, made by a person, or made by a bulk rule */
  managed: "auto" | "user" | "rule";
  liveVersion: number;
  /** Why it does not page, or null when it is trusted */
  untrusted: string | null;
  /** The version that runs beside the live one, and from when until when (epoch ms) */
  shadow: { version: number; since: number; until: number } | null;
  version: number;
  settings: DetectorSettings;
  note: string;
  author: string | null;
  /** Epoch ms */
  createdAt: number;
};

/** What stands in the columns of a detector that runs a shadow. */
const shadowOf = (d: {
  shadowVersion: number | null;
  shadowSince: Date | null;
  shadowUntil: Date | null;
}): DetectorVersion["shadow"] =>
  d.shadowVersion === null || !d.shadowSince || !d.shadowUntil
    ? null
    : {
        version: d.shadowVersion,
        since: d.shadowSince.getTime(),
        until: d.shadowUntil.getTime(),
      };

type Reader = Pick<Tx, "detector" | "detectorVersion">;

/** All versions of all detectors, or of one; oldest version first. */
export async function readDetectorVersions(db: Reader, id?: string): Promise<DetectorVersion[]> {
  const rows = await db.detector.findMany({
    ...(id === undefined ? {} : { where: { id } }),
    include: { versions: { orderBy: { version: "asc" } } },
    orderBy: { id: "asc" },
  });
  return rows.flatMap(({ versions, ...d }) =>
    versions.map((v) => ({
      id: d.id,
      title: d.title,
      enabled: d.enabled,
      managed: d.managed === "auto" ? "auto" : d.managed.startsWith("rule") ? "rule" : "user",
      liveVersion: d.liveVersion,
      untrusted: d.untrustedWhy,
      shadow: shadowOf(d),
      version: v.version,
      settings: detectorSettings.parse(v),
      note: v.note,
      author: v.author,
      createdAt: v.createdAt.getTime(),
    })),
  );
}

/** The live version of one detector. Throws Problem "not-found". */
export async function readLive(db: Reader, id: string): Promise<DetectorVersion> {
  const versions = await readDetectorVersions(db, id);
  const live = versions.find((v) => v.version === v.liveVersion);
  if (!live) throw new Problem("not-found", `There is no detector ${id}.`);
  return live;
}

/**
 * Changes whenever another version goes live, a detector is added, removed, switched, trusted or not any more, and when
 * a shadow begins or its time is over at `now` (epoch ms).
 */
export async function liveVersionsMark(db: Db, now: number): Promise<string> {
  const { rows } = await db.pool.query<{ mark: string | null }>(
    `SELECT md5(string_agg(concat_ws(' ', id, "liveVersion", enabled, "untrustedWhy",
       CASE WHEN "shadowUntil" > to_timestamp($1::float8 / 1000) AT TIME ZONE 'UTC' THEN "shadowVersion" END),
       ',' ORDER BY id)) AS mark FROM detectors`,
    [now],
  );
  return rows[0]?.mark ?? "";
}

type NewVersion = {
  settings: DetectorSettings;
  note: string;
  author: string | null;
  /** How a bulk rule came to these settings */
  trained?: Trained;
  /** Epoch ms */
  now: number;
};

const versionRow = (version: number, { settings, note, author, trained, now }: NewVersion) => ({
  version,
  algorithm: settings.algorithm,
  params: settings.params as InputJsonObject,
  counts: settings.counts,
  target: settings.target,
  note,
  author,
  createdAt: new Date(now),
  ...(trained ? { trained } : {}),
});

/** Makes a detector with its version 1. Throws Problem "conflict" when the id is taken. */
export async function insertDetector(
  tx: Tx,
  {
    id,
    title,
    managed,
    untrusted = null,
    rule = null,
    ...first
  }: NewVersion &
    Pick<DetectorVersion, "id" | "title" | "managed"> & {
      untrusted?: Distrust | null;
      /** The bulk rule that makes it, and its one series */
      rule?: { id: string; seriesId: number } | null;
    },
): Promise<void> {
  if ((await tx.detector.count({ where: { id } })) > 0)
    throw new Problem(
      "conflict",
      `There is already a detector ${id}; give this one another title.`,
    );
  await tx.detector.create({
    data: {
      id,
      title,
      managed,
      liveVersion: 1,
      createdAt: new Date(first.now),
      untrusted: untrusted?.kind ?? null,
      untrustedWhy: untrusted?.why ?? null,
      ruleId: rule?.id ?? null,
      ruleSeriesId: rule?.seriesId ?? null,
      versions: { create: versionRow(1, first) },
    },
  });
  await announceIn(tx, { topic: "detector", id });
}

/**
 * Adds a version and makes it live. Throws Problem "conflict" when `expected` is no longer the live version: somebody
 * saved in between. Returns the new version.
 */
export async function addVersion(
  tx: Tx,
  id: string,
  expected: number,
  next: NewVersion & { title?: string | undefined },
): Promise<number> {
  await refuseOwnOutput(tx, id, next.settings.target);
  const version = await nextVersion(tx, id);
  const { count } = await tx.detector.updateMany({
    where: { id, liveVersion: expected },
    data: { liveVersion: version, ...(next.title === undefined ? {} : { title: next.title }) },
  });
  if (count === 0)
    throw new Problem(
      "conflict",
      "Somebody saved another version meanwhile. Look at it, then save yours again.",
    );
  await tx.detectorVersion.create({ data: { detectorId: id, ...versionRow(version, next) } });
  await announceIn(tx, { topic: "detector", id });
  return version;
}

async function nextVersion(tx: Tx, id: string): Promise<number> {
  const { _max } = await tx.detectorVersion.aggregate({
    where: { detectorId: id },
    _max: { version: true },
  });
  return (_max.version ?? 0) + 1;
}

/** Adds a version that does not run yet, and returns it. */
export async function addDraft(tx: Tx, id: string, next: NewVersion): Promise<number> {
  await refuseOwnOutput(tx, id, next.settings.target);
  const version = await nextVersion(tx, id);
  await tx.detectorVersion.create({ data: { detectorId: id, ...versionRow(version, next) } });
  return version;
}

/** Switches a detector on or off. Throws Problem "not-found". */
export async function setEnabled(tx: Tx, id: string, enabled: boolean): Promise<void> {
  const { count } = await tx.detector.updateMany({ where: { id }, data: { enabled } });
  if (count === 0) throw new Problem("not-found", `There is no detector ${id}.`);
  await announceIn(tx, { topic: "detector", id });
}

/**
 * Attaches the shipped detectors of the golden signals where they are missing, and brings those that nobody has edited
 * up to what is shipped now. Safe to run at every start.
 */
export async function ensureDefaults(db: Db, now: number): Promise<void> {
  for (const { id, title, settings } of shippedDetectors)
    await db.prisma.$transaction(async (tx) => {
      // Two processes that start at once must not both insert.
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`detector ${id}`}))`;
      const versions = await readDetectorVersions(tx, id);
      const live = versions.find((v) => v.version === v.liveVersion);
      const author = null;
      if (!live) {
        const note = "Attached to every service";
        await insertDetector(tx, { id, title, managed: "auto", settings, note, author, now });
      } else if (
        versions.every((v) => v.author === null) &&
        canonical(live.settings) !== canonical(settings)
      )
        await addVersion(tx, id, live.version, {
          settings,
          title,
          note: "The shipped settings have changed",
          author,
          now,
        });
    });
}

/** JSON with sorted names: Postgres keeps JSON objects in an order of its own. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) =>
    v !== null && typeof v === "object" && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );
