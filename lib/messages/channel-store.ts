import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Tx } from "../db/client";
import type { InputJsonObject } from "../db/generated/internal/prismaNamespace";
import { type ChannelKind, channelKind, channelKinds } from "../integrations/channels/kinds";
import { seal, unseal } from "../people/secret-box";
import { Problem } from "../problem";

const purposeOf = (id: string) => `message-channel:${id}`;
const texts = z.record(z.string(), z.string());

export type ChannelRow = {
  id: string;
  kind: ChannelKind;
  title: string;
  name: string;
  enabled: boolean;
  config: unknown;
  /** Epoch ms */
  createdAt: number;
  lastUsedAt: number | null;
};

/** Throws Problem "bad-input" that names the field. */
function parse(shape: z.ZodType, value: unknown): InputJsonObject {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data as InputJsonObject;
  throw new Problem("bad-input", z.prettifyError(parsed.error), parsed.error.issues);
}

const withoutEmpty = (given: Record<string, string>) =>
  Object.fromEntries(Object.entries(given).filter(([, text]) => text !== ""));

/** Adds a channel. Returns the signing secret that was made for it, this once, or null. */
export async function createChannel(
  tx: Tx,
  appSecret: string,
  input: {
    id: string;
    kind: ChannelKind;
    name: string;
    config: unknown;
    secrets: Record<string, string>;
  },
): Promise<{ id: string; secret: string | null }> {
  const { id, kind, name } = input;
  if (await tx.messageChannel.findUnique({ where: { id } }))
    throw new Problem("conflict", `There is already a channel ${id}.`);
  const given = withoutEmpty(input.secrets);
  const made =
    kind === "webhook" && given.secret === undefined
      ? `whsec_${randomBytes(32).toString("base64")}`
      : null;
  const secrets = parse(channelKinds[kind].secrets, made ? { ...given, secret: made } : given);
  await tx.messageChannel.create({
    data: {
      id,
      kind,
      name,
      config: parse(channelKinds[kind].config, input.config),
      secrets: seal(appSecret, purposeOf(id), JSON.stringify(secrets)),
    },
  });
  return { id, secret: made };
}

async function mustFind(tx: Tx, id: string) {
  const row = await tx.messageChannel.findUnique({ where: { id } });
  if (!row) throw new Problem("not-found", `There is no channel ${id}.`);
  return { ...row, kind: channelKind.parse(row.kind) };
}

/** Changes what is given; of the secrets those that are not empty, the others stay. Returns its name. */
export async function updateChannel(
  tx: Tx,
  appSecret: string,
  id: string,
  change: {
    name?: string | undefined;
    enabled?: boolean | undefined;
    config?: unknown;
    secrets?: Record<string, string> | undefined;
  },
): Promise<{ name: string }> {
  const row = await mustFind(tx, id);
  const { name, enabled, config } = change;
  const given = withoutEmpty(change.secrets ?? {});
  const kept = Object.keys(given).length > 0 ? secretsOf(row, appSecret) : {};
  await tx.messageChannel.update({
    where: { id },
    data: {
      ...(name === undefined ? {} : { name }),
      ...(enabled === undefined ? {} : { enabled }),
      ...(config === undefined ? {} : { config: parse(channelKinds[row.kind].config, config) }),
      ...(Object.keys(given).length === 0
        ? {}
        : {
            secrets: seal(
              appSecret,
              purposeOf(id),
              JSON.stringify(parse(channelKinds[row.kind].secrets, { ...kept, ...given })),
            ),
          }),
    },
  });
  return { name: name ?? row.name };
}

const secretsOf = (row: { id: string; secrets: string }, appSecret: string) =>
  texts.parse(JSON.parse(unseal(appSecret, purposeOf(row.id), row.secrets)));

export type StoredChannel = {
  id: string;
  kind: ChannelKind;
  name: string;
  enabled: boolean;
  config: unknown;
  /** In the clear; never leaves the server */
  secrets: Record<string, string>;
};

/** A channel with its tokens; throws Problem "not-found" when it is unknown. */
export async function loadChannel(tx: Tx, appSecret: string, id: string): Promise<StoredChannel> {
  const { kind, name, enabled, config, ...row } = await mustFind(tx, id);
  return { id, kind, name, enabled, config, secrets: secretsOf(row, appSecret) };
}

/** All channels, without their tokens. */
export async function listChannels(tx: Tx): Promise<ChannelRow[]> {
  const rows = await tx.messageChannel.findMany({ orderBy: { id: "asc" } });
  return rows.map((row) => {
    const kind = channelKind.parse(row.kind);
    return {
      id: row.id,
      kind,
      title: channelKinds[kind].title,
      name: row.name,
      enabled: row.enabled,
      config: row.config,
      createdAt: row.createdAt.getTime(),
      lastUsedAt: row.lastUsedAt?.getTime() ?? null,
    };
  });
}

/** Notes that a channel took something. */
export async function touchChannel(tx: Tx, id: string, now: number): Promise<void> {
  await tx.messageChannel.updateMany({ where: { id }, data: { lastUsedAt: new Date(now) } });
}

/** How presses of buttons come back from each Slack channel, by the tokens that it has. */
export async function waysOfButtons(
  tx: Tx,
  appSecret: string,
): Promise<{ id: string; way: "socket" | "http" | "none" }[]> {
  const rows = await tx.messageChannel.findMany({ where: { kind: "slack" } });
  return rows.map((row) => {
    const { appToken, signingSecret } = secretsOf(row, appSecret);
    return { id: row.id, way: appToken ? "socket" : signingSecret ? "http" : "none" };
  });
}
