"use client";
import { PauseCircle, ServerCrash, WifiOff } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { useNow } from "../providers/clock";
import { useLiveState } from "../providers/live";
import { cn } from "../ui/cn";
import { Ago, Time } from "../ui/time";
import { staleMs } from "./side-nav";
import { useShell } from "./use-shell";

function Strip({
  tone,
  icon,
  children,
}: {
  tone: "weak" | "strong";
  icon: ReactNode;
  children: ReactNode;
}) {
  return (
    <div
      role="status"
      className={cn(
        "flex min-h-9 items-start gap-2 border-line border-b px-5 py-2 max-md:px-3.5 [&_svg]:mt-0.5 [&_svg]:shrink-0",
        tone === "weak" ? "bg-weak-soft text-weak" : "bg-strong-soft text-strong",
      )}
    >
      {icon}
      <p>{children}</p>
    </div>
  );
}

/** Strips over the page: the connection is lost, data has stopped, automation is paused, Sitroom itself is not well. */
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
