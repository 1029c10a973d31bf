import { alertmanagerChannel } from "./alertmanager";
import type { Channel, ChannelTools } from "./channel";
import { emailChannel } from "./email";
import { type ChannelKind, channelKinds } from "./kinds";
import { pagerDutyChannel } from "./pagerduty";
import { slackChannel } from "./slack";
import { webhookChannel } from "./webhook";

type Open = (config: never, secrets: never, tools: ChannelTools) => Channel;

/** Every kind of channel. One line each. */
const channels = {
  slack: slackChannel,
  email: emailChannel,
  webhook: webhookChannel,
  alertmanager: alertmanagerChannel,
  pagerduty: pagerDutyChannel,
} as const satisfies Record<ChannelKind, Open>;

/** Opens a channel from what is stored of it; throws ZodError when that does not fit its kind. */
export function openChannel(
  kind: ChannelKind,
  config: unknown,
  secrets: unknown,
  tools: ChannelTools,
): Channel {
  const shape = channelKinds[kind];
  return (channels[kind] as Open)(
    shape.config.parse(config) as never,
    shape.secrets.parse(secrets) as never,
    tools,
  );
}
