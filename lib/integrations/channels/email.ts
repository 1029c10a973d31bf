import { createTransport } from "nodemailer";
import type SMTPTransport from "nodemailer/lib/smtp-transport";
import { z } from "zod";
import { type Card, newsTitles } from "../../messages/model";
import { type Channel, ChannelRefused, type ChannelTools } from "./channel";
import { digestMail, mailOf, noteMail } from "./email-text";
import type { ChannelConfig, ChannelSecrets } from "./kinds";

const refused = z.object({ responseCode: z.number().optional(), code: z.string().optional() });

/** Codes of what somebody must put right, as nodemailer names them. */
const final = new Set(["EAUTH", "ENOAUTH", "EENVELOPE", "ETLS"]);

/**
 * Mail by SMTP. A thread is Message-ID and References, which derive from the message's key: a repeat after a lost answer
 * carries the same Message-ID, which mailboxes that look at it show once; SMTP itself promises at least once.
 */
export function emailChannel(
  { host, port, security, from, to }: ChannelConfig<"email">,
  { user, password }: ChannelSecrets<"email">,
  { connect }: ChannelTools,
): Channel {
  const options: SMTPTransport.Options = {
    // The mail server is an address that somebody configured: it is reached as all of them are.
    getSocket: (_, done) => {
      connect({ host, port }).then(
        (connection) => done(null, { connection }),
        (error: Error) => done(error, null),
      );
    },
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(user && password ? { auth: { user, pass: password } } : {}),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
  };
  const transport = createTransport(options);
  const domain = from.split("@")[1] ?? "sitroom";
  const idOf = (key: string) => `<${key.replace(/[^A-Za-z0-9._-]+/g, ".")}@${domain}>`;
  const send = async (mail: {
    id: string;
    under?: string;
    subject: string;
    text: string;
    html: string;
    images?: readonly { name: string; png: Uint8Array }[];
    important?: boolean;
  }) => {
    try {
      await transport.sendMail({
        from: { name: "Sitroom", address: from },
        to,
        messageId: mail.id,
        ...(mail.under ? { inReplyTo: mail.under, references: [mail.under] } : {}),
        subject: mail.subject.replace(/[\r\n]+/g, " ").slice(0, 200),
        text: mail.text,
        html: mail.html,
        priority: mail.important ? "high" : "normal",
        headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
        attachments: (mail.images ?? []).map(({ name, png }) => ({
          filename: `${name}.png`,
          cid: name,
          content: Buffer.from(png),
          contentType: "image/png",
        })),
      });
    } catch (error) {
      if (error instanceof ChannelRefused) throw error;
      const { responseCode = 0, code = "" } = refused.catch({}).parse(error);
      const says = `The mail server ${host}:${port} says: ${(error as Error).message}`;
      throw responseCode >= 500 || (responseCode === 0 && final.has(code))
        ? new ChannelRefused(says)
        : new Error(says);
    }
  };
  const subjectOf = (card: Card) =>
    card.situationId === null ? card.title : `[${card.name}] ${card.title}`;
  return {
    images: true,
    async post(card, _, images, { key }) {
      const id = idOf(key);
      await send({
        id,
        subject: subjectOf(card),
        images,
        important: card.severity === "critical",
        ...mailOf(card, images),
      });
      return { messageId: id, subject: subjectOf(card) };
    },
    // What was mailed stands; the news that follow say how it goes on.
    edit: async (ref) => ref,
    async note(ref, card, note, { key }) {
      await send({
        id: idOf(key),
        under: String(ref.messageId),
        subject: `Re: ${String(ref.subject)}`,
        important: card.severity === "critical" && note.kind === "raised",
        ...noteMail(card, newsTitles[note.kind], note.says),
      });
    },
    async digest(digest, { key }) {
      await send({ id: idOf(key), subject: `[Sitroom] ${digest.says}`, ...digestMail(digest) });
    },
    async test(by, { key }) {
      const text = `${by} tests whether messages of Sitroom arrive here. They do.`;
      await send({ id: idOf(key), subject: "[Sitroom] Test", text, html: mailParagraph(text) });
    },
  };
}

const mailParagraph = (text: string) =>
  `<p>${text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)}</p>`;
