"use client";
import { CircleCheck, Mail, Moon } from "lucide-react";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { LinkTabs } from "../ui/link-tabs";
import { Skeleton, SkeletonRows } from "../ui/skeleton";
import { StatTiles } from "../ui/stat-tiles";
import { ViewState } from "../ui/view-state";
import { MessageRows } from "./message-rows";

type Data = ViewOutput<"messages">;
const tabs = ["sent", "held", "failed"] as const;
type Tab = (typeof tabs)[number];

const words: Record<Tab, { label: string; empty: string; says: string }> = {
  sent: {
    label: "Sent",
    empty: "Nothing was sent yet",
    says: "When a situation opens, moves or ends, or something is wrong with Sitroom itself, those whom a route names hear of it in their channel; it stands here too.",
  },
  held: {
    label: "Held back",
    empty: "Nothing was held back",
    says: "What quiet hours or the limit of an hour hold back stands here until a digest tells it. Nothing is dropped.",
  },
  failed: {
    label: "Failed",
    empty: "Everything arrived",
    says: "A message that a channel refuses, or does not take within two and a half hours, stands here to be sent again.",
  },
};

function Tiles({ counts }: { counts: Data["counts"] }) {
  return (
    <StatTiles
      tiles={[
        { label: "Sent in 24 h", value: counts.sent24h },
        { label: "Digests among them", value: counts.digests24h },
        { label: "Held back in 24 h", value: counts.held24h },
        { label: "Wait for a digest", value: counts.waiting },
        { label: "Under way", value: counts.underWay },
        { label: "Failed", value: counts.failed, tone: counts.failed > 0 ? "strong" : "ink" },
      ]}
    />
  );
}

function Nothing({ tab, data }: { tab: Tab; data: Data }) {
  if (data.channels === 0 || data.routes === 0)
    return (
      <EmptyState
        icon={<Mail size={16} aria-hidden="true" />}
        title={data.channels === 0 ? "Nobody is told yet" : "No route leads anywhere yet"}
        action={
          <Button asChild variant="primary">
            <Link href="/settings?tab=messages">Set up messages</Link>
          </Button>
        }
      >
        {data.channels === 0
          ? "Add a channel (Slack, e-mail, a webhook, Alertmanager, PagerDuty) and say who hears of what."
          : "A route says which news go to which channel, when, and how much of it."}
      </EmptyState>
    );
  const icon =
    tab === "failed" ? (
      <CircleCheck size={17} className="text-good" aria-hidden="true" />
    ) : tab === "held" ? (
      <Moon size={16} aria-hidden="true" />
    ) : (
      <Mail size={16} aria-hidden="true" />
    );
  return (
    <EmptyState icon={icon} title={words[tab].empty}>
      {words[tab].says}
    </EmptyState>
  );
}

/** What was told, what was held back and why, and what could not be told. */
export function MessagesPage() {
  const [tab] = useQueryState("tab", parseAsStringLiteral(tabs).withDefault("sent"));
  const query = useView("messages", { tab }, { topics: ["message", "settings"], everyMs: 30_000 });
  return (
    <div className="w-full max-w-[1320px] px-6 pt-1 pb-16 max-md:px-3.5">
      <ViewState
        query={query}
        what="Messages"
        skeleton={
          <>
            <Skeleton className="mt-3 h-5 w-72" />
            <Skeleton className="mt-6 h-16 rounded-lg" />
            <SkeletonRows rows={6} className="mt-4 rounded-lg border border-line bg-surface" />
          </>
        }
      >
        {(data) => (
          <>
            <LinkTabs
              label="Messages by state"
              tabs={tabs.map((name) => ({
                href: name === "sent" ? "/messages" : `/messages?tab=${name}`,
                label: words[name].label,
                count:
                  name === "failed"
                    ? data.counts.failed
                    : name === "held"
                      ? data.counts.waiting
                      : undefined,
                on: name === tab,
              }))}
              aside={
                <Link href="/settings?tab=messages" className="hover:text-ink max-sm:hidden">
                  Channels and routes
                </Link>
              }
            />
            <div className="mt-4 grid gap-4">
              <Tiles counts={data.counts} />
              {data.rows.length === 0 ? (
                <Card>
                  <Nothing tab={tab} data={data} />
                </Card>
              ) : (
                <MessageRows rows={data.rows} tab={tab} />
              )}
            </div>
          </>
        )}
      </ViewState>
    </div>
  );
}
