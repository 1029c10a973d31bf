"use client";
import { RotateCw } from "lucide-react";
import Link from "next/link";
import { useMay } from "../nav/use-shell";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Chip, type ChipTone } from "../ui/chip";
import { cn } from "../ui/cn";
import { Ago } from "../ui/time";
import { ChannelMark } from "./channel-mark";

type Message = ViewOutput<"messages">["rows"][number];
type Tab = "sent" | "held" | "failed";

const columns =
  "lg:grid-cols-[132px_minmax(0,1fr)_minmax(120px,180px)_minmax(110px,190px)_92px] lg:gap-x-3";

const tones: Record<string, ChipTone> = {
  opened: "strong",
  raised: "strong",
  failed: "strong",
  "own-alert": "strong",
  "own-ended": "good",
  cause: "change",
  proposed: "accent",
  blocked: "weak",
  verified: "good",
  resolved: "good",
};

/** The name stands before it as a link already. */
function withoutName({ says, situation }: Message): string {
  if (!situation || !says.startsWith(`${situation.name} `)) return says;
  const rest = says.slice(situation.name.length + 1);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

function State({ message }: { message: Message }) {
  if (message.state === "sent") return <span className="text-muted">Arrived</span>;
  if (message.state === "held") return <Chip tone="weak">{`Waits: ${message.because}`}</Chip>;
  if (message.state === "digested") return <span className="text-muted">Told in a digest</span>;
  if (message.state === "failed") return <Chip tone="strong">Failed</Chip>;
  if (message.attempts > 0 && message.nextAt !== null)
    return <Chip tone="weak">{`Try ${message.attempts + 1} follows`}</Chip>;
  return <Chip tone="ink">On its way</Chip>;
}

function Row({ message, tab, may }: { message: Message; tab: Tab; may: boolean }) {
  const again = useVerb("resend-message", { says: () => "Sent again" });
  return (
    <li
      className={cn(
        "row grid items-center gap-y-1.5 px-3.5 py-2 max-lg:grid-cols-[minmax(0,1fr)_auto] max-lg:gap-x-2.5 max-lg:py-3",
        columns,
      )}
    >
      <span className="flex min-w-0">
        <Chip tone={tones[message.kind] ?? "ink"}>{message.title}</Chip>
      </span>
      <span className="min-w-0 max-lg:col-span-2 max-lg:row-start-2">
        <span className="block break-words lg:truncate" title={message.says}>
          {message.situation ? (
            <Link
              href={`/situations/${message.situation.id}`}
              className="mr-2 font-mono text-accent text-sm hover:underline"
              title={message.situation.title}
            >
              {message.situation.name}
            </Link>
          ) : message.own ? (
            <Link
              href="/status"
              className="mr-2 text-accent text-sm hover:underline"
              title="How Sitroom itself is"
            >
              Status
            </Link>
          ) : null}
          {withoutName(message)}
        </span>
        {message.error && message.state !== "sent" ? (
          <span className="block break-words text-sm text-strong">{message.error}</span>
        ) : null}
      </span>
      <span className="flex min-w-0 items-center gap-1.5 max-lg:row-start-3">
        <ChannelMark kind={message.channelKind} />
        <span
          className="truncate"
          title={message.route ? `by the route ${message.route}` : undefined}
        >
          {message.channel}
        </span>
      </span>
      <span className="flex min-w-0 items-center max-lg:row-start-3 max-lg:justify-end">
        {tab === "failed" && may ? (
          <Button
            size="sm"
            disabled={again.isPending}
            onClick={() => again.mutate({ id: message.id })}
            aria-label={`Send again: ${message.says}`}
          >
            <RotateCw size={12} aria-hidden="true" /> Send again
          </Button>
        ) : (
          <State message={message} />
        )}
      </span>
      <span className="whitespace-nowrap text-right text-muted max-lg:col-start-2 max-lg:row-start-1">
        <Ago at={message.sentAt ?? message.at} />
      </span>
    </li>
  );
}

/** Messages, one line each, newest first. */
export function MessageRows({ rows, tab }: { rows: readonly Message[]; tab: Tab }) {
  const may = useMay("responder");
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <div
        aria-hidden="true"
        className={cn("th items-center border-line border-b px-3.5 max-lg:hidden lg:grid", columns)}
      >
        <span>News</span>
        <span>What was said</span>
        <span>Channel</span>
        <span>State</span>
        <span className="text-right">When</span>
      </div>
      <ul>
        {rows.map((message) => (
          <Row key={message.id} message={message} tab={tab} may={may} />
        ))}
      </ul>
    </div>
  );
}
