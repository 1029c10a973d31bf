"use client";
import { ChevronLeft, CircleCheck, Undo2 } from "lucide-react";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { useKeys } from "../nav/use-keys";
import { useNarrow } from "../nav/use-narrow";
import { useView, type ViewOutput } from "../query";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Kbd } from "../ui/kbd";
import { LinkTabs } from "../ui/link-tabs";
import { Skeleton, SkeletonRows } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { ActionRows } from "./action-rows";
import { DecisionFoot } from "./decision-foot";
import { PlanView } from "./plan-view";

type Data = ViewOutput<"actions">;

const parsers = {
  tab: parseAsStringLiteral(["pending", "running", "verifying", "done"] as const),
  id: parseAsString,
};
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

function Nothing({ tab, words }: { tab: Tab; words: (typeof tabs)[number] | undefined }) {
  return (
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
  );
}

/** The rows of one tab and the plan that is looked at: below them, or in their place on a narrow screen. */
function Inbox({ data, tab, id }: { data: Data; tab: Tab; id: string | null }) {
  const [, set] = useQueryStates(parsers);
  const narrow = useNarrow();
  const rows = data.remedies.filter((r) => r.tab === tab);
  // A plan stays in sight when it is decided and leaves the list: a second "y" must not meet the next one.
  const [first, setFirst] = useState(rows[0]?.id ?? null);
  if (first === null && rows[0]) setFirst(rows[0].id);
  const chosen = data.remedies.find((r) => r.id === (id ?? first)) ?? rows[0];
  const move = (by: number) => {
    const at = rows.findIndex((r) => r.id === chosen?.id);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (next) void set({ tab, id: next.id });
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
  const words = tabs.find((t) => t.tab === tab);
  const planOnly = narrow && id !== null && chosen !== undefined;
  return (
    <>
      <div className="w-full max-w-[1320px] flex-1 px-6 pt-4 pb-16 max-md:px-3.5 max-md:pb-6">
        {planOnly ? (
          <Link
            href={`/actions?tab=${tab}`}
            className="-mt-3 -ml-1 flex h-10 w-fit items-center gap-1 pr-3 text-accent"
          >
            <ChevronLeft size={16} aria-hidden="true" />
            {`${words?.label}, all ${rows.length}`}
          </Link>
        ) : rows.length === 0 ? (
          <Nothing tab={tab} words={words} />
        ) : (
          <ActionRows
            remedies={rows}
            chosen={narrow ? null : (chosen?.id ?? null)}
            onChoose={(next) => void set({ tab, id: next }, { history: "push", scroll: narrow })}
          />
        )}
        {chosen && (planOnly || !narrow) ? (
          <PlanView key={chosen.id} remedy={chosen} focusTitle={planOnly} />
        ) : null}
      </div>
      {planOnly ? <DecisionFoot remedy={chosen} /> : null}
    </>
  );
}

function Filled({ data }: { data: Data }) {
  const [{ tab: wanted, id }] = useQueryStates(parsers);
  const tab = wanted ?? data.remedies.find((r) => r.id === id)?.tab ?? "pending";
  return (
    <>
      <div className="w-full max-w-[1320px] px-6 pt-1 max-md:px-3.5">
        <LinkTabs
          label="Actions by state"
          aside={
            tab === "pending" ? (
              <span className="flex items-center gap-1.5 max-lg:hidden">
                <Kbd>j</Kbd>
                <Kbd>k</Kbd> move <Kbd>y</Kbd> approve <Kbd>n</Kbd> reject
              </span>
            ) : null
          }
          tabs={tabs.map((t) => ({
            href: `/actions?tab=${t.tab}`,
            label: t.label,
            count: data.remedies.filter((r) => r.tab === t.tab).length,
            on: t.tab === tab,
          }))}
        />
      </div>
      <Inbox key={tab} data={data} tab={tab} id={id} />
    </>
  );
}

/** The inbox of remedies: what waits for a yes or no, what runs, what is verified, what is over. */
export function ActionsPage() {
  const query = useView("actions", {}, { topics: ["remedy", "situation"], everyMs: 30_000 });
  return (
    <ViewState
      query={query}
      what="Actions"
      skeleton={
        <div className="w-full max-w-[1320px] px-6 pt-1 pb-16 max-md:px-3.5">
          <Skeleton className="mt-3 h-5 w-72" />
          <SkeletonRows rows={3} className="mt-6 rounded-lg border border-line bg-surface" />
          <Skeleton className="mt-8 h-72 rounded-lg" />
        </div>
      }
    >
      {(data) => <Filled data={data} />}
    </ViewState>
  );
}
