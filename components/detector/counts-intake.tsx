"use client";
import type { Counts, GapPolicy } from "@/lib/detect/model";
import { changeKinds } from "@/lib/ingest/model";
import { Checkbox } from "../ui/checkbox";
import { Select } from "../ui/select";
import { Line, NumberInput } from "./counts-line";

const policies: readonly { value: GapPolicy; label: string }[] = [
  { value: "skip", label: "are left out" },
  { value: "carry", label: "carry the last value" },
  { value: "zero", label: "are zero, and judged" },
  { value: "interpolate", label: "lie on a straight line" },
];

/** What is done about the first points, the time after changes, missing points and late ones. */
export function CountsIntake({
  counts,
  disabled,
  onChange,
}: {
  counts: Counts;
  disabled: boolean;
  onChange(part: Partial<Counts>): void;
}) {
  const { afterChange, gaps } = counts;
  return (
    <>
      <Line title="After changes">
        <Checkbox
          aria-label="Do not page right after changes of the service"
          checked={afterChange !== null}
          disabled={disabled}
          onCheckedChange={(on) =>
            onChange({ afterChange: on === true ? { kinds: ["deploy"], minutes: 5 } : null })
          }
        />
        {afterChange ? (
          <>
            <span className="text-muted">no page within</span>
            <NumberInput
              label="Minutes of warm-up"
              value={afterChange.minutes}
              min={1}
              max={240}
              disabled={disabled}
              onChange={(minutes) =>
                onChange({ afterChange: { ...afterChange, minutes: Math.round(minutes) } })
              }
            />
            <span className="text-muted">min after a</span>
            <Select
              label="Kind of change"
              value={afterChange.kinds[0] ?? "deploy"}
              options={changeKinds.map((kind) => ({ value: kind, label: kind }))}
              disabled={disabled}
              onChange={(kind) => onChange({ afterChange: { ...afterChange, kinds: [kind] } })}
            />
            <span className="basis-full text-faint text-sm">
              Recorded and marked all the same. STRONG errors still page.
            </span>
          </>
        ) : (
          <span className="text-muted">no warm-up: deploys change nothing</span>
        )}
      </Line>
      <Line title="Learns first">
        <NumberInput
          label="Points to learn from before anything counts"
          value={counts.warmUp}
          max={100_000}
          step={10}
          disabled={disabled}
          onChange={(warmUp) => onChange({ warmUp: Math.round(warmUp) })}
        />
        <span className="text-muted">points before anything counts, history included</span>
      </Line>
      <Line title="Missing points">
        <Select
          label="Missing points"
          value={gaps.policy}
          options={policies}
          disabled={disabled}
          onChange={(policy) => onChange({ gaps: { ...gaps, policy } })}
        />
        {gaps.policy === "skip" ? null : (
          <>
            <span className="text-muted">in gaps up to</span>
            <NumberInput
              label="Longest gap that is filled, in points"
              value={gaps.upTo}
              min={1}
              max={360}
              disabled={disabled}
              onChange={(upTo) => onChange({ gaps: { ...gaps, upTo: Math.round(upTo) } })}
            />
            <span className="text-muted">points</span>
          </>
        )}
      </Line>
      <Line title="Late points">
        <span className="text-muted">wait</span>
        <NumberInput
          label="Seconds to wait for late points"
          value={counts.lateMs / 1000}
          max={3600}
          step={5}
          disabled={disabled}
          onChange={(s) => onChange({ lateMs: Math.round(s * 1000) })}
        />
        <span className="text-muted">
          {counts.lateMs === 0
            ? "s: judged at once; what comes out of order is stored, not judged"
            : "s, put in order, then judged; later ones are stored, not judged"}
        </span>
      </Line>
    </>
  );
}
