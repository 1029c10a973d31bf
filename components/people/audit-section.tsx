"use client";
import { Download, ScrollText } from "lucide-react";
import Link from "next/link";
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useNow } from "../providers/clock";
import { useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Checkbox } from "../ui/checkbox";
import { Chip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { Input } from "../ui/input";
import { saveFile } from "../ui/save-file";
import { Select } from "../ui/select";
import { SkeletonRows } from "../ui/skeleton";
import { Time } from "../ui/time";
import { ViewState } from "../ui/view-state";

type Row = ViewOutput<"audit">["rows"][number];

const dayMs = 86_400_000;
const spans = ["1", "7", "30", "365", "all"] as const;
const spanWords = {
  1: "Last day",
  7: "Last 7 days",
  30: "Last 30 days",
  365: "Last year",
  all: "All time",
};
const any = "any";

function AuditRow({ row }: { row: Row }) {
  return (
    <li className="row grid gap-x-3 gap-y-0.5 px-3.5 py-2 md:grid-cols-[130px_190px_minmax(0,1fr)_auto] md:items-baseline">
      <span className="text-muted text-sm">
        <Time at={row.at} date />
      </span>
      <span className="truncate font-medium">
        {row.who.name}
        {row.who.kind === "user" ? null : (
          <span className="font-normal text-faint"> {row.who.kind}</span>
        )}
      </span>
      <span className="min-w-0 break-words">
        {row.situationId === null ? null : (
          <>
            <Link
              href={`/situations/${row.situationId}/timeline`}
              className="text-accent underline underline-offset-2"
            >
              S-{row.situationId}
            </Link>{" "}
          </>
        )}
        {row.says}
      </span>
      <Chip className="justify-self-start font-mono">{row.kind}</Chip>
    </li>
  );
}

/** Who did what, by person, deed, object and time; as a file too. For administrators. */
export function AuditSection() {
  const [f, set] = useQueryStates({
    who: parseAsString.withDefault(""),
    deed: parseAsString.withDefault(any),
    about: parseAsString.withDefault(""),
    span: parseAsStringLiteral(spans).withDefault("7"),
    machines: parseAsBoolean.withDefault(false),
    before: parseAsString,
  });
  // Whole minutes, so that the question stays the same while the page is looked at.
  const now = useNow(60_000);
  const until = Math.ceil(now / 60_000) * 60_000;
  const filter = {
    who: f.who,
    kind: f.deed === any ? "" : f.deed,
    about: f.about,
    from: f.span === "all" ? null : until - Number(f.span) * dayMs,
    machines: f.machines,
  };
  const query = useView("audit", { ...filter, before: f.before }, { everyMs: 60_000 });
  const file = useView("audit-export", filter, { enabled: false });
  const save = async () => {
    const { data } = await file.refetch();
    if (data) saveFile(data.name, "text/csv;charset=utf-8", data.text);
  };
  const kinds = [any, ...(query.data?.kinds ?? []), ...(f.deed === any ? [] : [f.deed])];
  return (
    <Card
      title="Audit"
      note="who did what, from the sealed timeline"
      aside={
        <Button size="sm" disabled={file.isFetching} onClick={() => void save()}>
          <Download size={13} aria-hidden="true" /> CSV
        </Button>
      }
    >
      <div className="flex flex-wrap items-center gap-2 border-line border-b px-3.5 py-2.5">
        <Input
          aria-label="Who"
          placeholder="Who"
          className="w-36"
          value={f.who}
          onChange={(e) => void set({ who: e.target.value || null, before: null })}
        />
        <Input
          aria-label="About"
          placeholder="About: service, person, S-12"
          className="w-56"
          value={f.about}
          onChange={(e) => void set({ about: e.target.value || null, before: null })}
        />
        <Select
          label="Deed"
          value={f.deed}
          options={[...new Set(kinds)].map((k) => ({
            value: k,
            label: k === any ? "Any deed" : k,
          }))}
          onChange={(deed) => void set({ deed, before: null })}
        />
        <Select
          label="Time"
          value={f.span}
          options={spans.map((s) => ({ value: s, label: spanWords[s] }))}
          onChange={(span) => void set({ span, before: null })}
        />
        <span className="flex items-center gap-2">
          <Checkbox
            id="audit-machines"
            checked={f.machines}
            onCheckedChange={(on) => void set({ machines: on === true || null, before: null })}
          />
          <label htmlFor="audit-machines" className="text-muted">
            Workers too
          </label>
        </span>
      </div>
      <ViewState query={query} what="The audit" skeleton={<SkeletonRows rows={8} />}>
        {(data) =>
          data.rows.length === 0 ? (
            <EmptyState
              icon={<ScrollText size={16} aria-hidden="true" />}
              title="Nothing like that"
            >
              No deed in this time fits the filter.
            </EmptyState>
          ) : (
            <>
              <ul>
                {data.rows.map((row) => (
                  <AuditRow key={row.id} row={row} />
                ))}
              </ul>
              <div className="flex justify-end gap-2 border-line border-t px-3.5 py-2.5 empty:hidden">
                {f.before === null ? null : (
                  <Button size="sm" onClick={() => void set({ before: null })}>
                    Newest
                  </Button>
                )}
                {data.more ? (
                  <Button
                    size="sm"
                    onClick={() => void set({ before: data.rows.at(-1)?.id ?? null })}
                  >
                    Older
                  </Button>
                ) : null}
              </div>
            </>
          )
        }
      </ViewState>
    </Card>
  );
}
