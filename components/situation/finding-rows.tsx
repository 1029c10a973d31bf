"use client";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useId, useState } from "react";
import { formatSpan } from "@/lib/series/format-span";
import { toldFailures } from "../log/told-failures";
import type { ViewOutput } from "../query";
import { cn } from "../ui/cn";
import { formatMs } from "../ui/format";
import { findingLink } from "./finding-link";
import { OutcomeIcon } from "./outcome-icon";
import { VoteBar } from "./vote-bar";

type Situation = ViewOutput<"situation">;
type Finding = Situation["findings"][number];

/** A value of the evidence as a person reads it. */
function plain(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "number")
    return Number.isInteger(value)
      ? value.toLocaleString("en-US")
      : String(Number(value.toPrecision(3)));
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.map(plain).join(", ");
  return Object.entries(value)
    .map(([k, v]) => `${k} ${plain(v)}`)
    .join(" · ");
}

function Row({
  finding,
  situation,
  names,
}: {
  finding: Finding;
  situation: Situation;
  names: ReadonlyMap<string, string>;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const vote = [...finding.votes].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))[0];
  const facts = Object.entries(finding.evidence);
  const link = findingLink(finding, situation);
  return (
    <li className="border-line border-b last:border-0">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="grid min-h-[34px] w-full grid-cols-[16px_minmax(0,1fr)_14px] items-center gap-x-2.5 gap-y-0.5 px-3.5 py-1.5 text-left -outline-offset-2 hover:bg-hover md:grid-cols-[16px_150px_minmax(0,1fr)_50px_168px_14px]"
      >
        <OutcomeIcon outcome={finding.outcome} />
        <span className="font-medium">{finding.title}</span>
        <span className="text-muted max-md:order-last max-md:col-span-2 max-md:col-start-2">
          {finding.says}
        </span>
        <span className="text-right text-muted text-sm max-md:hidden">
          {finding.tookMs >= 100_000 ? formatSpan(finding.tookMs) : formatMs(finding.tookMs)}
        </span>
        <span className="flex items-center gap-2 text-muted text-sm max-md:hidden">
          {vote ? (
            <>
              <VoteBar weight={vote.weight} />
              <span className="w-8 text-right text-ink">
                {vote.weight > 0 ? "+" : "−"}
                {Math.abs(vote.weight).toFixed(1)}
              </span>
              <span className="truncate">{names.get(vote.ref) ?? vote.ref}</span>
            </>
          ) : (
            <span className="text-faint">no vote</span>
          )}
        </span>
        <ChevronRight
          size={14}
          aria-hidden="true"
          className={cn("text-faint transition-transform", open && "rotate-90")}
        />
      </button>
      {open ? (
        <div id={id} className="border-line border-t bg-bg px-3.5 py-3 md:pl-[42px]">
          {facts.length > 0 ? (
            <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[120px_minmax(0,1fr)]">
              {facts.map(([name, value]) => (
                <div key={name} className="contents">
                  <dt className="text-muted">{name}</dt>
                  <dd className="break-words font-mono">{toldFailures(value) ?? plain(value)}</dd>
                </div>
              ))}
            </dl>
          ) : (
            <p className="text-muted text-sm">This check kept no values.</p>
          )}
          {finding.votes.length > 0 ? (
            <p className="mt-2 text-muted text-sm">
              Votes:{" "}
              {finding.votes
                .map(
                  (v) =>
                    `${v.weight > 0 ? "+" : "−"}${Math.abs(v.weight).toFixed(1)} ${names.get(v.ref) ?? v.ref}`,
                )
                .join(", ")}
            </p>
          ) : null}
          <p className="mt-1 flex flex-wrap gap-x-3 text-muted text-sm">
            {link === null ? null : link.href.startsWith("/") ? (
              <Link href={link.href} className="text-accent hover:underline">
                {link.says}
              </Link>
            ) : (
              <a
                href={link.href}
                target="_blank"
                rel="noreferrer"
                className="text-accent hover:underline"
              >
                {link.says}
              </a>
            )}
            {finding.runbook === "diagnosis" ? null : (
              <Link href={`/runbooks/${finding.runbook}`} className="hover:underline">
                Runbook {finding.runbook}
              </Link>
            )}
          </p>
        </div>
      ) : null}
    </li>
  );
}

const strength = (f: Finding) =>
  (f.outcome === "interesting" ? 100 : f.outcome === "ok" ? 50 : 0) +
  Math.max(0, ...f.votes.map((v) => Math.abs(v.weight)));

/** What points somewhere first, what found nothing last. */
const byWeight = (findings: readonly Finding[]) =>
  [...findings].sort((a, b) => strength(b) - strength(a));

/** The runbook's checks: what each found, how long it took, for or against whom it votes; expands to what it looked at. */
export function FindingRows({ situation }: { situation: Situation }) {
  const names = new Map([
    ...situation.changes.map((c) => [c.id, c.title] as const),
    ...situation.suspects.map((s) => [s.ref, s.title] as const),
  ]);
  return (
    <ul>
      {byWeight(situation.findings).map((f) => (
        <Row key={f.id} finding={f} situation={situation} names={names} />
      ))}
    </ul>
  );
}
