import { App, type Receiver } from "@slack/bolt";
import { z } from "zod";
import type { Db } from "@/lib/db/client";
import type { Send } from "@/lib/integrations/channels/channel";
import type { ChannelConfig } from "@/lib/integrations/channels/kinds";
import { openSlack, wordOf } from "@/lib/integrations/channels/slack";
import { slackText } from "@/lib/integrations/channels/slack-blocks";
import type { Log } from "@/lib/log";
import { Problem } from "@/lib/problem";
import { openNow } from "./open-now";
import { lookUpPress, press } from "./press";

export type SlackAppOptions = {
  db: Db;
  log: Log;
  now(): number;
  send: Send;
  /** Of the stored channel whose cards these are */
  channelId: string;
  config: ChannelConfig<"slack">;
  botToken: string;
  receiver: Receiver;
};

/** What the reason's form carries back to us. It is no proof of anything: the button is looked up again. */
const carried = z.object({ actionId: z.string(), place: z.string() });
const pressed = z.object({
  action_id: z.string(),
  value: z.string().max(200).default(""),
});
const about = z.object({
  trigger_id: z.string(),
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }),
});

const asking = z.object({ user_id: z.string() });
const ours = "That did not work, and it is our fault. Open Sitroom.";

const reasonForm = (actionId: string, place: string) => ({
  type: "modal" as const,
  callback_id: "sitroom_reason",
  private_metadata: JSON.stringify({ actionId, place }),
  title: { type: "plain_text" as const, text: "Reject the remedy" },
  submit: { type: "plain_text" as const, text: "Reject" },
  close: { type: "plain_text" as const, text: "Leave it" },
  blocks: [
    {
      type: "input" as const,
      block_id: "reason",
      label: { type: "plain_text" as const, text: "Reason" },
      hint: {
        type: "plain_text" as const,
        text: "Everyone sees it on the timeline. “Not the cause” clears the suspect.",
      },
      element: {
        type: "plain_text_input" as const,
        action_id: "text",
        min_length: 3,
        max_length: 500,
        multiline: true,
      },
    },
  ],
});

/**
 * The buttons of one Slack channel's cards. Bolt checks where a press comes from (signature and time, or the socket); who
 * pressed is asked of Slack, and what the button does is read from our own record.
 */
export function slackApp(options: SlackAppOptions): App {
  const { db, log, now, channelId, config, botToken, receiver } = options;
  const client = openSlack(config, botToken, options.send);
  const app = new App({
    receiver,
    // Nothing is asked of Slack to know ourselves; presses need no more.
    authorize: async () => ({ botToken, botId: "sitroom", botUserId: "sitroom" }),
    logLevel: "error" as never,
  });

  const emailOf = async (user: string): Promise<string | null> => {
    try {
      const { user: found } = await client.users.info({ user });
      return found?.profile?.email ?? null;
    } catch (error) {
      const word = wordOf(error);
      if (word === "user_not_found") return null;
      if (word === "missing_scope")
        throw new Problem(
          "forbidden",
          "The app may not ask Slack who you are: it needs the scopes users:read and users:read.email. Open the situation in Sitroom.",
        );
      throw error;
    }
  };
  const whisper = (place: string, user: string, text: string) =>
    client.chat.postEphemeral({ channel: place, user, text });
  /** Runs what a person asked for and tells them alone how it went. */
  const answer = async (place: string, user: string, work: () => Promise<string | null>) => {
    let says: string | null;
    try {
      says = await work();
    } catch (error) {
      if (!(error instanceof Problem))
        log.error({ err: error, channel: channelId }, "a press from Slack broke");
      says = error instanceof Problem ? error.message : ours;
    }
    if (says !== null) await whisper(place, user, says);
  };

  app.action(/^sitroom_/, async ({ ack, body, action }) => {
    await ack();
    const { action_id, value } = pressed.parse(action);
    if (action_id === "sitroom_open") return;
    const { trigger_id, user, channel } = about.parse(body);
    await answer(channel.id, user.id, async () => {
      const input = { channelId, actionId: value, email: await emailOf(user.id) };
      const { action: found } = await lookUpPress(db, input, now());
      if (found.deed !== "reject") return press(db, input, "", now());
      await client.views.open({ trigger_id, view: reasonForm(found.id, channel.id) });
      return null;
    });
  });

  // Its answer is seen by who asked alone.
  app.command(/^\/sitroom/, async ({ ack, command }) => {
    const { user_id } = asking.parse(command);
    let text: string;
    try {
      text = await openNow(db, await emailOf(user_id), now());
    } catch (error) {
      if (!(error instanceof Problem))
        log.error({ err: error, channel: channelId }, "a command from Slack broke");
      text = error instanceof Problem ? slackText(error.message) : ours;
    }
    await ack({ response_type: "ephemeral", text });
  });

  app.view("sitroom_reason", async ({ ack, body, view }) => {
    await ack();
    const { actionId, place } = carried.parse(JSON.parse(view.private_metadata));
    const reason = view.state.values.reason?.text?.value ?? "";
    await answer(place, body.user.id, async () =>
      press(db, { channelId, actionId, email: await emailOf(body.user.id) }, reason, now()),
    );
  });
  return app;
}
