import { z } from "zod";

const webUrl = z
  .url({ protocol: /^https?$/, error: "must be an http:// or https:// address" })
  .max(2000);
const token = z.string().min(8).max(500);

/** Every kind of channel: what it is, its configuration, and its tokens, which are stored encrypted and never shown. */
export const channelKinds = {
  slack: {
    title: "Slack",
    says: "One card a situation with charts and buttons, its news in the card's thread.",
    config: z.object({
      channel: z
        .string()
        .regex(/^[CG][A-Z0-9]{5,20}$/, "the id of the channel, such as C0123ABCD")
        .meta({
          title: "Channel id",
          description: "At the end of the channel's details. Invite the app to it.",
        }),
      api: webUrl.default("https://slack.com/api/").meta({ title: "API address" }),
    }),
    secrets: z.object({
      botToken: token.meta({ title: "Bot token", description: "xoxb-…, from Install App." }),
      signingSecret: token.optional().meta({
        title: "Signing secret",
        description: "Buttons by HTTP: from Basic Information. Needs a public address.",
      }),
      appToken: token.optional().meta({
        title: "App-level token",
        description: "Buttons by Socket Mode: xapp-… with connections:write. No public address.",
      }),
    }),
  },
  email: {
    title: "E-mail",
    says: "One mail thread a situation, with charts.",
    config: z.object({
      host: z.string().min(1).max(253).meta({ title: "SMTP server" }),
      port: z.coerce.number().int().min(1).max(65535).default(587).meta({
        title: "Port",
        description: "587 with STARTTLS, 465 with TLS from the start.",
      }),
      security: z.enum(["starttls", "tls", "none"]).default("starttls").meta({
        title: "Security",
        description: "None only to a server on the same machine or network.",
      }),
      from: z.email().meta({ title: "From", description: "Such as sitroom@example.com" }),
      to: z.array(z.email()).min(1).max(50).meta({ title: "To" }),
    }),
    secrets: z.object({
      user: z.string().min(1).max(300).optional().meta({ title: "User" }),
      password: z.string().min(1).max(500).optional().meta({ title: "Password" }),
    }),
  },
  webhook: {
    title: "Webhook",
    says: "A POST of JSON for every piece of news, signed as Standard Webhooks.",
    config: z.object({
      url: webUrl.meta({ title: "Address", description: "Where messages are posted." }),
    }),
    secrets: z.object({
      secret: z.string().min(16).max(500).optional().meta({
        title: "Signing secret",
        description: "Empty: one is made and shown once.",
      }),
    }),
  },
  alertmanager: {
    title: "Alertmanager",
    says: "One alert a situation, told again every minute while it is open: every receiver you have.",
    config: z.object({
      url: webUrl.meta({ title: "Address", description: "Such as http://alertmanager:9093" }),
    }),
    secrets: z.object({
      token: token.optional().meta({
        title: "Bearer token",
        description: "Where a proxy in front of it asks for one.",
      }),
    }),
  },
  pagerduty: {
    title: "PagerDuty",
    says: "One alert a situation by Events v2: triggered, acknowledged and resolved with it.",
    config: z.object({
      url: webUrl
        .default("https://events.pagerduty.com/v2/enqueue")
        .meta({ title: "Events address", description: "events.eu.pagerduty.com in Europe." }),
    }),
    secrets: z.object({
      routingKey: token.meta({
        title: "Integration key",
        description: "Of an Events API v2 integration of the service.",
      }),
    }),
  },
} as const;

export type ChannelKind = keyof typeof channelKinds;
export const channelKind = z.enum(Object.keys(channelKinds) as [ChannelKind, ...ChannelKind[]]);
export type ChannelConfig<K extends ChannelKind> = z.infer<(typeof channelKinds)[K]["config"]>;
export type ChannelSecrets<K extends ChannelKind> = z.infer<(typeof channelKinds)[K]["secrets"]>;
