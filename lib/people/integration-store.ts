import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Db, Tx } from "../db/client";
import type { InputJsonObject } from "../db/generated/internal/prismaNamespace";
import { type IntegrationKind, integrationKind, integrationKinds } from "../integrations/model";
import { Problem } from "../problem";
import { seal, unseal } from "./secret-box";

export type Integration = {
  id: string;
  kind: IntegrationKind;
  name: string;
  enabled: boolean;
  config: unknown;
  /** The shared secret in the clear; never leaves the server */
  secret: string;
};
type New = { id: string; kind: IntegrationKind; name: string; config: unknown; secret?: string };

const purposeOf = (id: string) => `integration:${id}`;
/** As Standard Webhooks writes secrets: `whsec_` and base64 of random bytes. */
const newSecret = () => `whsec_${randomBytes(32).toString("base64")}`;

/** Throws Problem "bad-input" that names the field. */
function parseConfig(kind: IntegrationKind, config: unknown): InputJsonObject {
  const parsed = integrationKinds[kind].config.safeParse(config);
  if (parsed.success) return parsed.data as InputJsonObject;
  throw new Problem("bad-input", z.prettifyError(parsed.error), parsed.error.issues);
}

/** Adds a peer and returns its secret, which is made here unless given; it is shown this once. */
export async function createIntegration(
  tx: Tx,
  appSecret: string,
  { id, kind, name, config, secret = newSecret() }: New,
): Promise<{ id: string; secret: string }> {
  if (await tx.integration.findUnique({ where: { id } }))
    throw new Problem("conflict", `There is already an integration ${id}.`);
  const sealed = seal(appSecret, purposeOf(id), secret);
  await tx.integration.create({
    data: { id, kind, name, config: parseConfig(kind, config), secret: sealed },
  });
  return { id, secret };
}

/** Sees to it that a peer exists like this, for a seed; the same call again changes nothing. */
export async function ensureIntegration(
  db: Db,
  appSecret: string,
  { id, kind, name, config, secret }: Required<New>,
): Promise<void> {
  const data = {
    kind,
    name,
    config: parseConfig(kind, config),
    secret: seal(appSecret, purposeOf(id), secret),
  };
  await db.prisma.integration.upsert({ where: { id }, create: { id, ...data }, update: data });
}

async function mustFind(tx: Tx, id: string) {
  const row = await tx.integration.findUnique({ where: { id } });
  if (!row) throw new Problem("not-found", `There is no integration ${id}.`);
  return { name: row.name, kind: integrationKind.parse(row.kind) };
}

/** Changes the name, the configuration or whether it is used; what is absent stays. */
export async function updateIntegration(
  tx: Tx,
  id: string,
  { name, config, enabled }: { name?: string; config?: unknown; enabled?: boolean },
): Promise<{ name: string }> {
  const known = await mustFind(tx, id);
  await tx.integration.update({
    where: { id },
    data: {
      ...(name === undefined ? {} : { name }),
      ...(enabled === undefined ? {} : { enabled }),
      ...(config === undefined ? {} : { config: parseConfig(known.kind, config) }),
    },
  });
  return { name: name ?? known.name };
}

/** Replaces the secret and returns the new one, this once. The old one stops working at once. */
export async function rotateSecret(
  tx: Tx,
  appSecret: string,
  id: string,
  secret = newSecret(),
): Promise<{ name: string; secret: string }> {
  const { name } = await mustFind(tx, id);
  await tx.integration.update({
    where: { id },
    data: { secret: seal(appSecret, purposeOf(id), secret) },
  });
  return { name, secret };
}

/** A peer with its secret opened; throws Problem "not-found" when it is unknown or switched off. */
export async function openIntegration(tx: Tx, appSecret: string, id: string): Promise<Integration> {
  const row = await tx.integration.findUnique({ where: { id } });
  if (!row?.enabled || !row.secret)
    throw new Problem("not-found", `There is no enabled integration ${id}.`);
  return {
    id,
    kind: integrationKind.parse(row.kind),
    name: row.name,
    enabled: row.enabled,
    config: row.config,
    secret: unseal(appSecret, purposeOf(id), row.secret),
  };
}

/** Notes that a peer was heard or spoken to. */
export async function touchIntegration(tx: Tx, id: string, now: number): Promise<void> {
  await tx.integration.updateMany({ where: { id }, data: { lastUsedAt: new Date(now) } });
}

export type IntegrationRow = {
  id: string;
  kind: IntegrationKind;
  title: string;
  direction: "in" | "out";
  name: string;
  enabled: boolean;
  config: unknown;
  /** Epoch ms */
  createdAt: number;
  lastUsedAt: number | null;
};

/** All peers, without their secrets. */
export async function listIntegrations(tx: Tx): Promise<IntegrationRow[]> {
  const rows = await tx.integration.findMany({ orderBy: { id: "asc" } });
  return rows.map((row) => {
    const kind = integrationKind.parse(row.kind);
    const { title, direction } = integrationKinds[kind];
    return {
      id: row.id,
      kind,
      title,
      direction,
      name: row.name,
      enabled: row.enabled,
      config: row.config,
      createdAt: row.createdAt.getTime(),
      lastUsedAt: row.lastUsedAt?.getTime() ?? null,
    };
  });
}
