import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import tls from "node:tls";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { toolsWith } from "@/workers/messages/tools";
import { ChannelRefused } from "./channel";
import { openChannel } from "./index";

// What the contract suite does not say of mail: where it may go, and TLS on the connection that was checked.
const dir = mkdtempSync(path.join(os.tmpdir(), "sitroom-mail-"));
const authorities = tls.getCACertificates("default");
const noOpenssl = spawnSync("openssl", ["version"]).error !== undefined;
const file = (name: string) => path.join(dir, name);
const running: SMTPServer[] = [];
let subjects: string[] = [];

beforeAll(() => {
  if (noOpenssl) return;
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"],
      ...["-addext", "subjectAltName=DNS:localhost"],
      ...["-keyout", file("key.pem"), "-out", file("cert.pem")],
    ],
    { stdio: "ignore" },
  );
});
afterEach(async () => {
  tls.setDefaultCACertificates(authorities);
  subjects = [];
  await Promise.all(
    running.splice(0).map((server) => new Promise<void>((done) => server.close(done))),
  );
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function serve(options: SMTPServerOptions): Promise<number> {
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onData(stream, session, done) {
      let text = "";
      stream.on("data", (chunk) => {
        text += chunk;
      });
      stream.on("end", () => {
        const subject = /^Subject: (.*)$/m.exec(text)?.[1]?.trim();
        subjects.push(`${subject} (${session.secure ? "TLS" : "plain"})`);
        done();
      });
    },
    ...options,
  });
  server.on("error", () => {});
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.server.address() as AddressInfo).port;
}

const mail = (host: string, port: number, security: string, allow: string[]) =>
  openChannel(
    "email",
    { host, port, security, from: "sitroom@shop.example", to: ["oncall@shop.example"] },
    {},
    { ...toolsWith({ allow }), now: Date.now },
  ).test("Ada", { key: "test:1:mail", triedAt: null });

test("a mail server inside the network is refused until its address is allowed, with what to do", async () => {
  const port = await serve({ disabledCommands: ["STARTTLS"] });
  for (const host of ["127.0.0.1", "localhost", "169.254.169.254", "10.0.0.1"]) {
    const refused = mail(host, port, "none", []);
    await expect(refused, host).rejects.toBeInstanceOf(ChannelRefused);
    await expect(refused, host).rejects.toThrow(
      /which Sitroom does not call\. If it should, an administrator adds it under Settings → Outgoing addresses/,
    );
  }
  await expect(mail("127.0.0.1", port, "none", ["127.0.0.1:25"])).rejects.toThrow("loopback");
  expect(subjects).toEqual([]);
  await mail("127.0.0.1", port, "none", [`127.0.0.1:${port}`]);
  expect(subjects).toEqual(["[Sitroom] Test (plain)"]);
});

test.skipIf(noOpenssl).each(["tls", "starttls"] as const)(
  "with %s the certificate is looked at, for the name that was configured",
  async (security) => {
    const cert = readFileSync(file("cert.pem"), "utf8");
    const key = readFileSync(file("key.pem"), "utf8");
    const port = await serve({ secure: security === "tls", cert, key });
    const allow = ["127.0.0.1", "localhost"];
    await expect(mail("localhost", port, security, allow)).rejects.toThrow(/self.signed/i);
    expect(subjects).toEqual([]);
    tls.setDefaultCACertificates([...authorities, cert]);
    await mail("localhost", port, security, allow);
    expect(subjects).toEqual(["[Sitroom] Test (TLS)"]);
    await expect(mail("127.0.0.1", port, security, allow)).rejects.toThrow(/altname|certificate/i);
  },
);

test("a server that offers no STARTTLS gets no mail in the clear when STARTTLS is asked for", async () => {
  const port = await serve({ disabledCommands: ["STARTTLS"] });
  await expect(mail("127.0.0.1", port, "starttls", ["127.0.0.1"])).rejects.toBeInstanceOf(
    ChannelRefused,
  );
  expect(subjects).toEqual([]);
});
