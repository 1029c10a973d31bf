"use client";
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import type { Runbook } from "@/lib/diagnose/runbook";
import { formatSpan } from "@/lib/series/format-span";
import { useView, type ViewOutput } from "../query";
import { OutcomeIcon } from "../situation/outcome-icon";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { formatMs } from "../ui/format";
import { Select } from "../ui/select";
import { SkeletonRows } from "../ui/skeleton";
import { Time } from "../ui/time";
import { ViewState } from "../ui/view-state";

type Data = ViewOutput<"runbook">;

/** As JSON, which YAML includes; what people say of it changes no outcome and need not travel. */
const travelling = (runbook: Runbook) => JSON.stringify({ ...runbook, says: "" });

/** For or against whom; a change is known by more than its id only on the situation's page. */
const voteWords = (v: { kind: string; ref: string; weight: number }) =>
  `${v.weight > 0 ? "+" : "−"}${Math.abs(v.weight).toFixed(1)} ${v.kind === "change" ? "a change" : v.ref}`;

/** What the text on the page would have found in a situation, before it is saved. */
export function DryRun({
  runbook,
  situations,
  mayRun,
}: {
  runbook: Runbook | null;
  situations: Data["situations"];
  mayRun: boolean;
}) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [asked, setAsked] = useState<{ text: string; situationId: number } | null>(null);
  const first = situations[0];
  const id = chosen ?? (first ? String(first.id) : null);
  return (
    <Card
      title="Dry run"
      note="over a past situation; stores nothing, URLs are asked as of now"
      aside={
        id !== null && mayRun ? (
          <>
            <Select
              label="Situation"
              className="min-w-0 max-w-72 overflow-hidden whitespace-nowrap max-sm:max-w-48 [&>span]:truncate"
              value={id}
              options={situations.map((s) => ({
                value: String(s.id),
                label: `${s.name} ${s.title.slice(0, 60)}`,
              }))}
              onChange={setChosen}
            />
            <Button
              size="md"
              disabled={runbook === null}
              onClick={() =>
                runbook &&
                setAsked({
                  text: travelling(runbook),
                  situationId: Number(id),
                })
              }
            >
              <FlaskConical size={13} aria-hidden="true" /> Run
            </Button>
          </>
        ) : null
      }
    >
      {asked ? (
        <Outcomes asked={asked} earlier={runbook === null || asked.text !== travelling(runbook)} />
      ) : (
        <EmptyState
          className="py-8"
          icon={<FlaskConical size={16} aria-hidden="true" />}
          title={first ? "Not run yet" : "No situation to try it on yet"}
        >
          {!mayRun
            ? "Trying runbooks needs the role editor."
            : first
              ? "Choose a situation and see what each step would have found ten minutes after it opened."
              : "As soon as there has been one, its outcomes can be seen here before you save."}
        </EmptyState>
      )}
    </Card>
  );
}

function Outcomes({
  asked,
  earlier,
}: {
  asked: { text: string; situationId: number };
  /** The text has been edited since */
  earlier: boolean;
}) {
  const query = useView("runbook-dry-run", asked);
  return (
    <ViewState query={query} what="The dry run" skeleton={<SkeletonRows rows={4} />}>
      {(done) => (
        <>
          <p className="flex flex-wrap items-center gap-2 border-line border-b px-3.5 py-2 text-muted text-sm">
            {done.applies ? (
              <Chip tone="good">applies</Chip>
            ) : (
              <Chip tone="weak">does not apply to it, run all the same</Chip>
            )}
            <span>
              as of <Time at={done.at} date />
              {query.isFetching ? ", running" : ""}
            </span>
            {earlier ? <Chip tone="weak">of an earlier text; run it again</Chip> : null}
          </p>
          <ul>
            {done.findings.map((f) => (
              <li
                key={f.check}
                className="grid grid-cols-[16px_minmax(0,1fr)] items-start gap-x-2.5 border-line border-b px-3.5 py-1.5 last:border-0 md:grid-cols-[16px_170px_minmax(0,1fr)_60px_170px]"
              >
                <span className="mt-0.5">
                  <OutcomeIcon outcome={f.outcome} />
                </span>
                <span className="font-medium">{f.title}</span>
                <span className="text-muted max-md:col-start-2">{f.says}</span>
                <span className="text-right text-muted text-sm max-md:hidden">
                  {f.tookMs >= 100_000 ? formatSpan(f.tookMs) : formatMs(f.tookMs)}
                </span>
                <span
                  className="truncate text-muted text-sm max-md:hidden"
                  title={f.votes.map(voteWords).join(", ")}
                >
                  {f.votes.length === 0 ? "no vote" : f.votes.map(voteWords).join(", ")}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </ViewState>
  );
}
