"use client";
import { CircleCheck } from "lucide-react";
import Link from "next/link";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { Ago } from "../ui/time";

type Data = ViewOutput<"status">;

/** Who was told of an alert, and where it waits. */
function Told({ told }: { told: Data["alerts"][number]["told"] }) {
  if (told.length === 0) return null;
  return (
    <Link href="/messages" className="block text-faint text-sm hover:text-ink hover:underline">
      {told.map(({ channel, says }) => `${channel}${says ? ` (${says})` : " told"}`).join(", ")}
    </Link>
  );
}

/** Whether people hear of it when they do not look here. */
function Hearers({ names }: { names: readonly string[] }) {
  return (
    <p className="border-line border-t px-3.5 py-2.5 text-muted text-sm">
      {names.length > 0 ? (
        <>
          Told to <span className="text-ink">{names.join(", ")}</span>, as{" "}
        </>
      ) : (
        <>
          <span className="text-weak">Nobody is told of these.</span> Let one of the{" "}
        </>
      )}
      <Link href="/settings?tab=messages" className="text-accent underline underline-offset-2">
        message routes
      </Link>{" "}
      {names.length > 0 ? "say." : "hear of Sitroom itself."}
    </p>
  );
}

/** What is wrong with ourselves now, what was within a day, and what is watched. */
export function AlertsCard({ data }: { data: Data }) {
  return (
    <Card title="Alerts on Sitroom itself" note="opened and ended by themselves, on the timeline">
      {data.alerts.length === 0 ? (
        <EmptyState
          className="py-8"
          icon={<CircleCheck size={17} className="text-good" aria-hidden="true" />}
          title="Nothing is wrong with Sitroom"
        >
          {data.rules.length} rules are looked at every 15 s.
        </EmptyState>
      ) : (
        <ul>
          {data.alerts.map((alert) => (
            <li
              key={alert.id}
              className="row grid grid-cols-[80px_minmax(0,1fr)] items-baseline gap-x-3 gap-y-1 px-3.5 py-2.5 sm:grid-cols-[80px_minmax(0,1fr)_auto]"
            >
              <span>
                <Chip tone={alert.tone}>{alert.tone === "strong" ? "Grave" : "Look at it"}</Chip>
              </span>
              <span className="min-w-0 break-words">
                {alert.says}
                <Told told={alert.told} />
              </span>
              <span className="whitespace-nowrap text-muted text-sm max-sm:col-start-2">
                <Ago at={alert.openedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <Hearers names={data.hearers} />
      {data.ended.length > 0 ? (
        <details className="border-line border-t px-3.5 py-2.5 text-muted">
          <summary className="cursor-pointer">{data.ended.length} ended within 24 h</summary>
          <ul className="mt-2 grid gap-1.5">
            {data.ended.map((alert) => (
              <li key={alert.id} className="break-words text-sm">
                {alert.says}{" "}
                <span className="text-faint">
                  lasted <Ago at={alert.openedAt} until={alert.endedAt} suffix="" />, ended{" "}
                  <Ago at={alert.endedAt ?? alert.openedAt} />
                </span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      <details className="border-line border-t px-3.5 py-2.5 text-muted">
        <summary className="cursor-pointer">What is watched</summary>
        <ul className="mt-2 grid gap-1 text-sm">
          {data.rules.map((rule) => (
            <li key={rule.name}>{rule.says}</li>
          ))}
        </ul>
      </details>
    </Card>
  );
}
