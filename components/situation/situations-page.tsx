"use client";
import { ArrowUp, ListFilter, Search, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { parseAsInteger, useQueryState } from "nuqs";
import { useState } from "react";
import { TopBarSlot } from "../nav/top-bar-slot";
import { useListKeys } from "../nav/use-list-keys";
import { useMay } from "../nav/use-shell";
import { useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { formatCount } from "../ui/format";
import { Input } from "../ui/input";
import { Kbd } from "../ui/kbd";
import { Select } from "../ui/select";
import { Sheet } from "../ui/sheet";
import { Skeleton, SkeletonRows } from "../ui/skeleton";
import { StatTiles } from "../ui/stat-tiles";
import { Ago } from "../ui/time";
import { ViewState } from "../ui/view-state";
import { FacetRail } from "./facet-rail";
import { SavedViews } from "./saved-views";
import { SelectionBar } from "./selection-bar";
import { filterSituations, groupByStep, type SituationRow } from "./situation-filter";
import { SituationRows } from "./situation-rows";
import { useSituationFilter } from "./use-situation-filter";

type Data = ViewOutput<"situations">;

function Loading() {
  return (
    <div className="flex-1 px-5 py-3.5 lg:ml-[180px]">
      <Skeleton className="mb-3.5 h-[58px] rounded-lg" />
      <Skeleton className="mb-2.5 h-[34px] rounded-md" />
      <SkeletonRows rows={9} className="rounded-lg border border-line bg-surface" />
    </div>
  );
}

/** Nothing is open: says what has been absorbed and what would appear. */
function AllQuiet({ data }: { data: Data }) {
  return (
    <EmptyState
      icon={<ShieldCheck size={18} className="text-good" aria-hidden="true" />}
      title="No open situations"
      action={
        <>
          <Button asChild>
            <Link href="/anomalies">See single anomalies</Link>
          </Button>
          <Button asChild variant="ghost">
            <Link href="/detectors">Tune detectors</Link>
          </Button>
        </>
      }
    >
      {data.lastClosedAt === null ? (
        "When detectors see several signals break together, they appear here as one situation with its likely cause and what to press."
      ) : (
        <>
          The last one closed <Ago at={data.lastClosedAt} />. In 24 h{" "}
          {formatCount(data.absorbed24h)} anomalies became {data.opened24h}{" "}
          {data.opened24h === 1 ? "situation" : "situations"}; single ones that hurt nobody stay out
          of your way.
        </>
      )}
    </EmptyState>
  );
}

const reach = [
  { value: "1", label: "Resolved: 24 h" },
  { value: "7", label: "Resolved: 7 days" },
  { value: "30", label: "Resolved: 30 days" },
] as const;

function Filled({ data, onDays }: { data: Data; onDays(days: string): void }) {
  const router = useRouter();
  const filter = useSituationFilter();
  const mayAct = useMay("responder", "some");
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [facetsOpen, setFacetsOpen] = useState(false);
  // What opens while somebody reads does not push the rows about: it waits behind a button, and is marked when let in.
  const [known, setKnown] = useState<ReadonlySet<number>>(
    () => new Set(data.rows.map((r) => r.id)),
  );
  const [fresh, setLetIn] = useState<ReadonlySet<number>>(new Set());
  const isNew = (r: SituationRow) => !known.has(r.id) && r.status === "open";
  const waiting = data.rows.filter((r) => isNew(r));
  const letIn = () => {
    setLetIn(new Set(waiting.map((r) => r.id)));
    setKnown(new Set(data.rows.map((r) => r.id)));
  };
  // Where nothing open is on the list there is nobody's place to keep: what comes is shown at once.
  const isReading = data.rows.some((r) => known.has(r.id) && r.status !== "resolved");
  if (waiting.length > 0 && !isReading) letIn();
  const shown = filterSituations(
    data.rows.filter((r) => !isNew(r)),
    filter.q,
    filter.chosen,
  );
  const groups = groupByStep(shown);
  const flat = groups.flatMap((g) => g.rows);
  const select = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const [focused] = useListKeys({
    count: flat.length,
    onOpen: (i) => flat[i] && router.push(`/situations/${flat[i].id}`),
    onSelect: (i) => flat[i] && mayAct && select(flat[i].id),
  });
  const count = (step: string) => data.rows.filter((r) => r.step === step).length;
  const tile = (label: string, step: string, tone?: "accent") => ({
    label,
    value: count(step),
    pressed: filter.chosen.step.length === 1 && filter.chosen.step[0] === step,
    onPress: () => filter.only("step", step),
    ...(tone && count(step) > 0 ? { tone } : {}),
  });
  const selectedRows = flat.filter((r) => chosen.has(r.id));
  return (
    <div className="flex min-h-0 flex-1">
      {waiting.length > 0 ? (
        <TopBarSlot>
          <Chip tone="accent">{`${waiting.length} new`}</Chip>
        </TopBarSlot>
      ) : null}
      {data.rows.length > 0 ? (
        <aside
          aria-label="Filters"
          className="w-[180px] shrink-0 border-line border-r px-3.5 py-3.5 max-lg:hidden"
        >
          <FacetRail rows={data.rows} filter={filter} />
        </aside>
      ) : null}
      <div className="min-w-0 flex-1 px-5 pt-3.5 pb-24 max-md:px-3">
        <StatTiles
          className="mb-3.5"
          tiles={[
            tile("Needs a decision", "decide", "accent"),
            tile("Diagnosing", "diagnosing"),
            tile("Verifying", "verifying"),
            tile("Blocked", "blocked"),
            tile(
              data.resolvedDays === 1 ? "Resolved, 24 h" : `Resolved, ${data.resolvedDays} days`,
              "done",
            ),
            {
              label: "Anomalies, 24 h",
              value: formatCount(data.absorbed24h),
              ...(data.opened24h > 0
                ? { unit: `${formatCount(data.absorbed24h / data.opened24h)} : 1` }
                : {}),
              hint: "Anomalies seen in 24 h, and how many of them one situation stands for",
            },
          ]}
        />
        <div className="mb-2.5 flex gap-2 max-md:flex-wrap">
          <div className="relative min-w-0 flex-1 max-md:basis-full">
            <Search
              size={14}
              aria-hidden="true"
              className="absolute top-1/2 left-2.5 -translate-y-1/2 text-faint"
            />
            <Input
              data-search
              type="search"
              aria-label="Filter situations"
              placeholder="Filter by service, cause, owner, words"
              value={filter.q}
              onChange={(e) => filter.setWords(e.target.value)}
              className="h-[30px] border-line px-8 max-md:h-10"
            />
            <Kbd className="absolute top-1/2 right-2 -translate-y-1/2 text-faint">/</Kbd>
          </div>
          <Select
            label="How far back resolved ones are shown"
            className="max-md:h-10 max-md:flex-1"
            value={String(data.resolvedDays) as (typeof reach)[number]["value"]}
            options={reach}
            onChange={onDays}
          />
          <SavedViews />
          <Button className="max-md:h-10 lg:hidden" onClick={() => setFacetsOpen(true)}>
            <ListFilter size={14} aria-hidden="true" /> Filter
          </Button>
        </div>
        <div aria-live="polite">
          {waiting.length > 0 ? (
            <Button className="mb-2.5 w-full border-accent text-accent max-md:h-11" onClick={letIn}>
              <ArrowUp size={14} aria-hidden="true" />
              {waiting.length === 1 ? "1 new situation" : `${waiting.length} new situations`}
            </Button>
          ) : null}
        </div>
        {flat.length > 0 ? (
          <SituationRows
            groups={groups}
            selected={chosen}
            onSelect={select}
            focused={flat[focused]?.id ?? null}
            fresh={fresh}
            selectable={mayAct}
          />
        ) : (
          <div className="rounded-lg border border-line bg-surface">
            {filter.active ? (
              <EmptyState
                title="No situation matches these filters"
                action={<Button onClick={filter.clear}>Clear all filters</Button>}
              >
                {data.rows.length} are hidden.
              </EmptyState>
            ) : (
              <AllQuiet data={data} />
            )}
          </div>
        )}
        {data.hidden > 0 ? (
          <p className="mt-2 text-muted text-sm">
            {formatCount(data.hidden)} more resolved ones are not shown; choose fewer days or look
            in Reports.
          </p>
        ) : null}
      </div>
      <Sheet open={facetsOpen} onOpenChange={setFacetsOpen} title="Filters">
        <div className="p-4">
          <FacetRail rows={data.rows} filter={filter} />
        </div>
      </Sheet>
      {selectedRows.length > 0 ? (
        <SelectionBar rows={selectedRows} onClear={() => setChosen(new Set())} />
      ) : null}
    </div>
  );
}

/** The list of situations. */
export function SituationsPage() {
  const [days, setDays] = useQueryState("days", parseAsInteger.withDefault(1));
  const query = useView(
    "situations",
    days === 1 ? {} : { resolvedDays: Math.max(1, Math.min(90, days)) },
    { topics: ["situation", "anomaly", "remedy"], everyMs: 30_000 },
  );
  return (
    <ViewState query={query} what="Situations" skeleton={<Loading />}>
      {(data) => <Filled data={data} onDays={(d) => void setDays(Number(d))} />}
    </ViewState>
  );
}
