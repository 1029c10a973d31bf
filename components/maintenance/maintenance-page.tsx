"use client";
import { CalendarClock, Plus } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { useMay } from "../nav/use-shell";
import { useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { LinkTabs } from "../ui/link-tabs";
import { SkeletonRows } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { PlanDialog } from "./plan-dialog";
import { SilenceRows } from "./silence-rows";
import { WindowRows } from "./window-rows";

type Data = ViewOutput<"maintenance">;
type Window = Data["windows"][number];

const parsers = {
  tab: parseAsStringLiteral(["now", "past", "silences"] as const).withDefault("now"),
  /** Opens the form with this scope */
  scope: parseAsString.withDefault(""),
};

/** Planned work and silences: what is in force, what comes and what was. */
export function MaintenancePage() {
  const [{ tab, scope }, setState] = useQueryStates(parsers, { history: "replace" });
  const [form, setForm] = useState<"new" | Window | null>(null);
  const may = useMay("responder");
  const query = useView("maintenance", {}, { topics: ["detector", "situation"], everyMs: 30_000 });
  const planning = form !== null || (scope !== "" && may);
  return (
    <div className="flex-1 px-5 pt-1 pb-16 max-md:px-3">
      <LinkTabs
        label="Maintenance"
        tabs={[
          { href: "/maintenance", label: "In force and coming", on: tab === "now" },
          { href: "/maintenance?tab=past", label: "Past", on: tab === "past" },
          {
            href: "/maintenance?tab=silences",
            label: "Silences",
            count: query.data?.silences.filter((s) => s.inForce).length,
            on: tab === "silences",
          },
        ]}
        aside={
          <Button
            size="sm"
            variant="primary"
            disabled={!may}
            title={may ? undefined : "Planning needs the role responder"}
            onClick={() => setForm("new")}
          >
            <Plus size={13} aria-hidden="true" />
            <span>
              Plan <span className="max-sm:sr-only">maintenance</span>
            </span>
          </Button>
        }
      />
      <div className="mt-4">
        <ViewState
          query={query}
          what="Maintenance"
          skeleton={<SkeletonRows rows={6} className="rounded-lg border border-line bg-surface" />}
        >
          {(data) => (
            <>
              {tab === "silences" ? (
                <SilenceRows silences={data.silences} />
              ) : (
                <Windows
                  data={data}
                  past={tab === "past"}
                  onChange={setForm}
                  onPlan={() => setForm("new")}
                />
              )}
              {planning ? (
                <PlanDialog
                  data={data}
                  window={form === "new" ? null : form}
                  scope={scope}
                  onClose={() => {
                    setForm(null);
                    void setState({ scope: null });
                  }}
                />
              ) : null}
            </>
          )}
        </ViewState>
      </div>
    </div>
  );
}

function Windows({
  data,
  past,
  onChange,
  onPlan,
}: {
  data: Data;
  past: boolean;
  onChange(window: Window): void;
  onPlan(): void;
}) {
  const of = (state: Window["state"]) => data.windows.filter((w) => w.state === state);
  const soonest = (a: Window, b: Window) => (a.next?.from ?? 0) - (b.next?.from ?? 0);
  if (past)
    return (
      <Card title="Past" note="the last 60 days">
        {of("past").length === 0 ? (
          <p className="p-3.5 text-muted">No window has ended in the last 60 days.</p>
        ) : (
          <WindowRows windows={of("past")} onChange={onChange} />
        )}
      </Card>
    );
  const now = of("now");
  const coming = of("coming").sort(soonest);
  if (now.length + coming.length === 0)
    return (
      <Card>
        <EmptyState
          icon={<CalendarClock size={17} aria-hidden="true" />}
          title="No maintenance in force or planned"
          action={<Button onClick={onPlan}>Plan maintenance</Button>}
        >
          While a window holds, anomalies in its scope are recorded and marked, but none pages or
          opens a situation. Every window has an end.
        </EmptyState>
      </Card>
    );
  return (
    <div className="grid gap-4">
      {now.length > 0 ? (
        <Card title="In force" aside={now.length}>
          <WindowRows windows={now} onChange={onChange} />
        </Card>
      ) : null}
      {coming.length > 0 ? (
        <Card title="Coming" aside={coming.length}>
          <WindowRows windows={coming} onChange={onChange} />
        </Card>
      ) : null}
    </div>
  );
}
