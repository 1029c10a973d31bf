"use client";
import { formatValue } from "../chart/format-value";
import type { ViewOutput } from "../query";
import { Button } from "../ui/button";
import { FacetSelect } from "../ui/facet-select";

type State = {
  service: string;
  operation: string;
  failed: boolean;
  min: number | null;
};
const lengths = [50, 100, 200, 500, 1000, 2000, 5000, 10_000];

/** What narrows a search over traces beside its words. */
export function TraceFilters({
  facets,
  state,
  onChange,
}: {
  facets: ViewOutput<"traces">["facets"] | undefined;
  state: State;
  onChange(next: Partial<State>): void;
}) {
  const calls = new Map<string, number>();
  for (const o of facets?.operations ?? [])
    if (state.service === "" || o.service === state.service)
      calls.set(o.name, (calls.get(o.name) ?? 0) + o.calls);
  const least = state.min === null || lengths.includes(state.min) ? [] : [state.min];
  return (
    <>
      <FacetSelect
        label="Service"
        every="Every service"
        value={state.service || null}
        options={(facets?.services ?? [])
          .map((s) => ({ value: s.name, note: s.traces }))
          .sort((a, b) => (a.value < b.value ? -1 : 1))}
        onChange={(service) => onChange({ service: service ?? "", operation: "" })}
      />
      <FacetSelect
        label="Operation"
        every="Every operation"
        value={state.operation || null}
        options={[...calls.keys()].sort().map((value) => ({ value, note: calls.get(value) ?? 0 }))}
        onChange={(operation) => onChange({ operation: operation ?? "" })}
      />
      <FacetSelect
        label="Shortest duration"
        every="Any duration"
        value={state.min === null ? null : String(state.min)}
        options={[...lengths, ...least]
          .sort((a, b) => a - b)
          .map((ms) => ({ value: String(ms), label: `≥ ${formatValue(ms, "ms")}` }))}
        onChange={(min) => onChange({ min: min === null ? null : Number(min) })}
      />
      <Button aria-pressed={state.failed} onClick={() => onChange({ failed: !state.failed })}>
        Failed only
      </Button>
    </>
  );
}
