"use client";
import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import { formatSpan } from "@/lib/series/format-span";
import { useShell } from "../nav/use-shell";
import { useView, type ViewOutput } from "../query";
import { CauseIcon } from "../situation/cause-icon";
import { groupByStep } from "../situation/situation-filter";
import { SituationRows } from "../situation/situation-rows";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { formatCount } from "../ui/format";
import { Skeleton } from "../ui/skeleton";
import { StatTiles } from "../ui/stat-tiles";
import { Ago } from "../ui/time";
import { ViewState } from "../ui/view-state";
import { FaultPanel } from "./fault-panel";
import { ServiceTiles } from "./service-tiles";

const shownSituations = 6;
const none: ReadonlySet<number> = new Set();

function Open({ data }: { data: ViewOutput<"situations"> }) {
  const open = data.rows.filter((r) => r.status !== "resolved");
  const flat = groupByStep(open)
    .flatMap((g) => g.rows)
    .slice(0, shownSituations);
  const ids = new Set(flat.map((r) => r.id));
  if (open.length === 0)
    return (
      <div className="rounded-lg border border-line bg-surface">
        <EmptyState
          className="py-8"
          icon={<ShieldCheck size={18} className="text-good" aria-hidden="true" />}
          title="Nothing needs you"
        >
          {data.lastClosedAt === null ? (
            "When several signals break together, the situation appears here with its likely cause and what to press."
          ) : (
            <>
              The last situation closed <Ago at={data.lastClosedAt} />.
            </>
          )}
        </EmptyState>
      </div>
    );
  return (
    <>
      <SituationRows
        groups={groupByStep(open.filter((r) => ids.has(r.id)))}
        selected={none}
        onSelect={() => {}}
        focused={null}
        fresh={none}
        selectable={false}
      />
      {open.length > flat.length ? (
        <Link href="/situations" className="mt-2 inline-block text-accent text-sm hover:underline">
          {open.length - flat.length} more open
        </Link>
      ) : null}
    </>
  );
}

function RecentChanges({ changes }: { changes: ViewOutput<"overview">["changes"] }) {
  return (
    <Card
      title="Recent changes"
      note="24 h"
      aside={
        <Link href="/changes" className="hover:text-ink">
          All changes
        </Link>
      }
    >
      {changes.length === 0 ? (
        <p className="px-3.5 py-3 text-muted">
          Nothing was changed in the last 24 hours. Deploys, flags and configuration appear here
          when they are told or seen.
        </p>
      ) : (
        <ul>
          {changes.map((c) => (
            <li
              key={c.id}
              className="relative flex min-h-[34px] items-center gap-2.5 border-line border-b px-3.5 py-1 last:border-0 hover:bg-hover"
            >
              <CauseIcon changeKind={c.kind} />
              <Link
                href={`/changes?change=${c.id}`}
                className="min-w-0 flex-1 truncate -outline-offset-2 after:absolute after:inset-0"
              >
                {c.title}
              </Link>
              {c.accusedIn === null ? null : (
                <Link href={`/situations/${c.accusedIn}`} className="relative z-10">
                  <Chip tone="strong">{`Suspect in S-${c.accusedIn}`}</Chip>
                </Link>
              )}
              <span className="whitespace-nowrap text-muted text-sm">
                <Ago at={c.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

const span = (ms: number | null) => (ms === null ? "–" : formatSpan(ms));

/** The first glance: what needs a decision, how the services are, how fast the loop is, what changed. */
export function OverviewPage() {
  const faults = useShell().data?.faults ?? false;
  const situations = useView(
    "situations",
    {},
    { topics: ["situation", "anomaly", "remedy"], everyMs: 30_000 },
  );
  const query = useView(
    "overview",
    {},
    { topics: ["situation", "anomaly", "change"], everyMs: 10_000 },
  );
  const rows = situations.data?.rows ?? [];
  const open = rows.filter((r) => r.status !== "resolved");
  const deciding = open.filter((r) => r.step === "decide").length;
  const loop = query.data?.loop;
  const absorbed = situations.data;
  return (
    <div className="w-full max-w-[1480px] px-6 py-4 max-md:px-3.5">
      <StatTiles
        tiles={[
          {
            label: "Needs a decision",
            value: situations.data ? deciding : "–",
            ...(deciding > 0 ? { tone: "accent" as const } : {}),
          },
          { label: "Open situations", value: situations.data ? open.length : "–" },
          {
            label: "Time to detect",
            value: span(loop?.detectMs ?? null),
            hint: "MTTD: median from the bad change or first bad signal to an opened situation, 7 days",
          },
          {
            label: "Time to know",
            value: span(loop?.knowMs ?? null),
            hint: "MTTK: median from an opened situation to the right proposal, 7 days",
          },
          {
            label: "Time to recover",
            value: span(loop?.recoverMs ?? null),
            hint: "MTTR: median from the first bad signal to resolved, 7 days",
          },
          {
            label: "Anomalies, 24 h",
            value: absorbed ? formatCount(absorbed.absorbed24h) : "–",
            ...(absorbed && absorbed.opened24h > 0 ? { unit: `into ${absorbed.opened24h}` } : {}),
            hint: "Anomalies seen in 24 h, and into how many situations they went",
          },
        ]}
      />
      <div className="mt-5 grid items-start gap-x-5 gap-y-6 xl:grid-cols-[minmax(0,1fr)_372px]">
        <div className="grid min-w-0 gap-6">
          <section aria-labelledby="open-title">
            <h2 id="open-title" className="mb-2 font-semibold">
              Open situations
            </h2>
            <ViewState
              query={situations}
              what="Situations"
              skeleton={<Skeleton className="h-44 rounded-lg" />}
            >
              {(data) => <Open data={data} />}
            </ViewState>
          </section>
          <section aria-labelledby="services-title">
            <h2 id="services-title" className="mb-2 font-semibold">
              Services{" "}
              <span className="font-normal text-muted text-sm">p95 over the last hour</span>
            </h2>
            <ViewState
              query={query}
              what="Services"
              skeleton={
                <div className="grid gap-2.5 sm:grid-cols-2 xl:grid-cols-3">
                  {["a", "b", "c", "d", "e", "f"].map((key) => (
                    <Skeleton key={key} className="h-[84px] rounded-lg" />
                  ))}
                </div>
              }
            >
              {(data) => <ServiceTiles services={data.services} />}
            </ViewState>
          </section>
        </div>
        <div className="grid min-w-0 gap-3">
          {faults ? <FaultPanel /> : null}
          <ViewState
            query={query}
            what="Changes"
            skeleton={<Skeleton className="h-60 rounded-lg" />}
          >
            {(data) => <RecentChanges changes={data.changes} />}
          </ViewState>
        </div>
      </div>
    </div>
  );
}
