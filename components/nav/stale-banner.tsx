"use client";
import { KeyRound, PauseCircle, ServerCrash, WifiOff } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { useNow } from "../providers/clock";
import { useLiveState } from "../providers/live";
import type { ViewOutput } from "../query";
import { cn } from "../ui/cn";
import { ProgressRing } from "../ui/progress-ring";
import { Ago, Time } from "../ui/time";
import { staleMs } from "./side-nav";
import { useShell } from "./use-shell";

const tones = {
  weak: "bg-weak-soft text-weak",
  strong: "bg-strong-soft text-strong",
  accent: "bg-accent-soft text-accent",
} as const;

function Strip({
  tone,
  icon,
  children,
}: {
  tone: "weak" | "strong" | "accent";
  icon: ReactNode;
  children: ReactNode;
}) {
  return (
    <div
      role="status"
      className={cn(
        "flex min-h-9 items-start gap-2 border-line border-b px-5 py-2 max-md:px-3.5 [&_svg]:mt-0.5 [&_svg]:shrink-0",
        tones[tone],
      )}
    >
      {icon}
      <p>{children}</p>
    </div>
  );
}

type UnderWay = ViewOutput<"shell">["underWay"];

/** What is being changed right now, for everybody until its verdict: what, by whom, how far it is, and the way back. */
function UnderWayStrip({ underWay: [newest, ...others] }: { underWay: UnderWay }) {
  if (!newest) return null;
  return (
    <Strip tone="accent" icon={<ProgressRing size={15} />}>
      <Link
        href={`/actions?id=${newest.id}`}
        className="font-medium underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
      >
        {newest.title}
      </Link>{" "}
      <span className="text-ink">
        <Link
          href={`/situations/${newest.situationId}`}
          className="font-mono text-sm hover:underline"
        >
          S-{newest.situationId}
        </Link>
        , approved by {newest.by ?? "policy"} <Ago at={newest.at} />.{" "}
        {newest.executed
          ? `Verifying${newest.says ? `: ${newest.says}` : "."}`
          : "The executor is at work."}
        <span className="text-muted max-md:hidden"> To take it back: {newest.undo}.</span>
      </span>{" "}
      {others.length > 0 ? (
        <Link href="/actions?tab=verifying" className="whitespace-nowrap text-ink underline">
          {`and ${others.length} more`}
        </Link>
      ) : null}
    </Strip>
  );
}

/** Strips over the page: the connection is lost, data has stopped, automation is paused, Sitroom itself is not well, something is being changed. */
export function StaleBanner() {
  const shell = useShell().data;
  const live = useLiveState();
  const now = useNow(5000);
  const stopped = shell?.freshestAt != null && now - shell.freshestAt > staleMs;
  return (
    <>
      {shell?.automation.on ? (
        <Strip tone="strong" icon={<PauseCircle size={15} aria-hidden="true" />}>
          <span className="font-medium">Automation is paused.</span>{" "}
          <span className="text-ink">
            {shell.automation.by} pulled the kill switch <Ago at={shell.automation.at} />
            {shell.automation.reason ? `: ${shell.automation.reason}` : "."} Nothing is executed
            until it is released.
          </span>
        </Strip>
      ) : null}
      {shell?.you.withheld ? (
        <Strip tone="weak" icon={<KeyRound size={15} aria-hidden="true" />}>
          <span className="font-medium">You may only look.</span>{" "}
          <span className="text-ink">
            Your role needs a second factor, and you have none yet.{" "}
            <Link href="/settings?tab=you" className="underline">
              Set it up
            </Link>
          </span>
        </Strip>
      ) : null}
      {shell ? <UnderWayStrip underWay={shell.underWay} /> : null}
      {shell?.own[0] ? (
        <Strip tone="strong" icon={<ServerCrash size={15} aria-hidden="true" />}>
          <span className="font-medium">Sitroom itself is not well.</span>{" "}
          <span className="text-ink">{shell.own[0].says}</span>{" "}
          <Link href="/status" className="whitespace-nowrap text-ink underline">
            {shell.own.length > 1 ? `Status, with ${shell.own.length - 1} more` : "Status"}
          </Link>
        </Strip>
      ) : null}
      {live === "lost" ? (
        <Strip tone="weak" icon={<WifiOff size={15} aria-hidden="true" />}>
          <span className="font-medium">Not live.</span>{" "}
          <span className="text-ink">
            The connection to Sitroom is lost; what you see may be old. Trying again.
          </span>
        </Strip>
      ) : stopped && shell?.freshestAt != null ? (
        <Strip tone="weak" icon={<WifiOff size={15} aria-hidden="true" />}>
          <span className="font-medium">No new data.</span>{" "}
          <span className="text-ink">
            The newest sample is from <Time at={shell.freshestAt} date />. Detection waits for more.
          </span>
        </Strip>
      ) : null}
    </>
  );
}
