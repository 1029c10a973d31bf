"use client";
import { Clock } from "lucide-react";
import { useState } from "react";
import { parseMoment, rangePresets } from "@/lib/series/time-range";
import { Field } from "../form/field";
import { Button } from "../ui/button";
import { Input } from "../ui/input";
import { Popover } from "../ui/popover";
import { useTimeRange } from "./use-time-range";

/** 2026-11-22T03:02 in the browser's zone: what a datetime-local field holds. */
const localText = (ms: number) =>
  new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

function Absolute({ onDone }: { onDone(): void }) {
  const range = useTimeRange();
  const [shown] = useState(() => range.resolve(Date.now()));
  const [from, setFrom] = useState(localText(shown.from));
  const [to, setTo] = useState(localText(shown.to));
  const a = parseMoment(from, 0);
  const b = parseMoment(to, 0);
  const valid = a !== null && b !== null && b > a;
  return (
    <form
      className="grid w-52 content-start gap-2"
      onSubmit={(e) => {
        e.preventDefault();
        if (!valid) return;
        range.setWindow({ from: a, to: b });
        onDone();
      }}
    >
      <Field label="From">
        <Input type="datetime-local" value={from} onChange={(e) => setFrom(e.target.value)} />
      </Field>
      <Field
        label="To"
        hint="In this browser's time zone."
        error={valid ? null : "The end must be after the start."}
      >
        <Input type="datetime-local" value={to} onChange={(e) => setTo(e.target.value)} />
      </Field>
      <Button type="submit" disabled={!valid}>
        Apply window
      </Button>
    </form>
  );
}

/** Chooses the window that every chart and list of the page shows. */
export function TimeRangePicker() {
  const range = useTimeRange();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Time range"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button className="border-line bg-transparent" aria-label={`Time range: ${range.label}`}>
          <Clock size={14} className="text-muted" aria-hidden="true" />
          <span className="max-sm:hidden">{range.label}</span>
        </Button>
      }
      className="flex gap-4 max-sm:flex-col"
    >
      <ul className="grid w-32 gap-0.5 max-sm:w-full max-sm:grid-cols-2">
        {rangePresets.map((p) => (
          <li key={p.from}>
            <button
              type="button"
              aria-pressed={range.live && range.text.from === p.from}
              onClick={() => {
                range.setPreset(p.from);
                setOpen(false);
              }}
              className="h-[30px] w-full rounded-md px-2 text-left hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent"
            >
              {p.label}
            </button>
          </li>
        ))}
      </ul>
      <Absolute onDone={() => setOpen(false)} />
    </Popover>
  );
}
