/** For tests: the chat worker against Slack's stub, with a card of the situation that the stage has set. */
import { announceIn } from "@/lib/db/live";
import { slackState } from "@/lib/integrations/channels/stub-slack";
import { createLog } from "@/lib/log";
import { updateChannel } from "@/lib/messages/channel-store";
import type { Role } from "@/lib/people/model";
import { createUser } from "@/lib/people/user-store";
import { startChat } from "../chat";
import { appSecret, fresh, run as jobs, now, situationId } from "../jobs/guilty-deploy";
import { drain, event, freshMessages, run } from "../messages/messages-stage";

/** Ada may approve, Vic may look, and Slack knows an outsider as well. */
export async function makePeople(): Promise<void> {
  for (const [name, role] of [
    ["Ada", "approver"],
    ["Vic", "viewer"],
  ] as const)
    await createUser(fresh.db.prisma, {
      email: `${name.toLowerCase()}@shop.example`,
      name,
      role: role as Role,
      password: "long enough to sign in",
    });
  slackState.emails.set("U0VIC", "vic@shop.example").set("U0OUT", "outsider@elsewhere.example");
}

/** A situation with a proposed remedy, told in one Slack channel that is opened with these secrets. */
export async function freshCard(secrets?: Record<string, string>): Promise<void> {
  await freshMessages(secrets);
  await event(situationId, "situation-opened", "S-1 opened.", now);
  await jobs.propose();
  await run.tell();
  await drain();
}

/** `url`: where it listens for what is live, when that is not the database itself. */
export const beginChat = (url = fresh.url) =>
  startChat({
    db: { ...fresh.db, url },
    log: createLog("test", "silent"),
    now: () => now,
    env: {
      DATABASE_URL: fresh.url,
      NEXTAUTH_SECRET: appSecret,
      CHAT_PORT: 0,
      INGEST_HOST: "127.0.0.1",
      SITROOM_OUTGOING_ALLOW: ["127.0.0.1"],
    } as never,
  });

/** Changes the channel as the settings page does. */
export async function changeChannel(change: Parameters<typeof updateChannel>[3]): Promise<void> {
  await updateChannel(fresh.db.prisma, appSecret, "slack", change);
  await announceIn(fresh.db.prisma, { topic: "settings" });
}

type Button = { action_id: string; value?: string };
/** The buttons of the card as it looks now. */
export const buttons = () => {
  const [card] = slackState.messages;
  const row = ((card?.blocks ?? []) as { type: string; elements?: Button[] }[]).find(
    (b) => b.type === "actions",
  );
  return row?.elements ?? [];
};
export const idOf = (deed: string) =>
  buttons().find((b) => b.action_id === `sitroom_${deed}`)?.value ?? "";

export const pressOf = (deed: string, user = "U0ADA", value = idOf(deed)) => ({
  type: "block_actions",
  team: { id: "T0" },
  user: { id: user },
  channel: { id: slackState.channel },
  trigger_id: "trigger",
  actions: [{ type: "button", action_id: `sitroom_${deed}`, value, block_id: "sitroom_actions" }],
});

export async function until<T>(found: () => T | undefined | null | false): Promise<T> {
  for (;;) {
    const value = found();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
/** What was told to somebody alone, once there are so many of it. */
export const said = async (many = 1) => {
  await until(() => slackState.ephemeral.length >= many);
  return slackState.ephemeral.at(-1)?.text;
};
