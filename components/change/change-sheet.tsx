"use client";
import { ExternalLink } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatSpan } from "@/lib/series/format-span";
import type { ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { Meter } from "../ui/meter";
import { Sheet } from "../ui/sheet";
import { Time } from "../ui/time";
import { BeforeAfter } from "./before-after";
import { ChangeChip } from "./change-chip";

export type ShownChange = ViewOutput<"changes">["changes"][number];

const states = {
  none: "possible",
  suspect: "suspect",
  confirmed: "confirmed",
  cleared: "cleared",
} as const;

/** All about one change: what it did, how to undo it, and the situations it is blamed for or cleared of. */
export function ChangeSheet({ change, onClose }: { change: ShownChange | null; onClose(): void }) {
  return (
    <Sheet
      open={change !== null}
      onOpenChange={(open) => !open && onClose()}
      title={change?.title ?? "Change"}
      className="w-[min(560px,calc(100vw-24px))]"
    >
      {change ? <Body change={change} /> : null}
    </Sheet>
  );
}

function Body({ change: c }: { change: ShownChange }) {
  const details = Object.entries(c.details).filter(([, v]) => v !== null && v !== "");
  const around = 30 * 60_000;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)]">
      <div className="grid gap-3 border-line border-b px-4 py-3">
        <div className="flex flex-wrap items-center gap-2">
          <ChangeChip kind={c.kind} byUs={c.byUs} />
          <span className="font-medium">{c.service}</span>
          <Chip
            tone={c.status === "failed" ? "strong" : c.status === "started" ? "accent" : "outline"}
          >
            {c.status}
          </Chip>
        </div>
        {c.from || c.to ? (
          <div className="overflow-hidden rounded-md border border-line font-mono text-sm">
            {c.from ? <p className="bg-strong-soft px-3 py-1">− {c.from}</p> : null}
            {c.to ? <p className="bg-good-soft px-3 py-1">+ {c.to}</p> : null}
          </div>
        ) : null}
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1.5">
          <Fact name="At">
            <Time at={c.at} date />
          </Fact>
          <Fact name="Took">
            {c.finishedAt === null ? "not told" : formatSpan(c.finishedAt - c.at)}
          </Fact>
          <Fact name="By">{c.author ?? "not told"}</Fact>
          <Fact name="Told by">{c.source.replace("webhook:", "webhook, ")}</Fact>
          {details.map(([name, value]) => (
            <Fact key={name} name={name}>
              <span className="break-words font-mono text-sm">
                {typeof value === "string" ? value : JSON.stringify(value)}
              </span>
            </Fact>
          ))}
        </dl>
        <div className="flex flex-wrap gap-2">
          <Button asChild size="sm">
            <Link
              href={`/metrics?q=${encodeURIComponent(c.service)}&from=${c.at - around}&to=${c.at + around}`}
            >
              {c.service} 30 min before and after
            </Link>
          </Button>
          {c.link ? (
            <Button asChild size="sm">
              <a href={c.link} target="_blank" rel="noreferrer">
                <ExternalLink size={13} aria-hidden="true" /> Source
              </a>
            </Button>
          ) : null}
        </div>
      </div>
      <section className="border-line border-b py-3">
        <h3 className="mb-1.5 px-4 font-semibold text-sm">Before and after</h3>
        <BeforeAfter id={c.id} />
      </section>
      <Part title="Undo">
        {c.undo ? (
          <p>
            Reversible: <span className="font-mono text-sm">{c.undo.target}</span> goes back to{" "}
            <span className="font-mono text-sm">{c.undo.to}</span> through {c.undo.integration}.
            Sitroom proposes it only when this change is the cause of a situation, and runs it only
            when approved.
          </p>
        ) : (
          <p className="text-muted">
            {c.byUs
              ? "This undid another change."
              : "The sender did not say how to undo it, so Sitroom will not propose that."}
          </p>
        )}
      </Part>
      <Part title="Situations">
        {c.situations.length === 0 ? (
          <p className="text-muted">It is not a suspect of any situation.</p>
        ) : (
          <ul className="grid gap-3">
            {c.situations.map((s) => (
              <li key={s.id} className="grid gap-1">
                <div className="flex items-center gap-2">
                  <Link href={`/situations/${s.id}`} className="font-mono text-sm hover:underline">
                    {s.name}
                  </Link>
                  <Link
                    href={`/situations/${s.id}`}
                    className="min-w-0 flex-1 truncate hover:underline"
                  >
                    {s.title}
                  </Link>
                  <span className="font-mono text-sm">{s.score.toFixed(2)}</span>
                </div>
                <Meter share={s.score} tone={s.veto ? "faint" : "strong"} />
                <p className="text-muted text-sm">
                  {s.veto ??
                    `Suspect ${s.rank}, ${states[s.state as keyof typeof states] ?? s.state}`}
                </p>
              </li>
            ))}
          </ul>
        )}
        {c.remedy ? (
          <p className="mt-3 text-sm">
            <Link href="/actions" className="text-accent hover:underline">
              {c.remedy.kind} {c.remedy.state}
            </Link>
          </p>
        ) : null}
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-line border-b px-4 py-3 last:border-0">
      <h3 className="mb-1.5 font-semibold text-sm">{title}</h3>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
