import { type Card, type CardImage, type Digest, openLabel } from "../../messages/model";

/** Names and sentences come from outside: nothing in them may become markup. */
const safe = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const colours = { critical: "#b92233", high: "#855600", low: "#4e596a" } as const;

type Mail = { text: string; html: string };

const frame = (body: string) =>
  `<!doctype html><html lang="en"><body style="margin:0;padding:20px;background:#f7f8fa"><div style="max-width:640px;margin:0 auto;padding:20px 22px;background:#fff;border:1px solid #e3e7ed;border-radius:8px;font:14px/21px -apple-system,Segoe UI,Helvetica,Arial,sans-serif;color:#14181f">${body}</div></body></html>`;
const button = (url: string, label: string) =>
  `<p style="margin:18px 0 0"><a href="${safe(url)}" style="display:inline-block;padding:7px 14px;background:#2f5fe0;border-radius:6px;color:#fff;text-decoration:none">${safe(label)}</a></p>`;

const factsOf = (card: Card): readonly (readonly [string, string])[] =>
  card.situationId === null
    ? [["Now", card.now]]
    : [
        ["Now", card.now],
        ["Impact", card.impact],
        ["Suspect", card.suspect ?? "none yet"],
        ["Next step", card.next],
        ["Owner", card.owner ?? "nobody"],
        ["Services", card.services.join(", ")],
      ];
/** An alert on ourselves says in its title what it is about. */
const nameOf = (card: Card) => (card.situationId === null ? "Sitroom" : card.name);

const table = (card: Card) =>
  `<table style="border-collapse:collapse">${factsOf(card)
    .map(
      ([name, value]) =>
        `<tr><td style="padding:2px 16px 2px 0;color:#5d687b;vertical-align:top">${name}</td><td style="padding:2px 0">${safe(value)}</td></tr>`,
    )
    .join("")}</table>`;

const lines = (card: Card) => factsOf(card).map(([name, value]) => `${name}: ${value}`);

/** The first mail of a situation. */
export function mailOf(card: Card, images: readonly CardImage[]): Mail {
  return {
    text: [
      `${nameOf(card)} ${card.title} (${card.severity})`,
      "",
      ...lines(card),
      "",
      card.url,
    ].join("\n"),
    html: frame(
      `<p style="margin:0;color:${colours[card.severity]};font-weight:600">${card.severity} · ${safe(nameOf(card))}</p><h1 style="margin:2px 0 14px;font-size:18px;line-height:24px">${safe(card.title)}</h1>${table(card)}${images
        .map(
          (image) =>
            `<p style="margin:16px 0 0"><img src="cid:${safe(image.name)}" alt="${safe(image.alt)}" width="596" style="display:block;width:100%;border:1px solid #e3e7ed;border-radius:6px"></p>`,
        )
        .join("")}${button(card.url, openLabel(card))}`,
    ),
  };
}

/** A piece of news in the thread of its situation. */
export const noteMail = (card: Card, what: string, says: string): Mail => ({
  text: [`${what}: ${says}`, "", ...lines(card), "", card.url].join("\n"),
  html: frame(
    `<p style="margin:0;color:#5d687b">${safe(nameOf(card))} · ${safe(what)}</p><p style="margin:2px 0 14px;font-size:16px;line-height:23px">${safe(says)}</p>${table(card)}${button(card.url, openLabel(card))}`,
  ),
});

export const digestMail = (digest: Digest): Mail => ({
  text: [digest.says, "", ...digest.lines.map((line) => `- ${line}`), "", digest.url].join("\n"),
  html: frame(
    `<p style="margin:0;color:#5d687b">Digest</p><p style="margin:2px 0 14px;font-size:16px;line-height:23px">${safe(digest.says)}</p><ul style="margin:0;padding-left:18px">${digest.lines.map((line) => `<li>${safe(line)}</li>`).join("")}</ul>${button(digest.url, "All of them")}`,
  ),
});
