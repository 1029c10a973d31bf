"use client";
import { GitCommitVertical } from "lucide-react";
import {
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from "nuqs";
import { changeKinds } from "@/lib/ingest/model";
import { Pager } from "../chart/pager";
import { SearchBox } from "../metric/search-box";
import { useListKeys } from "../nav/use-list-keys";
import { useTimeRange } from "../nav/use-time-range";
import { useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { FacetSelect } from "../ui/facet-select";
import { ListFrame } from "../ui/list-frame";
import { Time } from "../ui/time";
import { ChangeChip, changeTitle } from "./change-chip";
import { ChangeSheet, type ShownChange } from "./change-sheet";

const parsers = {
  q: parseAsString.withDefault(""),
  kind: parseAsStringLiteral(changeKinds),
  service: parseAsString.withDefault(""),
  accused: parseAsBoolean.withDefault(false),
  page: parseAsInteger.withDefault(1),
  change: parseAsString,
};

/** What changed, newest first, and what came of it. */
export function ChangesPage() {
  const [state, setState] = useQueryStates(parsers, { history: "replace" });
  const range = useTimeRange();
  const { change: chosen, ...filters } = state;
  const query = useView(
    "changes",
    { ...range.text, ...filters },
    { topics: ["change", "situation", "remedy"] },
  );
  const set = (next: Partial<typeof state>) => void setState({ page: 1, ...next });
  const data = query.data;
  return (
    <ListFrame
      query={query}
      what="The changes"
      filters={
        <>
          <SearchBox
            label="Title, author or version"
            value={state.q}
            onChange={(q) => set({ q })}
          />
          <FacetSelect
            label="Kind"
            every="Every kind"
            value={state.kind}
            options={changeKinds.map((kind) => ({
              value: kind,
              label: changeTitle(kind),
              note: data?.kinds.find((k) => k.kind === kind)?.count ?? 0,
            }))}
            onChange={(kind) => set({ kind })}
          />
          <FacetSelect
            label="Service"
            every="Every service"
            value={state.service || null}
            options={(data?.services ?? []).map((s) => ({ value: s.service, note: s.count }))}
            onChange={(service) => set({ service: service ?? "" })}
          />
          <Button aria-pressed={state.accused} onClick={() => set({ accused: !state.accused })}>
            Suspects only
          </Button>
        </>
      }
    >
      {(loaded) => (
        <>
          <Card title="Changes" note={`${loaded.total.toLocaleString("en-US")} in this range`}>
            {loaded.changes.length === 0 ? (
              <None
                data={loaded}
                filtered={
                  state.q !== "" || state.kind !== null || state.service !== "" || state.accused
                }
                onWiden={() => range.setPreset("now-7d")}
              />
            ) : (
              <List changes={loaded.changes} onOpen={(id) => void setState({ change: id })} />
            )}
            <Pager
              page={state.page}
              pages={loaded.pages}
              onPage={(page) => void setState({ page })}
            />
          </Card>
          <ChangeSheet
            change={loaded.changes.find((c) => c.id === chosen) ?? null}
            onClose={() => void setState({ change: null })}
          />
        </>
      )}
    </ListFrame>
  );
}

function None({
  data,
  filtered,
  onWiden,
}: {
  data: ViewOutput<"changes">;
  filtered: boolean;
  onWiden(): void;
}) {
  return (
    <EmptyState
      icon={<GitCommitVertical size={17} aria-hidden="true" />}
      title={filtered ? "No change matches" : "No changes in this range"}
      action={
        data.newestAt === null ? undefined : (
          <Button onClick={onWiden}>Look at the last 7 days</Button>
        )
      }
    >
      {data.newestAt === null ? (
        "Tell Sitroom of deploys, flags and config changes: POST /api/v1/changes with an API key, or a signed webhook. A new service.version in telemetry is noticed by itself."
      ) : (
        <>
          The newest one was <Time at={data.newestAt} date seconds={false} />.
        </>
      )}
    </EmptyState>
  );
}

function List({ changes, onOpen }: { changes: readonly ShownChange[]; onOpen(id: string): void }) {
  const [at] = useListKeys({
    count: changes.length,
    onOpen: (i) => {
      const change = changes[i];
      if (change) onOpen(change.id);
    },
  });
  return (
    <table className="w-full table-fixed">
      <thead>
        <tr className="border-line border-b">
          <th className="th w-32 px-3.5 max-sm:w-24">Time</th>
          <th className="th w-32 px-2 max-sm:hidden">Kind</th>
          <th className="th w-28 px-2 max-md:hidden">Service</th>
          <th className="th px-2">What</th>
          <th className="th w-44 px-2 max-lg:hidden">From, to</th>
          <th className="th w-28 px-2 max-lg:hidden">By</th>
          <th className="th w-24 px-2 max-xl:hidden">Undo</th>
          <th className="th w-44 px-3.5 max-sm:w-24">Effect</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((c, i) => (
          <tr key={c.id} data-row={i} className="row h-[34px]" data-focused={at === i}>
            <td className="truncate px-3.5 text-muted">
              <Time at={c.at} date seconds={false} />
            </td>
            <td className="px-2 max-sm:hidden">
              <ChangeChip kind={c.kind} byUs={c.byUs} />
            </td>
            <td className="truncate px-2 max-md:hidden">{c.service}</td>
            <td className="truncate px-2">
              <button
                type="button"
                onClick={() => onOpen(c.id)}
                className="max-w-full truncate hover:underline"
              >
                {c.title}
              </button>
            </td>
            <td className="truncate px-2 font-mono text-muted text-sm max-lg:hidden">
              {c.from || c.to ? `${c.from ?? "?"} → ${c.to ?? "?"}` : "–"}
            </td>
            <td className="truncate px-2 text-muted max-lg:hidden">{c.author ?? c.source}</td>
            <td className="px-2 text-muted max-xl:hidden">
              {c.reversible ? "yes" : <span className="text-faint">no</span>}
            </td>
            <td className="truncate px-3.5">
              <Effect change={c} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Effect({ change: c }: { change: ShownChange }) {
  const worst = c.situations.find((s) => s.veto === null);
  if (!worst) {
    const cleared = c.situations[0];
    return (
      <span className="text-faint">{cleared ? `cleared in ${cleared.name}` : "none seen"}</span>
    );
  }
  return (
    <Chip tone={worst.open ? "strong" : "outline"} title={worst.title}>
      <span className="font-mono leading-[18px]">{worst.name}</span>
      <span className="leading-[18px] max-sm:hidden">
        {worst.state === "confirmed"
          ? "caused"
          : worst.rank === 1
            ? "first suspect"
            : `suspect ${worst.rank}`}
      </span>
      <span className="font-mono leading-[18px] max-sm:hidden">{worst.score.toFixed(2)}</span>
    </Chip>
  );
}
