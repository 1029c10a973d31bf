import type { types } from "@slack/bolt";
import { type Card, type Digest, openLabel } from "../../messages/model";

export type Block = types.KnownBlock;

/** Slack's three characters; with them nothing from outside can mention anybody or become a link. */
export const slackText = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

const marks = { critical: "🔴", high: "🟠", low: "⚪" } as const;
const cut = (text: string, most: number) =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

/** What a notification shows. */
export const fallbackOf = (card: Card): string =>
  slackText(
    card.situationId === null
      ? `${card.title} (${card.severity}, ${card.status === "resolved" ? "over" : "now"}). ${card.now}`
      : `${card.name} ${card.title} (${card.severity}, ${card.status}). ${card.now}`,
  );

const mark = (card: Card) =>
  card.status === "resolved" ? "✅" : card.status === "acknowledged" ? "👀" : marks[card.severity];

/** The card of a situation in Block Kit. */
export function cardBlocks(card: Card, files: readonly { id: string; alt: string }[]): Block[] {
  const field = (name: string, value: string) => ({
    type: "mrkdwn" as const,
    text: cut(`*${name}*\n${slackText(value)}`, 1900),
  });
  return [
    {
      type: "header",
      text: { type: "plain_text", text: cut(`${mark(card)} ${card.title}`, 150), emoji: true },
    },
    { type: "section", text: { type: "mrkdwn", text: cut(slackText(card.now), 2900) } },
    ...(card.situationId === null
      ? []
      : [
          {
            type: "section" as const,
            fields: [
              field("Impact", card.impact),
              field("Suspect", card.suspect ?? "none yet"),
              field("Next step", card.next),
              field("Owner", card.owner ?? "nobody"),
            ],
          },
        ]),
    ...files.map(
      (file): Block => ({
        type: "image",
        slack_file: { id: file.id },
        alt_text: cut(file.alt, 1900),
      }),
    ),
    {
      type: "actions",
      block_id: "sitroom_actions",
      elements: [
        ...card.buttons.map((b) => ({
          type: "button" as const,
          action_id: `sitroom_${b.deed}`,
          value: b.id,
          text: { type: "plain_text" as const, text: b.label },
          ...(b.deed === "approve" ? { style: "primary" as const } : {}),
          ...(b.deed === "reject" ? { style: "danger" as const } : {}),
          ...(b.confirm
            ? {
                confirm: {
                  title: { type: "plain_text" as const, text: `${b.label}?` },
                  text: { type: "plain_text" as const, text: cut(b.confirm, 290) },
                  confirm: { type: "plain_text" as const, text: b.label },
                  deny: { type: "plain_text" as const, text: "Leave it" },
                },
              }
            : {}),
        })),
        {
          type: "button" as const,
          action_id: "sitroom_open",
          url: card.url,
          text: {
            type: "plain_text" as const,
            text: card.situationId === null ? openLabel(card) : "Open",
          },
        },
      ],
    },
    {
      type: "context",
      elements: [
        {
          type: "mrkdwn",
          text: cut(
            `${card.name} · ${card.severity} · began <!date^${Math.floor(card.onsetAt / 1000)}^{date_short_pretty} {time_secs}|${new Date(card.onsetAt).toISOString()}>${card.services.length > 0 ? ` · ${slackText(card.services.join(", "))}` : ""}`,
            1900,
          ),
        },
      ],
    },
  ];
}

export const digestBlocks = (digest: Digest): Block[] => [
  { type: "section", text: { type: "mrkdwn", text: cut(slackText(digest.says), 2900) } },
  {
    type: "section",
    text: {
      type: "mrkdwn",
      text: cut(digest.lines.map((line) => `• ${slackText(line)}`).join("\n"), 2900),
    },
  },
  {
    type: "context",
    elements: [
      {
        type: "mrkdwn",
        text: `<${digest.url}|All of them> · digest of ${slackText(digest.routeName)}`,
      },
    ],
  },
];
