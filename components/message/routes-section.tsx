"use client";
import { Plus, Route as RouteIcon } from "lucide-react";
import { useState } from "react";
import { hearsOfUs, newsKinds, type Route } from "@/lib/messages/model";
import { formatSpan } from "@/lib/series/format-span";
import { useVerb } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import type { MessageSettingsData } from "./channels-section";
import { RouteDialog } from "./route-dialog";

const levels = { low: "everything", high: "high and critical", critical: "critical only" } as const;

function sentence(route: Route, data: MessageSettingsData): string {
  const team = data.teams.find((t) => t.id === route.team)?.name;
  const whose = [...(team ? [`team ${team}`] : []), ...route.services].join(", ");
  const what =
    route.kinds.length === 0
      ? "all news"
      : route.kinds.map((k) => newsKinds[k].toLowerCase()).join(", ");
  const us = hearsOfUs(route) ? " Alerts on Sitroom itself too." : "";
  return `Of ${whose || "all services"}: ${levels[route.severity]}, ${what}.${us}`;
}

const limits = ({ quiet, perHour, digestMs }: Route): string =>
  [
    `At most ${perHour} an hour, a digest every ${formatSpan(digestMs)}`,
    quiet
      ? `; quiet from ${quiet.from} to ${quiet.to}${quiet.weekends ? " and at weekends" : ""} (${quiet.zone})${quiet.critical ? "" : ", critical news come through"}`
      : "",
    ".",
  ].join("");

function Row({ route, data }: { route: Route; data: MessageSettingsData }) {
  const [editing, setEditing] = useState(false);
  const remove = useVerb("remove-message-route", { says: () => `${route.name} removed` });
  return (
    <li className="border-line border-b px-3.5 py-3 last:border-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <span className="font-medium">{route.name}</span>
        {route.channels.map((id) => {
          const channel = data.channels.find((c) => c.id === id);
          return (
            <Chip key={id} tone={channel?.enabled ? "ink" : "outline"}>
              {`${channel?.name ?? id}${channel?.enabled ? "" : " (off)"}`}
            </Chip>
          );
        })}
        {route.channels.length === 0 ? <Chip tone="weak">Leads nowhere</Chip> : null}
        {data.admin ? (
          <span className="ml-auto flex gap-2">
            <Button size="sm" onClick={() => setEditing(true)}>
              Edit
            </Button>
            <Button
              size="sm"
              variant="danger"
              disabled={remove.isPending}
              onClick={() => remove.mutate({ id: route.id })}
            >
              Remove
            </Button>
          </span>
        ) : null}
      </div>
      <p className="mt-1 text-muted">{sentence(route, data)}</p>
      <p className="text-faint text-sm">{limits(route)}</p>
      {editing ? <RouteDialog data={data} route={route} onClose={() => setEditing(false)} /> : null}
    </li>
  );
}

/** Who hears of what, when, and how much of it. */
export function RoutesSection({ data }: { data: MessageSettingsData }) {
  const [adding, setAdding] = useState(false);
  const add = (
    <Button size="sm" onClick={() => setAdding(true)}>
      <Plus size={13} aria-hidden="true" /> Add
    </Button>
  );
  return (
    <Card
      title="Routes"
      note="who hears of what; a channel that several name is told once"
      aside={data.admin ? add : null}
    >
      {data.routes.length === 0 ? (
        <EmptyState icon={<RouteIcon size={16} aria-hidden="true" />} title="No route yet">
          A route says whose situations, from which severity, go to which channels. What is over its
          limit or falls into quiet hours is counted and told as a digest.
        </EmptyState>
      ) : (
        <ul>
          {data.routes.map((route) => (
            <Row key={route.id} route={route} data={data} />
          ))}
        </ul>
      )}
      {adding ? <RouteDialog data={data} onClose={() => setAdding(false)} /> : null}
    </Card>
  );
}
