"use client";
import { CircleCheck } from "lucide-react";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { Ago } from "../ui/time";

type Data = ViewOutput<"status">;

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
              <span className="min-w-0 break-words">{alert.says}</span>
              <span className="whitespace-nowrap text-muted text-sm max-sm:col-start-2">
                <Ago at={alert.openedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
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
