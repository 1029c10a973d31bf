"use client";
import Link from "next/link";
import { Avatar } from "../ui/avatar";
import { Checkbox } from "../ui/checkbox";
import { Chip } from "../ui/chip";
import { cn } from "../ui/cn";
import { formatPercent } from "../ui/format";
import { Meter } from "../ui/meter";
import { Ago } from "../ui/time";
import { ActivityBars } from "./activity-bars";
import { CandidateChoice } from "./candidate-choice";
import { NextStepChip } from "./next-step-chip";
import { SeverityGlyph } from "./severity-glyph";
import type { Group, SituationRow } from "./situation-filter";
import { SuspectChip } from "./suspect-chip";

/**
 * One line with every column where the list is 900 px wide, fewer columns down to 600 px, below that a card of three
 * lines. It is the list's own width that counts: the overview shows it in a column.
 */
const columns =
  "@min-[600px]:grid @min-[600px]:gap-x-3 @min-[600px]:px-3.5 @min-[600px]:grid-cols-[14px_46px_minmax(0,1fr)_50px_minmax(100px,176px)_156px_72px] @min-[900px]:grid-cols-[14px_18px_46px_minmax(0,1fr)_50px_minmax(120px,184px)_154px_86px_20px_70px] @min-[1100px]:grid-cols-[14px_18px_46px_minmax(0,1fr)_96px_minmax(120px,184px)_154px_86px_20px_70px]";
const wideOnly = "@max-[900px]:hidden";
const lineOnly = "@max-[600px]:hidden";

const edge = {
  critical: "before:bg-strong-mark",
  high: "before:bg-weak-mark",
  low: "before:bg-slate",
} as const;

type Props = {
  groups: readonly Group[];
  selected: ReadonlySet<number>;
  onSelect(id: number): void;
  focused: number | null;
  fresh: ReadonlySet<number>;
  selectable: boolean;
};

function Row({ row, props }: { row: SituationRow; props: Props }) {
  const done = row.status === "resolved";
  const failing = row.impact.failingRatio;
  const share = failing === null ? 0 : Math.max(0, failing - (row.impact.usualRatio ?? 0));
  return (
    <li
      data-row-id={row.id}
      data-focused={props.focused === row.id}
      data-selected={props.selected.has(row.id)}
      data-quiet={done}
      className={cn(
        "row group items-center before:absolute before:inset-y-0 before:left-0 before:w-[3px] @max-[600px]:grid @max-[600px]:grid-cols-[16px_minmax(0,1fr)_auto] @max-[600px]:gap-x-2.5 @max-[600px]:gap-y-1.5 @max-[600px]:px-3.5 @max-[600px]:py-3",
        columns,
        done || row.status === "candidate" ? "before:bg-transparent" : edge[row.severity],
        row.status === "candidate" &&
          "outline-1 outline-line-strong -outline-offset-2 outline-dashed",
        props.fresh.has(row.id) && "bg-accent-soft",
      )}
    >
      <span className="grid place-items-center">
        <SeverityGlyph severity={row.severity} />
      </span>
      <span className={cn("relative z-10 grid place-items-center", wideOnly)}>
        {props.selectable ? (
          <Checkbox
            aria-label={`Select ${row.name}`}
            checked={props.selected.has(row.id)}
            onCheckedChange={() => props.onSelect(row.id)}
          />
        ) : null}
      </span>
      <span className={cn("font-mono text-muted text-sm", lineOnly)}>{row.name}</span>
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-2 @min-[600px]:h-[19px] @min-[600px]:overflow-hidden">
        <Link
          href={`/situations/${row.id}`}
          className={cn(
            "max-w-full -outline-offset-2 after:absolute after:inset-0 @min-[600px]:shrink-0 @min-[600px]:truncate",
            done ? "" : "font-medium text-ink",
          )}
        >
          {row.title}
        </Link>
        <span className="shrink-0 whitespace-nowrap text-muted">
          {row.services.slice(0, 2).join(", ")}
          {row.services.length > 2 ? ` +${row.services.length - 2}` : ""}
        </span>
      </span>
      <span className="flex items-center justify-end gap-2">
        <Meter
          share={share * 4}
          tone={row.severity === "critical" && !done ? "strong" : done ? "faint" : "ink"}
          className="w-8 @max-[1100px]:hidden"
        />
        <span className="min-w-12 text-right">
          {failing === null ? "–" : formatPercent(failing)}
        </span>
      </span>
      <span className="flex min-w-0 @max-[600px]:col-start-2">
        <SuspectChip
          suspect={row.suspect}
          none={row.cause === "Not known yet" ? "Not known yet" : "No change guilty"}
        />
      </span>
      <span className="flex min-w-0 @max-[600px]:order-last @max-[600px]:col-start-2">
        {row.status === "candidate" && props.selectable ? (
          <CandidateChoice id={row.id} name={row.name} />
        ) : row.status === "candidate" ? (
          <Chip>Candidate</Chip>
        ) : (
          <NextStepChip next={row.next} />
        )}
      </span>
      <span className={cn("flex items-center justify-end gap-2", wideOnly)}>
        <span className="w-5 text-right">{row.anomalies}</span>
        <ActivityBars values={row.spark} quiet={done} />
      </span>
      <span className={wideOnly}>
        <Avatar name={row.owner} />
      </span>
      <span className="whitespace-nowrap text-right">
        <Ago at={row.openedAt} until={row.resolvedAt} suffix="" />
      </span>
    </li>
  );
}

const heads: readonly (readonly [head: string, className?: string])[] = [
  [""],
  ["", wideOnly],
  ["ID"],
  ["Situation"],
  ["Failing", "text-right"],
  ["Likely cause"],
  ["Next step"],
  ["Anomalies", cn("pl-3", wideOnly)],
  ["", wideOnly],
  ["Open for", "text-right"],
];

/** The situations in groups, one line each. */
export function SituationRows(props: Props) {
  return (
    <div className="@container overflow-hidden rounded-lg border border-line bg-surface">
      <div
        aria-hidden="true"
        className={cn("th items-center border-line border-b", columns, lineOnly)}
      >
        {heads.map(([head, className], i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
          <span key={i} className={cn("whitespace-nowrap", className)}>
            {head}
          </span>
        ))}
      </div>
      {props.groups.map((group) => (
        <section
          key={group.title}
          aria-label={group.title}
          className="border-line not-last:border-b"
        >
          <h2 className="flex h-8 items-center gap-2 border-line border-b bg-bg px-3.5 font-semibold text-sm">
            {group.title}
            <span className="font-normal text-faint">{group.rows.length}</span>
            {group.note ? (
              <span className="ml-auto truncate font-normal text-faint @max-[600px]:hidden">
                {group.note}
              </span>
            ) : null}
          </h2>
          <ul>
            {group.rows.map((row) => (
              <Row key={row.id} row={row} props={props} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
