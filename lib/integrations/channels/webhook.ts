import type { Card, Note } from "../../messages/model";
import { signWebhook } from "../standard-webhooks";
import {
  type Attempt,
  type Channel,
  ChannelRefused,
  type ChannelTools,
  checkAnswer,
} from "./channel";
import type { ChannelConfig, ChannelSecrets } from "./kinds";

/** What of a card goes out: no buttons, they work only where a person can be told apart. */
const situationOf = ({ buttons: _, ...card }: Card) => card;

/** An alert on ourselves has no more than this. */
const alertOf = ({ name, title, severity, status, now, openedAt, resolvedAt, url }: Card) => ({
  ...{ name, title, severity, status, now },
  ...{ openedAt, resolvedAt, url },
});

/**
 * A POST of JSON for every piece of news, signed as Standard Webhooks. `webhook-id` names the message for good: a repeat
 * after a lost answer carries the same one, and the receiver drops it.
 */
export function webhookChannel(
  config: ChannelConfig<"webhook">,
  { secret }: ChannelSecrets<"webhook">,
  { send, now }: ChannelTools,
): Channel {
  const post = async (type: string, data: object, { key }: Attempt) => {
    if (!secret) throw new ChannelRefused("It has no signing secret. Enter one in Settings.");
    const body = JSON.stringify({ type, timestamp: new Date(now()).toISOString(), data });
    const response = await send(config.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...signWebhook({ secret, id: key, body, now: now() }),
      },
      body,
    });
    await checkAnswer("The webhook", response);
  };
  const tell = (card: Card, { kind, says, at }: Note, attempt: Attempt) => {
    const news = { kind, says, at };
    return card.situationId === null
      ? post(
          card.status === "resolved" ? "sitroom.ended" : "sitroom.alert",
          { news, alert: alertOf(card) },
          attempt,
        )
      : post(`situation.${kind}`, { news, situation: situationOf(card) }, attempt);
  };
  return {
    images: false,
    async post(card, note, _, attempt) {
      await tell(card, note, attempt);
      return {};
    },
    // Every piece of news carries the whole situation as it is then.
    edit: async (ref) => ref,
    note: (_, card, note, attempt) => tell(card, note, attempt),
    digest: (digest, attempt) => post("digest", digest, attempt),
    test: (by, attempt) => post("test", { by }, attempt),
  };
}
