"use client";
import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import { FreezesSection } from "../policy/freezes-section";
import { useView, type ViewOutput } from "../query";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { SkeletonRows } from "../ui/skeleton";
import { Ago } from "../ui/time";
import { ViewState } from "../ui/view-state";
import { LimitCard } from "./limit-card";
import { OwnLimitsCard } from "./own-limits-card";

type Data = ViewOutput<"guardrail">;

/** One guardrail: why it is there, what it allows and where, its verdict on every plan, and who changed it. */
export function GuardrailPage({ id }: { id: string }) {
  const query = useView("guardrail", { id }, { topics: ["settings", "remedy"], everyMs: 30_000 });
  return (
    <div className="w-full max-w-[1320px] px-6 pt-4 pb-16 max-md:px-3.5">
      <ViewState query={query} what="The guardrail" skeleton={<SkeletonRows rows={8} />}>
        {(data) => (
          <>
            <header>
              <h2 className="flex flex-wrap items-center gap-2 font-semibold text-xl tracking-tight">
                {data.name}
                <Chip tone={data.stops === "all" ? "ink" : "outline"}>
                  {data.stops === "all" ? "stops every run" : "asks a person"}
                </Chip>
              </h2>
              <p className="mt-0.5 max-w-[80ch] text-muted">{data.why}</p>
            </header>
            <div className="mt-4 grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_400px]">
              <Verdicts data={data} />
              <div className="grid min-w-0 gap-4 max-xl:order-first">
                <What data={data} />
                <Changes changes={data.changes} />
              </div>
            </div>
          </>
        )}
      </ViewState>
    </div>
  );
}

/** What it holds plans to, and how that is changed. */
function What({ data }: { data: Data }) {
  if (data.limit === "freezes") return <FreezesSection data={data} />;
  if (data.value !== null)
    return (
      <>
        <LimitCard key={data.value} data={data} />
        {data.limit === "atOnce" ? null : <OwnLimitsCard data={data} />}
      </>
    );
  const kill = data.killSwitch;
  return (
    <Card title="What it allows">
      <p className="px-3.5 py-3 text-muted">
        {kill
          ? kill.on
            ? `${kill.by} has stopped all remedies: ${kill.reason} The switch is in the header.`
            : "Remedies may run. The switch is in the header of every page."
          : "There is nothing to set: it holds for every plan of every service."}
      </p>
    </Card>
  );
}

function Verdicts({ data }: { data: Data }) {
  return (
    <Card
      title="Verdicts"
      note={
        data.plans === 0
          ? "30 days"
          : `in the way of ${data.held} of ${data.plans} plans in 30 days, those first`
      }
    >
      {data.verdicts.length === 0 ? (
        <EmptyState
          icon={<ShieldCheck size={16} aria-hidden="true" />}
          title="No plan was judged yet"
        >
          Every plan is judged when it is made, when it is approved and before it is sent.
        </EmptyState>
      ) : (
        <ul>
          {data.verdicts.map((v) => (
            <li
              key={v.remedyId}
              className="row grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 px-3.5 py-2"
            >
              <span className="flex min-w-0 flex-wrap items-center gap-x-2">
                <Link
                  href={`/situations/${v.situationId}`}
                  className="min-w-0 font-medium underline-offset-2 hover:underline"
                >
                  {v.title}
                </Link>
                <span className="text-muted text-sm">S-{v.situationId}</span>
              </span>
              <span className="text-right text-muted text-sm">
                <Ago at={v.at} />
              </span>
              <span className="col-span-full text-sm">
                <span className={v.ok ? "text-good" : "font-medium text-strong"}>
                  {v.ok ? "Holds." : "In the way."}
                </span>{" "}
                <span className="text-muted">{v.says}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Changes({ changes }: { changes: Data["changes"] }) {
  return (
    <Card title="Changes">
      {changes.length === 0 ? (
        <p className="px-3.5 py-3 text-muted">
          Never changed. Whoever changes it gives a reason, which stands here and in the audit.
        </p>
      ) : (
        <ul>
          {changes.map((c) => (
            <li key={c.id} className="row px-3.5 py-2">
              <span className="block break-words">{c.says}</span>
              <span className="text-muted text-sm">
                {c.by}, <Ago at={c.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
