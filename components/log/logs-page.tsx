"use client";
import { ScrollText } from "lucide-react";
import {
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from "nuqs";
import { logSeverities } from "@/lib/ingest/model";
import { Pager } from "../chart/pager";
import { SearchBox } from "../metric/search-box";
import { useTimeRange } from "../nav/use-time-range";
import { useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { FacetSelect } from "../ui/facet-select";
import { ListFrame } from "../ui/list-frame";
import { Time } from "../ui/time";
import { LogRows } from "./log-rows";
import { PatternDrawer } from "./pattern-drawer";

type Data = ViewOutput<"logs">;
const parsers = {
  q: parseAsString.withDefault(""),
  service: parseAsString.withDefault(""),
  severity: parseAsStringLiteral(logSeverities),
  onlyNew: parseAsBoolean.withDefault(false),
  pattern: parseAsString,
  open: parseAsString,
  page: parseAsInteger.withDefault(1),
};

/** What services write, by pattern: how often, since when, and what of it was kept. */
export function LogsPage() {
  const [state, setState] = useQueryStates(parsers, { history: "replace" });
  const range = useTimeRange();
  const { open, ...filters } = state;
  const query = useView(
    "logs",
    { ...range.text, ...filters },
    range.live ? { everyMs: 10_000 } : {},
  );
  const set = (next: Partial<typeof state>) => void setState({ page: 1, ...next });
  const isFiltered =
    state.q !== "" ||
    state.service !== "" ||
    state.severity !== null ||
    state.onlyNew ||
    state.pattern !== null;
  return (
    <ListFrame
      query={query}
      what="The logs"
      filters={
        <>
          <SearchBox label="Words of the message" value={state.q} onChange={(q) => set({ q })} />
          <Facets data={query.data} state={state} onChange={set} />
          {state.pattern ? (
            <Chip tone="accent">
              one pattern
              <button
                type="button"
                aria-label="Show every pattern"
                onClick={() => set({ pattern: null })}
              >
                ×
              </button>
            </Chip>
          ) : null}
        </>
      }
    >
      {(data) => (
        <>
          <Card
            title="Log patterns"
            note={data.total.toLocaleString("en-US")}
            aside={
              <span className="max-md:hidden">
                every message is counted, a few of each pattern are kept
              </span>
            }
          >
            {data.patterns.length === 0 ? (
              <None data={data} filtered={isFiltered} onWiden={() => range.setPreset("now-1d")} />
            ) : (
              <LogRows patterns={data.patterns} onOpen={(id) => void setState({ open: id })} />
            )}
            <Pager
              page={state.page}
              pages={data.pages}
              onPage={(page) => void setState({ page })}
            />
          </Card>
          <PatternDrawer
            pattern={data.patterns.find((p) => p.id === open) ?? null}
            onClose={() => void setState({ open: null })}
          />
        </>
      )}
    </ListFrame>
  );
}

type State = {
  service: string;
  severity: (typeof logSeverities)[number] | null;
  onlyNew: boolean;
};

function Facets({
  data,
  state,
  onChange,
}: {
  data: Data | undefined;
  state: State;
  onChange(next: Partial<State>): void;
}) {
  const counts = data?.counts ?? [];
  const sum = (rows: typeof counts) =>
    rows.reduce((n, c) => n + c.count, 0).toLocaleString("en-US");
  const services = [...new Set(counts.map((c) => c.service))].filter(Boolean).sort();
  const own = counts.filter((c) => state.service === "" || c.service === state.service);
  return (
    <>
      <FacetSelect
        label="Service"
        every="Every service"
        value={state.service || null}
        options={services.map((value) => ({
          value,
          note: sum(counts.filter((c) => c.service === value)),
        }))}
        onChange={(service) => onChange({ service: service ?? "" })}
      />
      <FacetSelect
        label="Severity"
        every="Every severity"
        value={state.severity}
        options={logSeverities.map((severity, i) => ({
          value: severity,
          label: i === logSeverities.length - 1 ? severity : `${severity} and worse`,
          note: sum(own.filter((c) => c.severity === severity)),
        }))}
        onChange={(severity) => onChange({ severity })}
      />
      <Button aria-pressed={state.onlyNew} onClick={() => onChange({ onlyNew: !state.onlyNew })}>
        New only
      </Button>
    </>
  );
}

function None({ data, filtered, onWiden }: { data: Data; filtered: boolean; onWiden(): void }) {
  return (
    <EmptyState
      icon={<ScrollText size={17} aria-hidden="true" />}
      title={filtered ? "No pattern matches" : "No logs in this time"}
      action={
        data.newestAt === null ? undefined : <Button onClick={onWiden}>Look at the last day</Button>
      }
    >
      {data.newestAt === null ? (
        "Send OTLP logs to /v1/logs: from your collector, or with OTEL_LOGS_EXPORTER=otlp. Settings, Send data has the address and the lines to copy."
      ) : (
        <>
          The newest message was <Time at={data.newestAt} date seconds={false} />.
        </>
      )}
    </EmptyState>
  );
}
