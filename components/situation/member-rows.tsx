"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import { LabelButton } from "../anomaly/label-button";
import { formatValue } from "../chart/format-value";
import type { ViewOutput } from "../query";
import { Chip } from "../ui/chip";
import { Ago, Time } from "../ui/time";

type Member = ViewOutput<"situation">["members"][number];

const columns =
  "lg:grid-cols-[62px_minmax(0,1fr)_208px_40px_66px_minmax(0,1.25fr)_88px] lg:items-center";

function Row({ member }: { member: Member }) {
  const Arrow = member.direction === "above" ? ArrowUp : ArrowDown;
  return (
    <li className={`row grid gap-x-3 gap-y-1 px-3.5 py-2 ${columns}`}>
      <span>
        <Chip tone={member.level === "STRONG" ? "strong" : "weak"}>
          {member.level === "STRONG" ? "Strong" : "Weak"}
        </Chip>
      </span>
      <span className="min-w-0 lg:truncate">
        <Link href={`/metrics/${member.seriesId}`} className="font-medium hover:underline">
          {member.service ?? "no service"}
        </Link>{" "}
        <span className="text-muted">
          {member.title}
          {member.tags ? ` (${member.tags})` : ""}
        </span>
      </span>
      <span className="flex items-center gap-1.5 whitespace-nowrap">
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
      <span className="flex min-w-0 flex-wrap gap-1.5">
        {member.endedAt === null ? null : (
          <Chip tone="good">
            <span className="leading-[18px]">
              over <Ago at={member.endedAt} />
            </span>
          </Chip>
        )}
        {member.why.map((w) => (
          <Chip key={w.says} title={`Weight ${w.weight.toFixed(2)}`}>
            {w.says}
          </Chip>
        ))}
      </span>
      <span className="min-w-0 justify-self-start">
        <LabelButton anomalyId={member.id} label={member.label} />
      </span>
    </li>
  );
}

/** The anomalies of a situation with what was expected and why they belong together. */
export function MemberRows({ members }: { members: readonly Member[] }) {
  return (
    <>
      <div
        aria-hidden="true"
        className={`th hidden border-line border-b px-3.5 lg:grid gap-x-3 ${columns}`}
      >
        <span>Level</span>
        <span>Series</span>
        <span>Actual</span>
        <span>Score</span>
        <span>Since</span>
        <span>Why together</span>
        <span>Label</span>
      </div>
      <ul>
        {members.map((m) => (
          <Row key={m.id} member={m} />
        ))}
      </ul>
    </>
  );
}
