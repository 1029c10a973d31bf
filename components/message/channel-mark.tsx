import { BellRing, Hash, Mail, Siren, Webhook } from "lucide-react";

const marks = {
  slack: Hash,
  email: Mail,
  webhook: Webhook,
  alertmanager: BellRing,
  pagerduty: Siren,
} as const;

/** What kind of channel it is, as a mark. */
export function ChannelMark({ kind }: { kind: keyof typeof marks | null }) {
  const Mark = kind === null ? Mail : marks[kind];
  return <Mark size={13} className="shrink-0 text-muted" aria-hidden="true" />;
}
