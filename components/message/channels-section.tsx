"use client";
import { MessageSquare, Plus } from "lucide-react";
import { useState } from "react";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { CopyButton } from "../ui/copy-button";
import { EmptyState } from "../ui/empty-state";
import { Ago } from "../ui/time";
import { ChannelDialog } from "./channel-dialog";
import { ChannelMark } from "./channel-mark";
import { useChatBase } from "./chat-base";

export type MessageSettingsData = ViewOutput<"message-settings">;
type Channel = MessageSettingsData["channels"][number];

function TestState({ test }: { test: Channel["test"] }) {
  if (!test) return null;
  if (test.state === "sent")
    return (
      <Chip tone="good">
        <span className="leading-[18px]">
          Test arrived <Ago at={test.at} />
        </span>
      </Chip>
    );
  if (test.state === "failed") return <Chip tone="strong">Test failed</Chip>;
  return <Chip tone="ink">{test.error ? "Test is tried again" : "Test on its way"}</Chip>;
}

/** How presses of buttons come back, when not by HTTP. */
function buttonsSay({ way, connection }: NonNullable<Channel["buttons"]>) {
  if (way === "none") return "Cards without buttons: it has neither app token nor signing secret.";
  if (!connection) return "Buttons by Socket Mode: no chat worker runs.";
  if (connection.connected) return "Buttons by Socket Mode: connected.";
  return (
    <>
      Buttons by Socket Mode:{" "}
      <span className="text-strong">{connection.says ?? "connecting…"}</span>
    </>
  );
}

function Row({ channel, data }: { channel: Channel; data: MessageSettingsData }) {
  const [editing, setEditing] = useState(false);
  const base = useChatBase(data.chatPort);
  const test = useVerb("test-message-channel", {
    says: (_, { id }) => `A test is on its way to ${id}`,
  });
  const enable = useVerb("enable-message-channel", {
    optimistic: ({ id, enabled }, views) =>
      views.patch("message-settings", (was) => ({
        ...was,
        channels: was.channels.map((c) => (c.id === id ? { ...c, enabled } : c)),
      })),
  });
  const events = `${base}/slack/${channel.id}/events`;
  return (
    <li className="border-line border-b px-3.5 py-3 last:border-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <ChannelMark kind={channel.kind} />
        <span className="font-medium">{channel.name}</span>
        <Chip>{channel.title}</Chip>
        <Chip tone={channel.enabled ? "good" : "outline"}>{channel.enabled ? "On" : "Off"}</Chip>
        <TestState test={channel.test} />
        <span className="text-muted text-sm">
          {channel.lastUsedAt === null ? (
            "nothing sent yet"
          ) : (
            <>
              last sent <Ago at={channel.lastUsedAt} />
            </>
          )}
        </span>
        {data.admin ? (
          <span className="ml-auto flex flex-wrap gap-2">
            <Button
              size="sm"
              disabled={test.isPending}
              onClick={() => test.mutate({ id: channel.id })}
            >
              Send a test
            </Button>
            <Button size="sm" onClick={() => setEditing(true)}>
              Edit
            </Button>
            <Button
              size="sm"
              onClick={() => enable.mutate({ id: channel.id, enabled: !channel.enabled })}
            >
              {channel.enabled ? "Switch off" : "Switch on"}
            </Button>
          </span>
        ) : null}
      </div>
      {channel.test?.state === "failed" && channel.test.error ? (
        <p className="mt-1.5 break-words text-sm text-strong">{channel.test.error}</p>
      ) : null}
      {channel.buttons?.way === "http" ? (
        <div className="mt-1.5 flex items-center gap-1.5 text-sm">
          <span className="shrink-0 text-muted">Buttons by HTTP post to</span>
          <code className="min-w-0 truncate">{events}</code>
          <CopyButton text={events} label={`Copy the request address of ${channel.name}`} />
        </div>
      ) : channel.buttons && channel.enabled ? (
        <p className="mt-1.5 break-words text-muted text-sm">{buttonsSay(channel.buttons)}</p>
      ) : null}
      {editing ? (
        <ChannelDialog
          kinds={data.kinds.filter((k) => k.kind === channel.kind)}
          channel={channel}
          onClose={() => setEditing(false)}
        />
      ) : null}
    </li>
  );
}

/** Where messages go. */
export function ChannelsSection({ data }: { data: MessageSettingsData }) {
  const [adding, setAdding] = useState(false);
  const add = (
    <Button size="sm" onClick={() => setAdding(true)}>
      <Plus size={13} aria-hidden="true" /> Add
    </Button>
  );
  return (
    <Card title="Channels" note="where messages go" aside={data.admin ? add : null}>
      {data.channels.length === 0 ? (
        <EmptyState icon={<MessageSquare size={16} aria-hidden="true" />} title="No channel yet">
          Slack, e-mail, a webhook, Alertmanager or PagerDuty: one card or alert a situation, kept
          up to date.
        </EmptyState>
      ) : (
        <ul>
          {data.channels.map((channel) => (
            <Row key={channel.id} channel={channel} data={data} />
          ))}
        </ul>
      )}
      {adding ? <ChannelDialog kinds={data.kinds} onClose={() => setAdding(false)} /> : null}
    </Card>
  );
}
