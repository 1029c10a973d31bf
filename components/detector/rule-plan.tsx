"use client";
import { type ReactNode, useState } from "react";
import { Segments } from "../chart/segments";
import { useView, type ViewInput, type ViewOutput } from "../query";
import { formatCount } from "../ui/format";
import { Skeleton } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { paramFields } from "./prepare-fields";

type Plan = ViewOutput<"detector-rule-plan">;
type What = Plan["kinds"][number]["what"];

const titles: Record<What, string> = {
  create: "Make",
  change: "Change",
  remove: "Switch off",
  keep: "Keep",
};

/** What applying a rule would do: counts, the series of each kind with the reason, and a few trained for show. */
export function RulePlan({ wish }: { wish: ViewInput<"detector-rule-plan"> }) {
  const query = useView("detector-rule-plan", wish);
  return (
    <ViewState
      query={query}
      what="The plan"
      skeleton={<Skeleton className="h-40 w-full rounded-md" />}
    >
      {(plan) => <Steps plan={plan} stale={query.isPlaceholderData} />}
    </ViewState>
  );
}

function Steps({ plan, stale }: { plan: Plan; stale: boolean }) {
  const [chosen, setChosen] = useState<What | null>(null);
  const what = chosen ?? plan.kinds.find((k) => k.count > 0)?.what ?? "create";
  const kind = plan.kinds.find((k) => k.what === what);
  return (
    <div className="grid gap-3" aria-busy={stale} style={stale ? { opacity: 0.6 } : undefined}>
      <div className="flex flex-wrap items-center gap-3">
        <Segments
          label="What would happen"
          value={what}
          options={plan.kinds.map((k): { value: What; label: ReactNode } => ({
            value: k.what,
            label: (
              <>
                {titles[k.what]} <b className="font-semibold">{formatCount(k.count)}</b>
              </>
            ),
          }))}
          onChange={(k) => setChosen(k)}
        />
        <span className="text-muted">{formatCount(plan.series)} series match</span>
      </div>
      {kind && kind.count > 0 ? (
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by keyboard
          tabIndex={0}
          aria-label={titles[what]}
          className="max-h-52 overflow-y-auto rounded-md border border-line"
        >
          {kind.steps.map((s) => (
            <li key={s.seriesId} className="row flex min-h-8 items-center gap-3 px-3">
              <span className="min-w-0 flex-1 truncate" title={s.target}>
                {s.title}
              </span>
              <span className="text-muted text-sm">{s.why}</span>
            </li>
          ))}
          {kind.count > kind.steps.length ? (
            <li className="px-3 py-1 text-muted text-sm">
              and {formatCount(kind.count - kind.steps.length)} more
            </li>
          ) : null}
        </ul>
      ) : (
        <p className="text-muted">None.</p>
      )}
      {plan.samples.length > 0 ? (
        <div className="grid gap-1">
          <h3 className="font-medium">What training gives, for example</h3>
          <ul>
            {plan.samples.map((s) => (
              <li key={s.seriesId} className="flex flex-wrap gap-x-3 py-0.5">
                <span className="min-w-0 flex-1 truncate">{s.title}</span>
                <span className={s.problem ? "text-sm text-weak" : "text-muted text-sm"}>
                  {s.problem ??
                    `${limitsOf(s.params)}; ≈ ${Number(s.perWeek.toPrecision(2))} a week`}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}

const fieldTitles = new Map(
  paramFields("constant-threshold").map((f) => [f.name, f.title.toLowerCase()]),
);
/** A parameter as the form of a detector names it. */
const nameOf = (name: string) => fieldTitles.get(name) ?? name;

/** The trained numbers in a few words. */
const limitsOf = (params: Record<string, unknown>): string =>
  Object.entries(params)
    .flatMap(([name, v]) =>
      typeof v === "number" ? [`${nameOf(name)} ${Number(v.toPrecision(3))}`] : [],
    )
    .join(", ") || "no limits";
