"use client";
import { ArrowDown, ArrowDownUp, ArrowUp } from "lucide-react";
import type { Counts } from "@/lib/detect/model";
import { Segments } from "../chart/segments";
import { Checkbox } from "../ui/checkbox";
import { Select } from "../ui/select";
import { CountsCalendar } from "./counts-calendar";
import { CountsIntake } from "./counts-intake";
import { Line, NumberInput } from "./counts-line";

type Props = {
  counts: Counts;
  /** Written behind distances */
  unit: string;
  /** Metrics of the same service that may be the traffic gate */
  metrics: readonly string[];
  disabled: boolean;
  onChange(counts: Counts): void;
};

const directions = [
  {
    value: "above",
    label: (
      <>
        <ArrowUp size={13} aria-hidden="true" /> Above
      </>
    ),
  },
  {
    value: "below",
    label: (
      <>
        <ArrowDown size={13} aria-hidden="true" /> Below
      </>
    ),
  },
  {
    value: "both",
    label: (
      <>
        <ArrowDownUp size={13} aria-hidden="true" /> Both
      </>
    ),
  },
] as const;

/**
 * Which verdicts become anomalies: side, distance, how many points, with how much traffic, when it is over, at which hours;
 * and what is done about points that are missing, late or too early to say anything.
 */
export function CountsForm({ counts, unit, metrics, disabled, onChange }: Props) {
  const set = (part: Partial<Counts>) => onChange({ ...counts, ...part });
  const number = (label: string, value: number, change: (v: number) => void, step = 1, min = 0) => (
    <NumberInput
      label={label}
      value={value}
      min={min}
      step={step}
      disabled={disabled}
      onChange={change}
    />
  );
  const whole = (v: number) => Math.min(60, Math.max(1, Math.round(v)));
  const gate = counts.minTraffic;
  return (
    <div className="grid gap-1">
      <Line title="Direction">
        <fieldset disabled={disabled} aria-label="Direction" className="contents">
          <Segments
            label="Direction"
            value={counts.direction}
            options={directions}
            onChange={(direction) => !disabled && set({ direction })}
          />
        </fieldset>
      </Line>
      <Line title="Ignore unless">
        {number(
          "Smallest distance in percent of what is expected",
          Math.round(counts.minRelative * 1000) / 10,
          (v) => set({ minRelative: v / 100 }),
          5,
        )}
        <span className="text-muted">% and</span>
        {number("Smallest distance from what is expected", counts.minAbsolute, (v) =>
          set({ minAbsolute: v }),
        )}
        <span className="text-muted">{unit || "units"} off</span>
      </Line>
      <Line title="Opens after">
        {number(
          "How many anomalous points",
          counts.m,
          (v) => set({ m: whole(v), n: Math.max(counts.n, whole(v)) }),
          1,
          1,
        )}
        <span className="text-muted">of the last</span>
        {number(
          "Of how many points",
          counts.n,
          (v) => set({ n: whole(v), m: Math.min(counts.m, whole(v)) }),
          1,
          1,
        )}
        <span className="text-muted">points</span>
      </Line>
      <Line title="Closes after">
        {number(
          "Ordinary points that close it",
          counts.closeAfter,
          (v) => set({ closeAfter: whole(v) }),
          1,
          1,
        )}
        <span className="text-muted">ordinary points in a row</span>
      </Line>
      <Line title="Minimum traffic">
        <Checkbox
          aria-label="Only with a minimum of traffic"
          checked={gate !== null}
          disabled={disabled || metrics.length === 0}
          onCheckedChange={(on) =>
            set({
              minTraffic:
                on === true ? { metric: metrics[0] ?? "service.requests", atLeast: 1 } : null,
            })
          }
        />
        {gate ? (
          <>
            <Select
              label="Traffic metric"
              value={gate.metric}
              options={[...new Set([gate.metric, ...metrics])].map((m) => ({ value: m, label: m }))}
              onChange={(metric) => set({ minTraffic: { ...gate, metric } })}
              disabled={disabled}
              className="max-w-48"
            />
            <span className="text-muted">at least</span>
            {number(
              "Least traffic",
              gate.atLeast,
              (atLeast) => set({ minTraffic: { ...gate, atLeast } }),
              0.5,
            )}
          </>
        ) : (
          <span className="text-muted">counts with any traffic</span>
        )}
      </Line>
      <CountsCalendar
        calendar={counts.calendar}
        disabled={disabled}
        onChange={(calendar) => set({ calendar })}
      />
      <CountsIntake counts={counts} disabled={disabled} onChange={set} />
    </div>
  );
}
