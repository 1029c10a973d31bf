import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import type { ChannelStub } from "./stub-case";

/** A real mail server that keeps what it takes; like a mailbox it shows one mail a Message-ID. */
const mails = new Map<string, ParsedMail>();
let down = false;
let loseAnswer = false;

const server = new SMTPServer({
  authOptional: false,
  allowInsecureAuth: true,
  disabledCommands: ["STARTTLS"],
  logger: false,
  onAuth(auth, _, done) {
    const right = auth.username === "sitroom" && auth.password === "secret-of-the-mail";
    if (right) done(null, { user: "sitroom" });
    else done(Object.assign(new Error("Invalid username or password"), { responseCode: 535 }));
  },
  onMailFrom(_, __, done) {
    done(down ? Object.assign(new Error("try again later"), { responseCode: 451 }) : null);
  },
  onData(stream, session, done) {
    simpleParser(stream)
      .then((mail) => {
        mails.set(mail.messageId ?? "", mail);
        if (!loseAnswer) return done();
        loseAnswer = false;
        // As after a crash: it is taken, and nobody hears of it.
        done(Object.assign(new Error(`lost the answer to ${session.id}`), { responseCode: 421 }));
      })
      .catch(done);
  },
});

export const readMails = () => [...mails.values()];

export const emailStub: ChannelStub = {
  kind: "email",
  config: () => ({
    host: "127.0.0.1",
    port: (server.server.address() as AddressInfo).port,
    security: "none",
    from: "sitroom@shop.example",
    to: ["oncall@shop.example", "lead@shop.example"],
  }),
  secrets: { user: "sitroom", password: "secret-of-the-mail" },
  wrong: { user: "sitroom", password: "another" },
  listen: () => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)),
  close: () => new Promise<void>((resolve) => server.close(resolve)),
  reset() {
    mails.clear();
    down = false;
    loseAnswer = false;
  },
  down() {
    down = true;
  },
  loseAnswer() {
    loseAnswer = true;
  },
  violations: () =>
    readMails().flatMap((mail) => [
      ...(mail.headers.get("auto-submitted") === "auto-generated" ? [] : ["not Auto-Submitted"]),
      ...(mail.text && mail.html ? [] : ["text or HTML is missing"]),
    ]),
  seen: () =>
    readMails().map((m) => `${m.subject}\n${m.text}\n${typeof m.html === "string" ? m.html : ""}`),
  charts: () =>
    readMails()[0]?.attachments.filter((a) => a.contentType === "image/png").length ?? 0,
};
