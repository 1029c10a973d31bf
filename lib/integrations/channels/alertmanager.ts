import { z } from "zod";
import type { Card } from "../../messages/model";
import { type Channel, type ChannelTools, checkAnswer, type Ref } from "./channel";
import type { ChannelConfig, ChannelSecrets } from "./kinds";

const resendMs = 60_000;
/** An alert ends by itself when it is not told again: a few misses are forgiven. */
const lastsMs = 4 * resendMs;
const labels = z.record(z.string(), z.string());

const iso = (ms: number) => new Date(ms).toISOString();
/** Alertmanager knows an alert by its labels: only what makes it another alert may stand there. */
const labelsOf = (card: Card, known: Record<string, string> = {}): Record<string, string> =>
  card.situationId === null
    ? { alertname: "SitroomItself", alert: card.name, severity: card.severity }
    : {
        alertname: "SitroomSituation",
        situation: card.name,
        severity: card.severity,
        service: known.service ?? card.services[0] ?? "unknown",
      };

/** Alertmanager's POST /api/v2/alerts. The same alert again is the same alert: exactly once however often it is sent. */
export function alertmanagerChannel(
  config: ChannelConfig<"alertmanager">,
  secrets: ChannelSecrets<"alertmanager">,
  { send, now }: ChannelTools,
): Channel {
  const tell = async (alerts: readonly object[]) => {
    const response = await send(`${config.url.replace(/\/$/, "")}/api/v2/alerts`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(secrets.token ? { authorization: `Bearer ${secrets.token}` } : {}),
      },
      body: JSON.stringify(alerts),
    });
    await checkAnswer("Alertmanager", response);
  };
  const situation = async (card: Card, ref: Ref): Promise<Ref> => {
    const before = labels.catch({}).parse(ref.labels);
    const after = labelsOf(card, before);
    const over = card.status === "resolved";
    const startsAt = iso(card.onsetAt);
    const alert = {
      labels: after,
      annotations: {
        summary: card.situationId === null ? card.title : `${card.name} ${card.title}`,
        description: card.now,
        ...(card.situationId === null
          ? {}
          : { impact: card.impact, suspect: card.suspect ?? "none yet", next: card.next }),
        status: card.status,
      },
      startsAt,
      endsAt: iso(over ? now() : now() + lastsMs),
      generatorURL: card.url,
    };
    // Another severity is another alert there: the old one ends.
    const moved = before.severity !== undefined && before.severity !== after.severity;
    const old = { labels: before, startsAt, endsAt: iso(now()), generatorURL: card.url };
    await tell(moved ? [old, alert] : [alert]);
    return { labels: after };
  };
  return {
    images: false,
    resendMs,
    post: (card) => situation(card, {}),
    edit: (ref, card) => situation(card, ref),
    digest: (digest) =>
      tell([
        {
          labels: {
            alertname: "SitroomDigest",
            route: digest.routeName,
            severity: digest.severity,
            digest: digest.key,
          },
          annotations: { summary: digest.says, description: digest.lines.join("\n") },
          startsAt: iso(digest.at),
          endsAt: iso(now() + lastsMs),
          generatorURL: digest.url,
        },
      ]),
    test: (by) =>
      tell([
        {
          labels: { alertname: "SitroomTest", severity: "low" },
          annotations: { summary: `Test from Sitroom by ${by}; it ends in a minute.` },
          startsAt: iso(now()),
          endsAt: iso(now() + resendMs),
        },
      ]),
  };
}
