import { z } from "zod";
import { type Answer, openStubServer } from "../executors/stub-server";
import type { ChannelStub } from "./stub-case";

/**
 * The Web API methods that we call, with their documented arguments and no others, for one channel. Like Slack it answers 200
 * to nearly everything and says in `ok` how it went.
 */
export const slackState = {
  token: "xoxb-right-token",
  appToken: "xapp-right-token",
  channel: "C0SITROOM",
  messages: [] as {
    ts: string;
    thread?: string | undefined;
    text: string;
    blocks: unknown[];
    key?: string | undefined;
  }[],
  ephemeral: [] as { user: string; text: string }[],
  modals: [] as { trigger: string; view: unknown }[],
  /** Slack user → address */
  emails: new Map<string, string>([["U0ADA", "ada@shop.example"]]),
  /** Upload URLs given, bytes taken, files completed */
  files: new Map<string, { length: number; taken: number; done: boolean }>(),
  scopes: new Set(["channels:history"]),
  calls: [] as string[],
};
let clock = 1_795_902_000;

const fail = (error: string): Answer => ({ status: 200, value: { ok: false, error } });
const fine = (value: object = {}): Answer => ({ status: 200, value: { ok: true, ...value } });
const text = (most: number) => z.string().min(1).max(most);
const plain = (most: number) =>
  z.strictObject({
    type: z.literal("plain_text"),
    text: text(most),
    emoji: z.boolean().optional(),
  });
const mrkdwn = (most: number) => z.strictObject({ type: z.literal("mrkdwn"), text: text(most) });
const button = z.strictObject({
  type: z.literal("button"),
  action_id: text(255),
  text: plain(75),
  value: z.string().max(2000).optional(),
  url: z.url().max(3000).optional(),
  style: z.enum(["primary", "danger"]).optional(),
  confirm: z
    .strictObject({ title: plain(100), text: plain(300), confirm: plain(30), deny: plain(30) })
    .optional(),
});
const block = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("header"), text: plain(150) }),
  z.strictObject({
    type: z.literal("section"),
    text: mrkdwn(3000).optional(),
    fields: z.array(mrkdwn(2000)).max(10).optional(),
  }),
  z.strictObject({
    type: z.literal("image"),
    slack_file: z.strictObject({ id: z.string() }),
    alt_text: text(2000),
  }),
  z.strictObject({
    type: z.literal("actions"),
    block_id: text(255),
    elements: z.array(button).min(1).max(25),
  }),
  z.strictObject({ type: z.literal("context"), elements: z.array(mrkdwn(3000)).min(1).max(10) }),
]);
const json = <T extends z.ZodType>(shape: T) =>
  z.string().transform((raw) => shape.parse(JSON.parse(raw)) as z.output<T>);
const blocks = json(z.array(block).max(50));
const common = { token: z.string().optional(), channel: z.string() };

type Method = { args: z.ZodType; does(args: never): Answer };
const method = <T extends z.ZodType>(args: T, does: (args: z.infer<T>) => Answer): Method => ({
  args,
  does: does as Method["does"],
});
const filesShown = (list: z.infer<typeof block>[]) =>
  list.flatMap((b) => (b.type === "image" ? [b.slack_file.id] : []));
const unknownFile = (list: z.infer<typeof block>[]) =>
  filesShown(list).some((id) => !slackState.files.get(id)?.done);

const history = z.strictObject({
  ...common,
  oldest: z.string(),
  limit: z.string(),
  include_all_metadata: z.string(),
});
const told = (list: typeof slackState.messages) =>
  list.map((m) => ({
    ts: m.ts,
    text: m.text,
    metadata: { event_type: "sitroom_message", event_payload: { key: m.key } },
  }));

/** Where Socket Mode connects to; stub-slack-socket.ts answers there. Null: Socket Mode is off for this app. */
export const slackSocket = { open: null as (() => string) | null };

const methods: Record<string, Method> = {
  "apps.connections.open": method(z.strictObject({}).optional(), () =>
    slackSocket.open ? fine({ url: slackSocket.open() }) : fail("socket_mode_not_enabled"),
  ),
  "auth.test": method(z.strictObject({ token: z.string().optional() }), () =>
    fine({ user_id: "U0BOT", bot_id: "B0BOT", team_id: "T0" }),
  ),
  "chat.postMessage": method(
    z.strictObject({
      ...common,
      text: text(4000),
      blocks,
      unfurl_links: z.string(),
      unfurl_media: z.string(),
      thread_ts: z.string().optional(),
      metadata: json(
        z.strictObject({
          event_type: z.string(),
          event_payload: z.strictObject({ key: z.string() }),
        }),
      ),
    }),
    (a) => {
      if (unknownFile(a.blocks)) return fail("invalid_blocks");
      clock += 1;
      const ts = `${clock}.000100`;
      const { key } = a.metadata.event_payload;
      slackState.messages.push({ ts, thread: a.thread_ts, text: a.text, blocks: a.blocks, key });
      return fine({ ts, channel: a.channel });
    },
  ),
  "chat.update": method(
    z.strictObject({ ...common, ts: z.string(), text: text(4000), blocks }),
    (a) => {
      const message = slackState.messages.find((m) => m.ts === a.ts);
      if (!message) return fail("message_not_found");
      if (unknownFile(a.blocks)) return fail("invalid_blocks");
      Object.assign(message, { text: a.text, blocks: a.blocks });
      return fine({ ts: a.ts });
    },
  ),
  "chat.postEphemeral": method(
    z.strictObject({
      ...common,
      user: z.string(),
      text: text(4000),
      thread_ts: z.string().optional(),
    }),
    ({ user, text }) => {
      slackState.ephemeral.push({ user, text });
      return fine();
    },
  ),
  "conversations.history": method(history, () =>
    slackState.scopes.has("channels:history")
      ? fine({ messages: told(slackState.messages.filter((m) => !m.thread)) })
      : fail("missing_scope"),
  ),
  "conversations.replies": method(history.extend({ ts: z.string() }), (a) =>
    fine({ messages: told(slackState.messages.filter((m) => m.thread === a.ts || m.ts === a.ts)) }),
  ),
  "users.info": method(
    z.strictObject({ token: z.string().optional(), user: z.string() }),
    ({ user }) => {
      const email = slackState.emails.get(user);
      return email ? fine({ user: { id: user, profile: { email } } }) : fail("user_not_found");
    },
  ),
  "views.open": method(
    z.strictObject({
      token: z.string().optional(),
      trigger_id: z.string(),
      view: json(z.looseObject({})),
    }),
    ({ trigger_id, view }) => {
      slackState.modals.push({ trigger: trigger_id, view });
      return fine({ view: { id: "V0" } });
    },
  ),
  "files.getUploadURLExternal": method(
    z.strictObject({ token: z.string().optional(), filename: z.string(), length: z.string() }),
    ({ length }) => {
      const id = `F${slackState.files.size}CHART`;
      slackState.files.set(id, { length: Number(length), taken: 0, done: false });
      return fine({ upload_url: `${stub.url}/upload/${id}`, file_id: id });
    },
  ),
  "files.completeUploadExternal": method(
    z.strictObject({
      token: z.string().optional(),
      files: json(z.array(z.strictObject({ id: z.string(), title: z.string() }))),
    }),
    ({ files }) => {
      for (const { id } of files) {
        const file = slackState.files.get(id);
        if (!file || file.taken === 0) return fail("file_not_found");
        file.done = true;
      }
      return fine({ files });
    },
  ),
};

const stub = openStubServer({
  knows: () => true,
  endpoints: [
    ...Object.entries(methods).map(([name, { args, does }]) => ({
      method: "POST",
      path: `/api/${name}`,
      type: "application/x-www-form-urlencoded",
      body: args,
      answer({
        body,
        headers,
      }: {
        body: unknown;
        headers: { authorization?: string | undefined };
      }) {
        slackState.calls.push(name);
        const wanted = name === "apps.connections.open" ? slackState.appToken : slackState.token;
        if (headers.authorization !== `Bearer ${wanted}`) return fail("invalid_auth");
        const given = (args.parse(body) ?? {}) as { channel?: string };
        if (given.channel !== undefined && given.channel !== slackState.channel)
          return fail("channel_not_found");
        return does(given as never);
      },
    })),
    {
      method: "POST",
      path: "/upload/:id",
      type: "application/octet-stream",
      body: z.string(),
      answer({ params, raw }) {
        const file = slackState.files.get(params.id ?? "");
        if (!file) return { status: 404 };
        file.taken = raw.length;
        return { status: 200 };
      },
    },
  ],
});

/** The server below it, for connections that stay. */
export const slackServer = () => stub.server;

export const slackApi = () => `${stub.url}/api/`;

export const slackStub: ChannelStub = {
  kind: "slack",
  config: () => ({ channel: slackState.channel, api: slackApi() }),
  secrets: { botToken: slackState.token, signingSecret: "signing-secret-0123456789" },
  wrong: { botToken: "xoxb-wrong-token" },
  listen: () => stub.listen(),
  close: () => stub.close(),
  reset() {
    slackState.messages.length = 0;
    slackState.ephemeral.length = 0;
    slackState.modals.length = 0;
    slackState.calls.length = 0;
    slackState.files.clear();
    slackState.appToken = "xapp-right-token";
    slackState.scopes = new Set(["channels:history"]);
    stub.calm();
  },
  down: () => Object.assign(stub, { down: true }),
  busy: () => Object.assign(stub, { busy: 7 }),
  loseAnswer: () => Object.assign(stub, { nextAnswer: "lost" }),
  violations: () => stub.violations,
  seen: () => slackState.messages.map((m) => `${m.text}\n${JSON.stringify(m.blocks)}`),
  charts: () => filesShown((slackState.messages[0]?.blocks ?? []) as never).length,
};
