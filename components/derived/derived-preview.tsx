"use client";
import { useEffect, useState } from "react";
import { SeriesChart } from "../chart/series-chart";
import { useView } from "../query";
import { Skeleton } from "../ui/skeleton";
import { type Definition, definitionOf, type RecipeDraft } from "./prepare-recipe";

/** Stands for a name that is not written yet. */
const nameless = "preview";

/** What a draft would have been in the last six hours, drawn half a second after the last keystroke. */
export function DerivedPreview({ draft }: { draft: RecipeDraft }) {
  const text = JSON.stringify(definitionOf(draft, nameless));
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 500);
    return () => clearTimeout(timer);
  }, [text]);
  const definition = JSON.parse(settled) as Definition | null;
  const query = useView(
    "derived-preview",
    { definition: definition ?? ({} as Definition) },
    { enabled: definition !== null },
  );
  const says = (words: string, wrong = false) => (
    <p
      className={`grid h-[142px] place-items-center px-4 text-center text-sm ${wrong ? "text-strong" : "text-muted"}`}
    >
      {words}
    </p>
  );
  const data = definition === null ? undefined : query.data;
  const error = definition === null ? null : (query.error?.message ?? data?.error ?? null);
  return (
    <section aria-label="Preview" className="rounded-lg border border-line bg-surface p-2.5">
      <p className="flex justify-between px-1 pb-1 text-muted text-sm">
        <span>Last 6 hours</span>
        {data && !error ? (
          <span>
            {data.groups} series
            {data.groups > data.lines.length ? `, the first ${data.lines.length} drawn` : ""}
          </span>
        ) : null}
      </p>
      {definition === null ? (
        says("Say what it is made of, and it is drawn here.")
      ) : error ? (
        says(error, true)
      ) : !data ? (
        <Skeleton className="h-[142px]" />
      ) : data.lines.length === 0 ? (
        says("Makes no value: nothing matches, or no window has both sides.")
      ) : (
        <div className="grid gap-2 sm:grid-cols-2">
          {data.lines.map((line) => (
            <div key={line.name} className="min-w-0 last:odd:sm:col-span-2">
              <p className="truncate px-1 text-sm">{line.name}</p>
              <SeriesChart
                size="small"
                title={`Preview ${line.name}`}
                points={line.points}
                from={data.from}
                to={data.to}
                unit={draft.unit || null}
                syncId="derived"
              />
            </div>
          ))}
        </div>
      )}
    </section>
  );
}
