"use client";
import { Lock } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { formatValue } from "../chart/format-value";
import { MessagesSettings } from "../message/messages-settings";
import { AccountSection } from "../people/account-section";
import { AuditSection } from "../people/audit-section";
import { PeopleSection } from "../people/people-section";
import { useNow } from "../providers/clock";
import { useView, type ViewOutput } from "../query";
import { Avatar } from "../ui/avatar";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { formatCount } from "../ui/format";
import { LinkTabs } from "../ui/link-tabs";
import { Skeleton, SkeletonRows } from "../ui/skeleton";
import { Time } from "../ui/time";
import { ViewState } from "../ui/view-state";
import { DataRulesTab } from "./data-rules-tab";
import { useIngestBase } from "./ingest-base";
import { IntegrationsSection } from "./integrations-section";
import { KeysSection } from "./keys-section";
import { Snippet } from "./snippet";
import { snippets } from "./snippets";

type Data = ViewOutput<"settings">;
const tabNames = [
  "send",
  "data",
  "keys",
  "integrations",
  "messages",
  "people",
  "audit",
  "you",
  "about",
] as const;
const labels = {
  send: "Send data",
  data: "Stored data",
  keys: "API keys",
  integrations: "Integrations",
  messages: "Messages",
  people: "People",
  audit: "Audit",
  you: "You",
  about: "About",
} as const;

function SendData({ data }: { data: Data }) {
  const base = useIngestBase(data.ingestPort);
  return (
    <>
      <p className="text-muted">
        Telemetry arrives at <code className="text-ink">{base}</code>, on a port of its own. Make a
        key under API keys and put it in place of YOUR_KEY.
      </p>
      <div className="grid items-start gap-4 xl:grid-cols-2">
        {snippets(base, "YOUR_KEY").map((s) => (
          <Snippet key={s.title} title={s.title} text={s.text} />
        ))}
      </div>
    </>
  );
}

function People({ data }: { data: Data }) {
  return (
    <Card title="People" note="each role may do all that the ones before it may">
      <ul>
        {data.users.map((u) => (
          <li
            key={u.id}
            data-quiet={u.disabled}
            className="row flex flex-wrap items-center gap-x-3 gap-y-1 px-3.5 py-2"
          >
            <Avatar name={u.name} size="md" />
            <span className="font-medium">{u.name}</span>
            <span className="text-muted">{u.email}</span>
            {u.id === data.you ? <Chip tone="accent">You</Chip> : null}
            {u.disabled ? <Chip>Locked out</Chip> : null}
            <span className="ml-auto flex items-center gap-3">
              <Chip tone="ink">{u.role}</Chip>
              <span className="text-muted text-sm max-sm:hidden">
                since <Time at={u.createdAt} date seconds={false} />
              </span>
            </span>
          </li>
        ))}
      </ul>
      <p className="border-line border-t px-3.5 py-2.5 text-muted text-sm">
        Viewer looks. Responder acknowledges, assigns and runs checks. Approver approves remedies
        and holds the kill switch. Editor tunes detectors. Admin manages keys, integrations and
        people.
      </p>
    </Card>
  );
}

function About({ data }: { data: Data }) {
  const facts: readonly (readonly [string, string])[] = [
    ["Version", `Sitroom ${data.about.version}`],
    ["Runtime", `Node ${data.about.node}`],
    ["Series", formatCount(data.about.series)],
    ["Database", formatValue(data.about.bytes, "By")],
    ["Single sign-on", data.about.singleSignOn ? "configured" : "not configured"],
    ["Mode", data.about.demo ? "demo" : "production"],
    ["Licence", "Apache-2.0"],
  ];
  return (
    <Card title="About this installation">
      <dl className="grid grid-cols-[140px_minmax(0,1fr)] gap-y-1.5 px-3.5 py-3">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

const whyAdmins = {
  keys: "Keys let machines write to Sitroom, so only an administrator sees and makes them.",
  audit: "The audit names people and where they came from, so only an administrator reads it.",
};

function AdminsOnly({ what }: { what: keyof typeof whyAdmins }) {
  return (
    <Card>
      <EmptyState icon={<Lock size={16} aria-hidden="true" />} title="For administrators">
        {whyAdmins[what]}
      </EmptyState>
    </Card>
  );
}

/** Keys, integrations, how to send data, people, and the installation itself. */
export function SettingsPage() {
  const [tab] = useQueryState("tab", parseAsStringLiteral(tabNames).withDefault("send"));
  const query = useView("settings", {}, { topics: ["settings"], everyMs: 30_000 });
  const now = useNow(60_000);
  return (
    <div className="w-full max-w-[1100px] px-6 pt-1 pb-16 max-md:px-3.5">
      <LinkTabs
        label="Settings"
        tabs={tabNames.map((name) => ({
          href: name === "send" ? "/settings" : `/settings?tab=${name}`,
          label: labels[name],
          on: name === tab,
        }))}
      />
      <div className="mt-5 grid gap-4">
        <ViewState
          query={query}
          what="Settings"
          skeleton={
            <>
              <Skeleton className="h-4 w-96 max-w-full" />
              <SkeletonRows rows={4} className="rounded-lg border border-line bg-surface" />
            </>
          }
        >
          {(data) => (
            <>
              {tab === "send" ? <SendData data={data} /> : null}
              {tab === "data" ? <DataRulesTab /> : null}
              {tab === "keys" ? (
                data.admin ? (
                  <KeysSection keys={data.keys} now={now} />
                ) : (
                  <AdminsOnly what="keys" />
                )
              ) : null}
              {tab === "messages" ? <MessagesSettings /> : null}
              {tab === "integrations" ? <IntegrationsSection data={data} /> : null}
              {tab === "people" ? data.admin ? <PeopleSection /> : <People data={data} /> : null}
              {tab === "audit" ? data.admin ? <AuditSection /> : <AdminsOnly what="audit" /> : null}
              {tab === "you" ? <AccountSection /> : null}
              {tab === "about" ? <About data={data} /> : null}
            </>
          )}
        </ViewState>
      </div>
    </div>
  );
}
