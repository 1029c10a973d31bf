"use client";
import { detectors } from "@/lib/detect/detectors";
import type { Counts, DetectorSettings } from "@/lib/detect/model";
import { formatValue } from "../chart/format-value";
import { Segments } from "../chart/segments";
import type { ViewOutput } from "../query";
import { Checkbox } from "../ui/checkbox";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { AlarmsToken } from "./alarms-token";
import { AlgorithmPicker } from "./algorithm-picker";
import { TargetForm } from "./target-form";
import { Token } from "./token";

type Series = ViewOutput<"detector">["series"];

const sides = [
  { value: "above", label: "above" },
  { value: "below", label: "below" },
  { value: "both", label: "above or below" },
] as const;

/** The settings as one sentence that can be read aloud; each of its parts opens what changes it. */
export function Sentence({
  settings,
  live,
  recommended,
  unit,
  metric,
  series,
  metrics,
  disabled,
  onChange,
  onAlgorithm,
}: {
  settings: DetectorSettings;
  live: DetectorSettings;
  recommended: string;
  /** Of the series shown, for the distances */
  unit: string | null;
  metric: string | undefined;
  series: Series;
  /** Metrics of the same service that may be the traffic gate */
  metrics: readonly string[];
  disabled: boolean;
  onChange(settings: DetectorSettings): void;
  onAlgorithm(algorithm: string): void;
}) {
  const { counts, algorithm, target } = settings;
  const set = (part: Partial<Counts>) => onChange({ ...settings, counts: { ...counts, ...part } });
  const distance = [
    counts.minRelative > 0 ? `${Number((counts.minRelative * 100).toFixed(1))} %` : "",
    counts.minAbsolute > 0 ? formatValue(counts.minAbsolute, unit, metric) : "",
  ].filter(Boolean);
  const gate = counts.minTraffic;
  const whole = (v: number) => Math.min(60, Math.max(1, Math.round(v) || 1));
  const field = (label: string, value: number, change: (v: number) => void, min = 0) => (
    <label htmlFor={`token-${label}`} className="flex items-center justify-between gap-3">
      <span className="text-muted">{label}</span>
      <Input
        id={`token-${label}`}
        type="number"
        min={min}
        step="any"
        value={value}
        onChange={(e) =>
          Number.isFinite(e.target.valueAsNumber) && change(Math.max(min, e.target.valueAsNumber))
        }
        className="h-[30px] w-24"
      />
    </label>
  );
  return (
    <div className="rounded-lg border border-line bg-surface px-4 py-3 text-md leading-[32px]">
      Mark{" "}
      <Token label="Target" says={target || "nothing"} disabled={disabled}>
        <TargetForm
          target={target}
          series={series}
          disabled={false}
          onChange={(target) => onChange({ ...settings, target })}
        />
      </Token>{" "}
      when it is{" "}
      <Token
        label="Smallest distance"
        says={distance.length === 0 ? "at all" : `at least ${distance.join(" and ")}`}
        disabled={disabled}
      >
        <div className="grid gap-2">
          {field("Percent of what is expected", Math.round(counts.minRelative * 1000) / 10, (v) =>
            set({ minRelative: v / 100 }),
          )}
          {field("And in the unit of the series", counts.minAbsolute, (v) =>
            set({ minAbsolute: v }),
          )}
        </div>
      </Token>{" "}
      <Token
        label="Direction"
        says={sides.find((s) => s.value === counts.direction)?.label}
        disabled={disabled}
      >
        <Segments
          label="Direction"
          value={counts.direction}
          options={sides}
          onChange={(direction) => set({ direction })}
        />
      </Token>{" "}
      what is expected, for{" "}
      <Token
        label="How many points"
        says={counts.n > 1 ? `${counts.m} of ${counts.n} points` : "one point"}
        disabled={disabled}
      >
        <div className="grid gap-2">
          {field(
            "At least",
            counts.m,
            (v) => set({ m: whole(v), n: Math.max(counts.n, whole(v)) }),
            1,
          )}
          {field(
            "of the last",
            counts.n,
            (v) => set({ n: whole(v), m: Math.min(counts.m, whole(v)) }),
            1,
          )}
        </div>
      </Token>
      , using{" "}
      <Token label="Algorithm" says={detectors[algorithm]?.title ?? algorithm} disabled={disabled}>
        <div className="max-h-[50dvh] overflow-y-auto">
          <AlgorithmPicker
            value={algorithm}
            live={live.algorithm}
            recommended={recommended}
            disabled={false}
            onChange={onAlgorithm}
          />
        </div>
      </Token>
      <AlarmsToken settings={settings} disabled={disabled} onChange={onChange} />
      {gate || metrics.length > 0 ? (
        <>
          ,{" "}
          <Token
            label="Traffic"
            says={gate ? `with ${gate.metric} of at least ${gate.atLeast}` : "with any traffic"}
            disabled={disabled}
          >
            <div className="grid gap-2">
              <label htmlFor="token-traffic" className="flex items-center gap-2">
                <Checkbox
                  id="token-traffic"
                  checked={gate !== null}
                  onCheckedChange={(on) =>
                    set({
                      minTraffic:
                        on === true
                          ? { metric: metrics[0] ?? "service.requests", atLeast: 1 }
                          : null,
                    })
                  }
                />
                Only with a minimum of traffic
              </label>
              {gate ? (
                <>
                  <Select
                    label="Traffic metric"
                    value={gate.metric}
                    options={[...new Set([gate.metric, ...metrics])].map((m) => ({
                      value: m,
                      label: m,
                    }))}
                    onChange={(name) => set({ minTraffic: { ...gate, metric: name } })}
                  />
                  {field("At least", gate.atLeast, (atLeast) =>
                    set({ minTraffic: { ...gate, atLeast } }),
                  )}
                </>
              ) : null}
            </div>
          </Token>
        </>
      ) : null}
      .
    </div>
  );
}
