"use client";
import { CircleCheck, Undo2 } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { ReactNode } from "react";
import { useKeys } from "../nav/use-keys";
import { useView, type ViewOutput } from "../query";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Kbd } from "../ui/kbd";
import { LinkTabs } from "../ui/link-tabs";
import { Skeleton, SkeletonRows } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { ActionRows } from "./action-rows";
import { PlanView } from "./plan-view";

type Data = ViewOutput<"actions">;
type Tab = Data["remedies"][number]["tab"];

const tabs: readonly { tab: Tab; label: string; empty: string; says: string }[] = [
  {
    tab: "pending",
    label: "Pending",
    empty: "Nothing waits for a decision",
    says: "When a change is the likely cause of a situation and can be undone, the plan to undo it appears here.",
  },
  {
    tab: "running",
    label: "Running",
    empty: "Nothing is being executed",
    says: "An approved plan appears here while its executor works.",
  },
  {
    tab: "verifying",
    label: "Verifying",
    empty: "Nothing is being verified",
    says: "After execution the detectors that opened the situation judge whether it helped.",
  },
  {
    tab: "done",
    label: "Done",
    empty: "Nothing has been done yet",
    says: "Executed, rejected and expired plans stay here with their outcome.",
  },
];

function Filled({ data }: { data: Data }) {
  const [{ tab: wanted, id }, set] = useQueryStates({
    tab: parseAsStringLiteral(["pending", "running", "verifying", "done"] as const),
    id: parseAsString,
  });
  const asked = data.remedies.find((r) => r.id === id);
  const tab = wanted ?? asked?.tab ?? "pending";
  const rows = data.remedies.filter((r) => r.tab === tab);
  const chosen = rows.find((r) => r.id === id) ?? rows[0];
  const move = (by: number) => {
    const at = rows.findIndex((r) => r.id === chosen?.id);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (next) void set({ tab, id: next.id });
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
  const words = tabs.find((t) => t.tab === tab);
  const hint: ReactNode = (
    <span className="flex items-center gap-1.5 max-lg:hidden">
      <Kbd>j</Kbd>
      <Kbd>k</Kbd> move <Kbd>y</Kbd> approve <Kbd>n</Kbd> reject
    </span>
  );
  return (
    <>
      <LinkTabs
        label="Actions by state"
        aside={tab === "pending" ? hint : null}
        tabs={tabs.map((t) => ({
          href: `/actions?tab=${t.tab}`,
          label: t.label,
          count: data.remedies.filter((r) => r.tab === t.tab).length,
          on: t.tab === tab,
        }))}
      />
      <div className="mt-4">
        {rows.length === 0 ? (
          <Card>
            <EmptyState
              icon={
                tab === "pending" ? (
                  <CircleCheck size={17} className="text-good" aria-hidden="true" />
                ) : (
                  <Undo2 size={17} aria-hidden="true" />
                )
              }
              title={words?.empty ?? ""}
            >
              {words?.says}
            </EmptyState>
          </Card>
        ) : (
          <ActionRows
            remedies={rows}
            chosen={chosen?.id ?? null}
            onChoose={(next) => void set({ tab, id: next })}
          />
        )}
        {chosen ? <PlanView key={chosen.id} remedy={chosen} /> : null}
      </div>
    </>
  );
}

/** The inbox of remedies: what waits for a yes or no, what runs, what is verified, what is over. */
export function ActionsPage() {
  const query = useView("actions", {}, { topics: ["remedy", "situation"], everyMs: 30_000 });
  return (
    <div className="w-full max-w-[1320px] px-6 pt-1 pb-16 max-md:px-3.5">
      <ViewState
        query={query}
        what="Actions"
        skeleton={
          <>
            <Skeleton className="mt-3 h-5 w-72" />
            <SkeletonRows rows={3} className="mt-6 rounded-lg border border-line bg-surface" />
            <Skeleton className="mt-8 h-72 rounded-lg" />
          </>
        }
      >
        {(data) => <Filled data={data} />}
      </ViewState>
    </div>
  );
}
