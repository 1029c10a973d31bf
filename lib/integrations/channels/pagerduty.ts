import { type Card, type Digest, openLabel } from "../../messages/model";
import { type Channel, type ChannelTools, checkAnswer } from "./channel";
import type { ChannelConfig, ChannelSecrets } from "./kinds";

const severities = { critical: "critical", high: "error", low: "warning" } as const;
type Action = "trigger" | "acknowledge" | "resolve";

const actionOf = (card: Card): Action =>
  card.status === "resolved"
    ? "resolve"
    : card.status === "acknowledged"
      ? "acknowledge"
      : "trigger";
const keyOf = (card: Card) => `sitroom-${card.name.replace(/\s+/g, "-")}`;
const summaryOf = ({ situationId, name, title, now }: Card) =>
  situationId === null ? `${title}. ${now}` : `${name} ${title}`;
/** What is shown beside the summary. */
const detailsOf = (card: Card) =>
  card.situationId === null
    ? { now: card.now }
    : {
        now: card.now,
        impact: card.impact,
        suspect: card.suspect ?? "none yet",
        next: card.next,
        services: card.services.join(", "),
      };

/**
 * PagerDuty Events API v2. The situation is the dedup key, so the same event again changes nothing: exactly once however
 * often it is sent. A summary holds 1024 characters.
 */
export function pagerDutyChannel(
  config: ChannelConfig<"pagerduty">,
  secrets: ChannelSecrets<"pagerduty">,
  { send }: ChannelTools,
): Channel {
  const enqueue = async (event: object) => {
    const response = await send(config.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ routing_key: secrets.routingKey, ...event }),
    });
    await checkAnswer("PagerDuty", response);
  };
  const trigger = (card: Card, summary = summaryOf(card), key = keyOf(card)) =>
    enqueue({
      event_action: "trigger",
      dedup_key: key,
      client: "Sitroom",
      client_url: card.url,
      links: [{ href: card.url, text: openLabel(card) }],
      payload: {
        summary: summary.slice(0, 1024),
        source: card.services[0] ?? "sitroom",
        severity: severities[card.severity],
        timestamp: new Date(card.onsetAt).toISOString(),
        component: card.services[0] ?? "sitroom",
        class: card.situationId === null ? "sitroom" : "situation",
        custom_details: detailsOf(card),
      },
    });
  const settle = (card: Card, action: Action) =>
    action === "trigger"
      ? trigger(card)
      : enqueue({ event_action: action, dedup_key: keyOf(card) });
  return {
    images: false,
    async post(card) {
      await trigger(card);
      const action = actionOf(card);
      if (action !== "trigger") await settle(card, action);
      return { action };
    },
    async edit(ref, card) {
      const action = actionOf(card);
      // What stays acknowledged or resolved has nothing new to say to a pager.
      if (action === "trigger" || ref.action !== action) await settle(card, action);
      return { action };
    },
    // An alert of its own: the situation's may be acknowledged, and the owner's work may outlive it.
    page: (card, note) => trigger(card, `${card.name} ${note.says}`, `${keyOf(card)}-owner`),
    digest: (digest: Digest) =>
      enqueue({
        event_action: "trigger",
        dedup_key: digest.key.slice(0, 255),
        client: "Sitroom",
        client_url: digest.url,
        payload: {
          summary: digest.says.slice(0, 1024),
          source: "sitroom",
          severity: severities[digest.severity],
          timestamp: new Date(digest.at).toISOString(),
          class: "digest",
          custom_details: { situations: digest.lines.join("\n") },
        },
      }),
    async test(by, { key }) {
      const summary = `Test from Sitroom by ${by}: this alert resolves itself.`;
      const payload = { summary, source: "sitroom", severity: "info" };
      await enqueue({ event_action: "trigger", dedup_key: key, payload });
      await enqueue({ event_action: "resolve", dedup_key: key });
    },
  };
}
