import { readEnv } from "@/lib/env";
import { openChannel } from "@/lib/integrations/channels";
import {
  type Channel,
  ChannelRefused,
  type Connect,
  type Send,
} from "@/lib/integrations/channels/channel";
import type { ChannelKind } from "@/lib/integrations/channels/kinds";
import {
  connectOutgoing,
  fetchOutgoing,
  type OutgoingPolicy,
  OutgoingRefused,
} from "@/lib/integrations/outgoing";
import { loadChannel } from "@/lib/messages/channel-store";
import { readOutgoingPolicy } from "@/lib/people/outgoing-policy";
import type { JobContext } from "../job";

/** Where links in messages lead. */
export const appUrl = (): string =>
  (readEnv().NEXTAUTH_URL ?? "http://localhost:3000").replace(/\/$/, "");

/** The guarded way out; where it does not lead, no try will. */
export function sendWith(policy: OutgoingPolicy): Send {
  return async (url, init) => {
    try {
      return await fetchOutgoing(url, init, policy);
    } catch (error) {
      if (error instanceof OutgoingRefused) throw new ChannelRefused(error.message);
      throw error;
    }
  };
}

/** The same for connections that are not HTTP. */
function connectWith(policy: OutgoingPolicy): Connect {
  return async (to) => {
    try {
      return await connectOutgoing(to, policy);
    } catch (error) {
      if (error instanceof OutgoingRefused) throw new ChannelRefused(error.message);
      throw error;
    }
  };
}

/** Both ways out under one policy. */
export const toolsWith = (policy: OutgoingPolicy) => ({
  send: sendWith(policy),
  connect: connectWith(policy),
});

export type OpenedChannel = {
  id: string;
  kind: ChannelKind;
  name: string;
  enabled: boolean;
  /** Whether buttons of its cards come back to us */
  interactive: boolean;
  channel: Channel;
};

/** A stored channel, ready to speak. Throws Problem "not-found", or ZodError when what is stored does not fit. */
export async function openStored(
  { db, secret, now }: Pick<JobContext, "db" | "secret" | "now">,
  id: string,
): Promise<OpenedChannel> {
  const { kind, name, enabled, config, secrets } = await loadChannel(db.prisma, secret, id);
  const interactive =
    kind === "slack" && (secrets.signingSecret !== undefined || secrets.appToken !== undefined);
  const policy = await readOutgoingPolicy(db.prisma);
  const tools = { ...toolsWith(policy), now };
  const channel = openChannel(kind, config, secrets, tools);
  return { id, kind, name, enabled, interactive, channel };
}
