"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import { LabelButton } from "../anomaly/label-button";
import { formatValue } from "../chart/format-value";
import { Sparkline } from "../chart/sparkline";
import type { ViewOutput } from "../query";
import { Checkbox } from "../ui/checkbox";
import { Chip } from "../ui/chip";
import { Ago, Time } from "../ui/time";

type Member = ViewOutput<"situation">["members"][number];

const columns = "lg:grid-cols-[16px_58px_minmax(0,1fr)_96px_180px_36px_66px_80px] lg:items-center";

type Choice = { chosen: ReadonlySet<string>; onToggle(id: string): void } | null;

/** A reason in words apart from the sum behind it, which only the tooltip has room for. */
function whyWords(says: string) {
  const cut = says.indexOf("; time ×");
  return cut < 0
    ? { words: says, sum: "" }
    : { words: says.slice(0, cut), sum: says.slice(cut + 2) };
}

/** Where in the sparkline the anomaly ran. */
function runOf(m: Member, from: number, to: number) {
  const at = (t: number) =>
    Math.round(((t - from) / Math.max(1, to - from)) * (m.spark.length - 1));
  return { from: at(m.startedAt), to: at(m.endedAt ?? to), level: m.level };
}

function Row({
  member,
  from,
  to,
  choice,
}: {
  member: Member;
  from: number;
  to: number;
  choice: Choice;
}) {
  const Arrow = member.direction === "above" ? ArrowUp : ArrowDown;
  return (
    <li
      className={`row flex flex-wrap items-center gap-x-3 gap-y-1 px-3.5 py-2 lg:grid ${columns}`}
    >
      <span className={`grid place-items-center ${choice ? "" : "max-lg:hidden"}`}>
        {choice ? (
          <Checkbox
            aria-label={`Select ${member.service ?? ""} ${member.title}`}
            checked={choice.chosen.has(member.id)}
            onCheckedChange={() => choice.onToggle(member.id)}
          />
        ) : null}
      </span>
      <span>
        <Chip tone={member.level === "STRONG" ? "strong" : "weak"}>
          {member.level === "STRONG" ? "Strong" : "Weak"}
        </Chip>
      </span>
      <span className="min-w-0 max-lg:flex-1 max-lg:basis-[60%] lg:truncate">
        <Link href={`/metrics/${member.seriesId}`} className="font-medium hover:underline">
          {member.service ?? "no service"}
        </Link>{" "}
        <span className="text-muted">
          {member.title}
          {member.tags ? ` (${member.tags})` : ""}
        </span>
      </span>
      <Sparkline
        width={96}
        height={24}
        values={member.spark}
        runs={[runOf(member, from, to)]}
        label={`${member.title} of ${member.service ?? "no service"} around the onset`}
      />
      <span className="flex flex-wrap items-center gap-x-1.5 whitespace-nowrap">
        <Arrow size={13} aria-hidden="true" className="shrink-0 text-muted" />
        <span className="sr-only">{member.direction} the expected value</span>
        <span className="font-medium">
          {formatValue(member.peakValue, member.unit, member.metric)}
        </span>
        {member.peakExpected === null ? null : (
          <span className="whitespace-nowrap text-muted">
            expected {formatValue(member.peakExpected, member.unit, member.metric)}
          </span>
        )}
      </span>
      <span title="−log10 of the tail probability" className="font-mono text-sm">
        <span className="text-muted lg:hidden">score </span>
        {member.peakScore.toFixed(1)}
      </span>
      <span className="whitespace-nowrap text-muted">
        <Time at={member.startedAt} className="font-mono text-sm" />
      </span>
      <span className="min-w-0 justify-self-start">
        <LabelButton anomalyId={member.id} label={member.label} />
      </span>
      <span className="flex min-w-0 flex-wrap gap-1.5 max-lg:w-full lg:col-start-2 lg:col-end-[-1]">
        {member.endedAt === null ? null : (
          <Chip tone="good">
            <span className="leading-[18px]">
              ended <Ago at={member.endedAt} />
            </span>
          </Chip>
        )}
        {member.why.map((w) => {
          const { words, sum } = whyWords(w.says);
          return (
            <Chip key={w.says} title={[`Weight ${w.weight.toFixed(2)}`, sum].join("\n").trim()}>
              {words}
            </Chip>
          );
        })}
      </span>
    </li>
  );
}

/** The anomalies of a situation with what was expected and why they belong together. */
export function MemberRows({
  members,
  from,
  to,
  choice,
}: {
  members: readonly Member[];
  /** What the sparklines span, epoch ms */
  from: number;
  to: number;
  choice: Choice;
}) {
  return (
    <>
      <div
        aria-hidden="true"
        className={`th hidden border-line border-b px-3.5 lg:grid gap-x-3 ${columns}`}
      >
        <span />
        <span>Level</span>
        <span>Series</span>
        <span>Around the onset</span>
        <span>Actual</span>
        <span>Score</span>
        <span>Since</span>
        <span>Label</span>
      </div>
      <ul>
        {members.map((m) => (
          <Row key={m.id} member={m} from={from} to={to} choice={choice} />
        ))}
      </ul>
    </>
  );
}
