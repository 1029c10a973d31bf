import { z } from "zod";
import { announceIn } from "../db/live";
import { readEnv } from "../env";
import { channelKind } from "../integrations/channels/kinds";
import { appSecret } from "../people/app-secret";
import { readSetting, writeSetting } from "../people/setting-store";
import { Problem } from "../problem";
import { defineVerb } from "../verb";
import { createChannel, loadChannel, updateChannel } from "./channel-store";
import { resend, sendTest } from "./message-store";
import { hearsOfUs, newsKinds, route as routeShape } from "./model";

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "lower-case letters, digits and dashes, such as shop-oncall");
const name = z.string().trim().min(1).max(100);
const config = z.record(z.string(), z.unknown());
const secrets = z.record(z.string(), z.string().max(1000));

export const createMessageChannel = defineVerb({
  name: "create-message-channel",
  role: "admin",
  input: z.object({
    id,
    kind: channelKind,
    name,
    config: config.default({}),
    secrets: secrets.default({}),
  }),
  async run({ tx }, input) {
    const made = await createChannel(tx, appSecret(readEnv()), input);
    await announceIn(tx, { topic: "settings" });
    return made;
  },
  tells: ({ id, name, kind }) => ({ says: `Message channel ${name} (${kind}, ${id}) added.` }),
});

export const updateMessageChannel = defineVerb({
  name: "update-message-channel",
  role: "admin",
  input: z.object({
    id,
    name: name.optional(),
    config: config.optional(),
    /** Those that are empty stay as they are */
    secrets: secrets.optional(),
  }),
  async run({ tx }, { id, ...change }) {
    const done = await updateChannel(tx, appSecret(readEnv()), id, change);
    await announceIn(tx, { topic: "settings" });
    return done;
  },
  tells: (_, { name }) => ({ says: `Message channel ${name} changed.` }),
});

export const enableMessageChannel = defineVerb({
  name: "enable-message-channel",
  role: "admin",
  input: z.object({ id, enabled: z.boolean() }),
  async run({ tx }, { id, enabled }) {
    const done = await updateChannel(tx, appSecret(readEnv()), id, { enabled });
    await announceIn(tx, { topic: "settings" });
    return done;
  },
  tells: ({ enabled }, { name }) => ({
    says: `Message channel ${name} switched ${enabled ? "on" : "off"}.`,
  }),
});

export const testMessageChannel = defineVerb({
  name: "test-message-channel",
  role: "admin",
  input: z.object({ id }),
  async run({ tx, actor, now }, { id }) {
    const { name } = await loadChannel(tx, appSecret(readEnv()), id);
    const sent = await sendTest(tx, { channelId: id, by: actor.name, now });
    return { ...sent, name };
  },
  tells: (_, { name }) => ({ says: `A test message was sent to ${name}.` }),
});

/** Makes a route, or changes the one with its id. */
export const saveMessageRoute = defineVerb({
  name: "save-message-route",
  role: "admin",
  input: routeShape.omit({ since: true }),
  async run({ tx, now }, input) {
    const routes = await readSetting(tx, "message-routes");
    const known = routes.find((r) => r.id === input.id);
    // What happened before somebody wanted to hear of it is not told.
    const saved = { ...input, since: known?.since ?? now };
    await writeSetting(
      tx,
      "message-routes",
      known ? routes.map((r) => (r.id === saved.id ? saved : r)) : [...routes, saved],
    );
    await announceIn(tx, { topic: "settings" });
    return { made: !known };
  },
  tells: (route, { made }) => ({
    says: `Message route ${route.name} ${made ? "made" : "changed"}: ${route.severity} and worse of ${route.services.join(", ") || "all services"}${hearsOfUs(route) ? " and of Sitroom itself" : ""} (${route.kinds.map((k) => newsKinds[k].toLowerCase()).join(", ") || "all news"}) to ${route.channels.join(", ") || "nobody"}, ${route.perHour} an hour${route.quiet ? `, quiet ${route.quiet.from} to ${route.quiet.to} ${route.quiet.zone}` : ""}.`,
  }),
});

export const removeMessageRoute = defineVerb({
  name: "remove-message-route",
  role: "admin",
  input: z.object({ id }),
  async run({ tx }, { id }) {
    const routes = await readSetting(tx, "message-routes");
    const known = routes.find((r) => r.id === id);
    if (!known) throw new Problem("not-found", `There is no route ${id}.`);
    await writeSetting(
      tx,
      "message-routes",
      routes.filter((r) => r.id !== id),
    );
    await announceIn(tx, { topic: "settings" });
    return { name: known.name };
  },
  tells: (_, { name }) => ({ says: `Message route ${name} removed.` }),
});

export const resendMessage = defineVerb({
  name: "resend-message",
  role: "responder",
  input: z.object({ id: z.string().min(1).max(100) }),
  async run({ tx }, { id }) {
    const { says, channelId, situationId } = await resend(tx, id);
    return { says, channelId, situationId };
  },
  tells: (_, { says, channelId, situationId }) => ({
    says: `Message to ${channelId} sent again: ${says}`,
    ...(situationId === null ? {} : { situationId }),
  }),
});
