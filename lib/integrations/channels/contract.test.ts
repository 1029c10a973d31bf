import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { toolsWith } from "@/workers/messages/tools";
import type { Card } from "../../messages/model";
import { ChannelBusy, ChannelRefused } from "./channel";
import { openChannel } from "./index";
import { channelKinds } from "./kinds";
import { alertmanagerStub } from "./stub-alertmanager";
import { card, cause, digest, opened, ownAlert, ownNote } from "./stub-case";
import { emailStub } from "./stub-email";
import { pagerDutyStub } from "./stub-pagerduty";
import { slackStub } from "./stub-slack";
import { webhookStub } from "./stub-webhook";

const stubs = [slackStub, emailStub, webhookStub, alertmanagerStub, pagerDutyStub];
const now = Date.UTC(2026, 10, 28, 21, 41);
const first = { key: "card:7:c", triedAt: null };
const chart = {
  name: "chart-1",
  alt: "pricing errors: last 12 %.",
  png: new Uint8Array([1, 2, 3]),
};

beforeAll(() => Promise.all(stubs.map((s) => s.listen())));
afterAll(() => Promise.all(stubs.map((s) => s.close())));

test("every kind of channel is held by this suite", () => {
  expect(stubs.map((s) => s.kind).sort()).toEqual(Object.keys(channelKinds).sort());
});

describe.each(stubs)("$kind", (its) => {
  const open = (secrets = its.secrets) =>
    openChannel(its.kind, its.config(), secrets, {
      ...toolsWith({ allow: ["127.0.0.1"] }),
      now: () => now,
    });
  beforeEach(() => its.reset());
  const text = () => its.seen().join("\n");
  const kept = () => expect(its.violations()).toEqual([]);

  test("a card says what, how bad, why, what next and where to go on", async () => {
    await open().post(card, opened, [], first);
    for (const words of [
      card.name,
      card.title,
      card.impact,
      card.suspect ?? "",
      card.next,
      card.url,
    ])
      expect(text()).toContain(words);
    expect(its.seen()).toHaveLength(1);
    kept();
  });

  test("an answer that was lost does not lead to a second card", async () => {
    its.loseAnswer();
    await expect(open().post(card, opened, [], first)).rejects.not.toBeInstanceOf(ChannelRefused);
    await open().post(card, opened, [], { ...first, triedAt: now });
    await open().post(card, opened, [], { ...first, triedAt: now });
    expect(its.seen()).toHaveLength(1);
    kept();
  });

  test("news stand under the card, or, where the peer knows states, the alert follows the situation", async () => {
    const channel = open();
    let ref = await channel.post(card, opened, [], first);
    const acknowledged: Card = { ...card, status: "acknowledged", owner: "Ada" };
    ref = await channel.edit(ref, acknowledged, null);
    if (channel.note) {
      const attempt = { key: cause.key, triedAt: null };
      its.loseAnswer();
      await expect(channel.note(ref, acknowledged, cause, attempt)).rejects.toThrow();
      await channel.note(ref, acknowledged, cause, { ...attempt, triedAt: now });
      expect(its.seen()).toHaveLength(2);
      expect(its.seen()[1]).toContain(cause.says);
    } else {
      expect(its.seen()).toHaveLength(1);
      expect(its.state?.()).toBe("acknowledged");
    }
    const over: Card = {
      ...card,
      status: "resolved",
      resolvedAt: now,
      now: "Resolved after 60 s.",
    };
    ref = await channel.edit(ref, over, null);
    if (its.state) expect(its.state()).toBe("resolved");
    await channel.edit(ref, card, null);
    if (its.state) expect(its.state()).toBe("triggered");
    kept();
  });

  test("where the peer is a pager, a page wakes somebody although the situation is acknowledged, once", async () => {
    const channel = open();
    if (!channel.page) return expect(its.kind).not.toBe("pagerduty");
    const acknowledged: Card = { ...card, status: "acknowledged", owner: "Ada" };
    const ref = await channel.post(card, opened, [], first);
    await channel.edit(ref, acknowledged, null);
    const page = { ...cause, kind: "paged" as const, says: "Paged Checkout: pricing needs a fix." };
    await channel.page(acknowledged, page);
    await channel.page(acknowledged, page);
    expect(its.seen()).toHaveLength(2);
    expect(text()).toContain("Paged Checkout: pricing needs a fix.");
    expect(its.state?.()).toBe("acknowledged");
    kept();
  });

  test("a wrong token is refused in words, and being down or busy may pass", async () => {
    const refused = open(its.wrong).post(card, opened, [], first);
    await expect(refused).rejects.toBeInstanceOf(ChannelRefused);
    await expect(refused).rejects.toThrow(/auth|invalid|credentials/i);
    its.down();
    const failed = open().post(card, opened, [], first);
    await expect(failed).rejects.not.toBeInstanceOf(ChannelRefused);
    if (!its.busy) return;
    its.reset();
    its.busy();
    const busy = open().post(card, opened, [], first);
    await expect(busy).rejects.toBeInstanceOf(ChannelBusy);
    await expect(busy).rejects.toMatchObject({ retryAfterMs: 7000 });
    expect(its.seen()).toEqual([]);
  });

  test("words from outside stay words", async () => {
    const evil = { ...card, title: 'x <!channel> <script>alert("1")</script>' };
    const channel = open();
    const ref = await channel.post(evil, opened, [], first);
    await channel.note?.(ref, evil, { ...cause, says: evil.title }, { key: "k2", triedAt: null });
    if (its.kind === "slack") {
      const marked = text().replace(/"type":"plain_text","text":"[^"]*/g, "");
      expect(marked).not.toContain("<!channel>");
    }
    if (its.kind === "email") {
      expect(text()).toContain("&#60;script&#62;");
      for (const mail of its.seen())
        expect(mail.split("<!doctype html>")[1]).not.toContain("<script>");
    }
    kept();
  });

  test("a digest and a test arrive", async () => {
    await open().digest(digest, { key: digest.key, triedAt: null });
    for (const words of [digest.says, ...digest.lines]) expect(text()).toContain(words);
    await open().test("Ada", { key: "test:1:c", triedAt: null });
    expect(text()).toContain("Ada");
    kept();
  });

  test("an alert on Sitroom itself arrives once, says what is wrong and where to look, and ends", async () => {
    const channel = open();
    its.loseAnswer();
    const attempt = { key: ownNote.key, triedAt: null };
    await expect(channel.post(ownAlert, ownNote, [], attempt)).rejects.toThrow();
    const ref = await channel.post(ownAlert, ownNote, [], { ...attempt, triedAt: now });
    expect(its.seen()).toHaveLength(1);
    for (const words of [ownAlert.title, ownAlert.now, ownAlert.url])
      expect(text()).toContain(words);
    // It has neither suspect nor owner, and nobody asks for them.
    expect(text()).not.toMatch(/suspect|owner/i);
    const over: Card = {
      ...ownAlert,
      status: "resolved",
      resolvedAt: now,
      now: "Over after 60 s.",
    };
    const after = await channel.edit(ref, over, null);
    await channel.note?.(
      after,
      over,
      { ...ownNote, key: "event:4:c", kind: "own-ended", says: "Over: it was behind." },
      { key: "event:4:c", triedAt: null },
    );
    if (channel.note) expect(its.seen()[1]).toContain("Over: it was behind.");
    if (its.stateOf) expect(its.stateOf(ownAlert.name)).toBe("resolved");
    kept();
  });

  test("charts are shown where the channel shows charts", async () => {
    const channel = open();
    expect(channel.images).toBe(its.charts !== undefined);
    const ref = await channel.post(
      card,
      opened,
      channel.images ? [chart, { ...chart, name: "b" }] : [],
      first,
    );
    if (!its.charts) return;
    expect(its.charts()).toBe(2);
    await channel.edit(ref, { ...card, status: "acknowledged" }, null);
    expect(its.charts()).toBe(2);
    kept();
  });
});
