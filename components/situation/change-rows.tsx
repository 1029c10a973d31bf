"use client";
import { ArrowLeftRight, ExternalLink } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { formatSpan } from "@/lib/series/format-span";
import { BeforeAfter } from "../change/before-after";
import type { ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { Sheet } from "../ui/sheet";
import { Time } from "../ui/time";
import { CauseIcon } from "./cause-icon";

type Situation = ViewOutput<"situation">;

/** Every change around the onset, newest first, with how long before or after it came. */
export function ChangeRows({ situation }: { situation: Situation }) {
  const [id, setCompared] = useQueryState("compare", parseAsString);
  const compared = situation.changes.find((c) => c.id === id);
  const suspects = new Map(situation.suspects.map((s) => [s.ref, s]));
  return (
    <>
      <ul>
        {situation.changes.map((c) => {
          const gap = situation.onsetAt - c.at;
          const suspect = suspects.get(c.id);
          return (
            <li
              key={c.id}
              className="row grid items-center gap-x-3 gap-y-1 px-3.5 py-2 lg:grid-cols-[64px_16px_minmax(0,1fr)_90px_128px_184px]"
            >
              <Time at={c.at} className="font-mono text-muted text-sm" />
              <span className="max-lg:hidden">
                <CauseIcon changeKind={c.kind} />
              </span>
              <span className="min-w-0 lg:truncate">
                <Link href={`/changes?change=${c.id}`} className="font-medium hover:underline">
                  {c.title}
                </Link>{" "}
                <span className="text-muted">{c.service}</span>
              </span>
              <span className="min-w-0 truncate font-mono text-muted text-sm">
                {c.from ? `${c.from} → ` : ""}
                {c.to ?? ""}
              </span>
              <span className="whitespace-nowrap">
                {formatSpan(Math.abs(gap))} {gap >= 0 ? "before" : "after"} onset
              </span>
              <span className="flex min-w-0 items-center gap-1.5">
                {suspect ? (
                  suspect.veto ? (
                    <span className="truncate text-muted text-sm" title={suspect.veto}>
                      {suspect.veto}
                    </span>
                  ) : (
                    <Chip tone="strong">{`Suspect ${suspect.score.toFixed(2)}`}</Chip>
                  )
                ) : null}
                {c.author ? <span className="truncate text-muted text-sm">{c.author}</span> : null}
                {c.link ? (
                  <a
                    href={c.link}
                    rel="noreferrer"
                    target="_blank"
                    aria-label={`${c.title} at its source`}
                    className="text-muted hover:text-ink"
                  >
                    <ExternalLink size={13} aria-hidden="true" />
                  </a>
                ) : null}
                <Button
                  size="icon-sm"
                  variant="ghost"
                  className="ml-auto max-md:size-10"
                  title="Before and after"
                  aria-label={`Before and after ${c.title}`}
                  onClick={() => void setCompared(c.id)}
                >
                  <ArrowLeftRight size={13} aria-hidden="true" />
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
      <Sheet
        open={compared !== undefined}
        onOpenChange={(open) => !open && void setCompared(null)}
        title={compared?.title ?? "Before and after"}
        className="w-[min(560px,calc(100vw-24px))]"
      >
        {compared ? (
          <div className="py-3">
            <BeforeAfter id={compared.id} />
          </div>
        ) : null}
      </Sheet>
    </>
  );
}
