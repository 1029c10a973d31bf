import { createHash } from "node:crypto";
import type { RequestListener } from "node:http";
import { HTTPReceiver } from "@slack/bolt";
import { canonicalJson } from "@/lib/canonical-json";
import { meter } from "@/lib/health/meter";
import { channelKinds } from "@/lib/integrations/channels/kinds";
import { type OutgoingPolicy, outgoingAgent } from "@/lib/integrations/outgoing";
import { listChannels, loadChannel, type StoredChannel } from "@/lib/messages/channel-store";
import { appSecret } from "@/lib/people/app-secret";
import { readOutgoingPolicy } from "@/lib/people/outgoing-policy";
import { sendWith } from "../messages/tools";
import type { RoleContext } from "../role";
import { slackApp } from "./slack-app";
import { SocketReceiver } from "./socket-receiver";

type Opened = {
  /** Digest of all that it was opened with */
  made: string;
  /** Where it is posted to, with a signing secret */
  path?: string;
  listener?: RequestListener;
  stop(): Promise<void>;
};

/** Where Slack posts presses of one channel's cards. */
const pathOf = (channelId: string) => `/slack/${channelId}/events`;

/**
 * The enabled Slack channels whose buttons come back: by Socket Mode with an app token, else by HTTP with a signing secret.
 * `refresh` brings them to what is stored now; what has not changed stays open.
 */
export function openChannels(role: RoleContext) {
  const { db, log, env, now } = role;
  const opened = new Map<string, Opened>();

  function open(stored: StoredChannel, policy: OutgoingPolicy, made: string): Opened | null {
    const { id } = stored;
    const secrets = channelKinds.slack.secrets.parse(stored.secrets);
    const config = channelKinds.slack.config.parse(stored.config);
    const send = sendWith(policy);
    const common = { db, log, now, send, channelId: id, config, botToken: secrets.botToken };
    if (secrets.appToken) {
      const says = meter().chat.channel(id, stored.name);
      const receiver = new SocketReceiver({
        ...{ appToken: secrets.appToken, api: config.api, send, log: log.child({ channel: id }) },
        agentFor: (protocol) => outgoingAgent(protocol, policy),
        onState: says,
      });
      const app = slackApp({ ...common, receiver });
      void app.start();
      return {
        made,
        async stop() {
          await app.stop();
          says(null);
        },
      };
    }
    if (!secrets.signingSecret) return null;
    const receiver = new HTTPReceiver({
      signingSecret: secrets.signingSecret,
      endpoints: [pathOf(id)],
      logLevel: "error" as never,
    });
    slackApp({ ...common, receiver });
    return { made, path: pathOf(id), listener: receiver.requestListener, stop: async () => {} };
  }

  async function refresh(): Promise<void> {
    const policy = await readOutgoingPolicy(db.prisma, env);
    const gone = new Set(opened.keys());
    for (const { id, kind, enabled } of await listChannels(db.prisma)) {
      if (kind !== "slack" || !enabled) continue;
      try {
        const stored = await loadChannel(db.prisma, appSecret(env), id);
        const { name, config, secrets } = stored;
        const made = createHash("sha256")
          .update(canonicalJson({ name, config, secrets, allow: [...policy.allow] }))
          .digest("hex");
        gone.delete(id);
        const before = opened.get(id);
        if (before?.made === made) continue;
        const next = open(stored, policy, made);
        if (next) opened.set(id, next);
        else opened.delete(id);
        await before?.stop();
      } catch (error) {
        log.error({ err: error, channel: id }, "this channel's buttons do not work");
      }
    }
    for (const id of gone) {
      const old = opened.get(id);
      opened.delete(id);
      await old?.stop();
    }
  }

  return {
    refresh,
    listenerOf: (path: string): RequestListener | undefined =>
      [...opened.values()].find((o) => o.path === path)?.listener,
    async stop(): Promise<void> {
      await Promise.all([...opened.values()].map((o) => o.stop()));
      opened.clear();
    },
  };
}
