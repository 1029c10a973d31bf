"use client";
import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import { Checkbox } from "../ui/checkbox";
import { cn } from "../ui/cn";
import { SeverityGlyph } from "./severity-glyph";
import { countFacet, type Facet, facets, type SituationRow } from "./situation-filter";
import type { useSituationFilter } from "./use-situation-filter";

type Filter = ReturnType<typeof useSituationFilter>;
const shownAtFirst = 7;

function Choices({
  facet,
  rows,
  filter,
}: {
  facet: Facet;
  rows: readonly SituationRow[];
  filter: Filter;
}) {
  const id = useId();
  const [open, setOpen] = useState(true);
  const [all, setAll] = useState(false);
  const values = countFacet(rows, facet, filter.q, filter.chosen);
  const shown = all ? values : values.slice(0, shownAtFirst);
  if (values.length === 0) return null;
  return (
    <section aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex h-6 w-full items-center rounded-xs font-semibold text-muted text-sm hover:text-ink"
        >
          {facet.title}
          <ChevronDown
            size={12}
            aria-hidden="true"
            className={cn("ml-auto", !open && "-rotate-90")}
          />
        </button>
      </h3>
      {open
        ? shown.map(({ value, count }, i) => {
            const on = filter.chosen[facet.key].includes(value);
            return (
              <div key={value} className="flex h-[26px] items-center gap-2 max-lg:h-10">
                <Checkbox
                  id={`${id}-${i}`}
                  checked={on}
                  onCheckedChange={() => filter.toggle(facet.key, value)}
                />
                <label
                  htmlFor={`${id}-${i}`}
                  className={cn(
                    "flex min-w-0 flex-1 cursor-pointer items-center gap-2 hover:text-ink",
                    on ? "text-ink" : "text-muted",
                  )}
                >
                  {facet.key === "severity" ? <SeverityGlyph severity={value} /> : null}
                  <span className="truncate">{facet.words?.[value] ?? value}</span>
                </label>
                <span className="text-faint text-sm">{count}</span>
              </div>
            );
          })
        : null}
      {open && values.length > shownAtFirst ? (
        <button
          type="button"
          onClick={() => setAll(!all)}
          className="h-6 text-faint text-sm hover:text-ink"
        >
          {all ? "Show fewer" : `Show all ${values.length}`}
        </button>
      ) : null}
    </section>
  );
}

/** Choices that narrow the list, each with how many rows it would leave. */
export function FacetRail({ rows, filter }: { rows: readonly SituationRow[]; filter: Filter }) {
  return (
    <div className="grid content-start gap-3.5">
      {facets.map((facet) => (
        <Choices key={facet.key} facet={facet} rows={rows} filter={filter} />
      ))}
      {filter.active ? (
        <button
          type="button"
          onClick={filter.clear}
          className="justify-self-start text-accent text-sm hover:underline"
        >
          Clear all filters
        </button>
      ) : null}
    </div>
  );
}
