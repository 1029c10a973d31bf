"use client";
import { BellRing, Check, Flag, Lock, RotateCw, Settings2, Undo2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { remedyTitle, stopping } from "@/lib/remediate/model";
import { useNow } from "../providers/clock";
import type { ViewOutput } from "../query";
import { SuspectChip } from "../situation/suspect-chip";
import { Avatar } from "../ui/avatar";
import { Chip, type ChipTone } from "../ui/chip";
import { cn } from "../ui/cn";
import { formatCountdown } from "../ui/format";
import { ProgressRing } from "../ui/progress-ring";
import { Ago } from "../ui/time";

type Remedy = ViewOutput<"actions">["remedies"][number];

const columns =
  "lg:grid-cols-[16px_minmax(0,1.2fr)_48px_minmax(110px,180px)_144px_84px_84px] lg:gap-x-3 xl:grid-cols-[16px_minmax(0,1.2fr)_48px_minmax(110px,180px)_92px_124px_144px_84px_84px]";
const icons = {
  rollback: Undo2,
  "flag-off": Flag,
  "config-revert": Settings2,
  "restart-instance": RotateCw,
  "roll-forward": BellRing,
} as const;

const verdicts: Record<string, readonly [ChipTone, string]> = {
  recovered: ["good", "Recovered"],
  partly: ["weak", "Partly"],
  "no-effect": ["weak", "No effect"],
  worse: ["strong", "Worse"],
  inconclusive: ["outline", "Inconclusive"],
};

function State({ remedy }: { remedy: Remedy }) {
  const { guardrails } = remedy.plan;
  const stop = stopping(guardrails)[0];
  if (remedy.tab === "pending")
    return stop ? (
      <Chip tone="weak" title={stop.says}>
        <Lock size={11} aria-hidden="true" />
        <span className="truncate leading-[18px]">{stop.name}</span>
      </Chip>
    ) : (
      <span className="flex items-center gap-1.5 whitespace-nowrap">
        <Check size={14} className="text-good" aria-hidden="true" />
        {guardrails.length} of {guardrails.length} pass
      </span>
    );
  if (remedy.tab === "running" || remedy.tab === "verifying")
    return (
      <Chip tone="ink">
        <ProgressRing />
        <span className="leading-[18px]">
          {remedy.tab === "running" ? (remedy.steps.at(-1)?.says ?? "Starting") : "Verifying"}
        </span>
      </Chip>
    );
  const verdict = remedy.verification?.outcome ? verdicts[remedy.verification.outcome] : undefined;
  if (verdict) return <Chip tone={verdict[0]}>{verdict[1]}</Chip>;
  return (
    <Chip tone={remedy.state === "failed" ? "strong" : "outline"}>
      {remedy.state === "proposed"
        ? "Expired"
        : remedy.state === "void"
          ? "Withdrawn"
          : remedy.state.charAt(0).toUpperCase() + remedy.state.slice(1)}
    </Chip>
  );
}

function When({ remedy }: { remedy: Remedy }) {
  const now = useNow(1000);
  if (remedy.tab === "pending") return formatCountdown(remedy.expiresAt - now);
  return <Ago at={remedy.executedAt ?? remedy.decidedAt ?? remedy.proposedAt} />;
}

/** Who asks for it: the policy, by how far it lets the service go. */
const askedBy = ({ level }: Remedy) => `Policy: ${level}`;

/** While it waits: how many of the yes it needs it has. Afterwards: who decided. */
function Approvals({ remedy }: { remedy: Remedy }) {
  const { decidedBy, firstYes, yesNeeded, tab } = remedy;
  if (tab !== "pending" && decidedBy === null) return <span className="text-faint">Nobody</span>;
  const who = tab === "pending" ? firstYes : decidedBy;
  return (
    <>
      {who ? <Avatar name={who} /> : null}
      {tab === "pending" ? (
        <span className="whitespace-nowrap">{`${firstYes ? 1 : 0} of ${yesNeeded}`}</span>
      ) : null}
    </>
  );
}

/** The remedies of one tab, one line each; the chosen one is shown as a plan below. */
export function ActionRows({
  remedies,
  chosen,
  onChoose,
}: {
  remedies: readonly Remedy[];
  chosen: string | null;
  onChoose(id: string): void;
}) {
  const pending = remedies[0]?.tab === "pending";
  const list = useRef<HTMLUListElement>(null);
  // Outside system: the box's own scrolling follows j and k.
  useEffect(() => {
    if (chosen)
      list.current?.querySelector("[data-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    // A long list scrolls in its own box, so that the plan stays in sight below it.
    <div className="overflow-x-hidden rounded-lg border border-line bg-surface lg:max-h-[min(44vh,420px)] lg:overflow-y-auto">
      <div
        aria-hidden="true"
        className={cn(
          "th sticky top-0 z-10 items-center border-line border-b bg-surface px-3.5 max-lg:hidden lg:grid",
          columns,
        )}
      >
        <span />
        <span>Action</span>
        <span>For</span>
        <span>Why</span>
        <span className="max-xl:hidden">Service</span>
        <span className="max-xl:hidden">Requested by</span>
        <span>{pending ? "Guardrails" : "State"}</span>
        <span>{pending ? "Approvals" : "Decided"}</span>
        <span className="text-right">{pending ? "Expires" : "When"}</span>
      </div>
      <ul ref={list}>
        {remedies.map((remedy) => {
          const Icon = icons[remedy.plan.kind];
          const on = remedy.id === chosen;
          return (
            <li
              key={remedy.id}
              data-selected={on}
              className={cn(
                "row grid items-center gap-y-1.5 px-3.5 max-lg:grid-cols-[16px_minmax(0,1fr)_auto] max-lg:gap-x-2.5 max-lg:py-3",
                columns,
                on &&
                  "before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-accent",
              )}
            >
              <Icon size={14} className="text-muted" aria-hidden="true" />
              <button
                type="button"
                aria-pressed={on}
                onClick={() => onChoose(remedy.id)}
                className="truncate text-left font-medium -outline-offset-2 after:absolute after:inset-0"
              >
                {remedyTitle(remedy.plan)}
              </button>
              <span className="font-mono text-muted text-sm">S-{remedy.situationId}</span>
              <span className="flex min-w-0 max-lg:col-start-2">
                {remedy.change ? (
                  <SuspectChip
                    suspect={{
                      kind: "change",
                      changeKind: remedy.change.kind,
                      title: remedy.change.title,
                      score: remedy.score ?? 0,
                    }}
                  />
                ) : remedy.plan.instance ? (
                  <SuspectChip
                    suspect={{
                      kind: "instance",
                      changeKind: null,
                      title: `Instance ${remedy.plan.instance.slice(remedy.plan.service.length + 1)}`,
                      score: remedy.score ?? 0,
                    }}
                  />
                ) : null}
              </span>
              <span className="truncate max-xl:hidden">{remedy.plan.service}</span>
              <span className="truncate text-muted max-xl:hidden">{askedBy(remedy)}</span>
              <span className="flex min-w-0 max-lg:col-start-2">
                <State remedy={remedy} />
              </span>
              <span className="flex items-center gap-1.5 max-lg:col-start-3 max-lg:row-start-3 max-lg:justify-end">
                <Approvals remedy={remedy} />
              </span>
              <span className="whitespace-nowrap text-right max-lg:col-start-3 max-lg:row-start-2">
                <When remedy={remedy} />
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
