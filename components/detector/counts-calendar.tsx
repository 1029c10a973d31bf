"use client";
import { Plus, X } from "lucide-react";
import { useId, useState } from "react";
import type { Calendar } from "@/lib/detect/model";
import { readHolidays } from "@/lib/series/holidays";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Input, Textarea } from "../ui/input";
import { Select } from "../ui/select";
import { Line } from "./counts-line";

type Hours = Calendar["hours"][number];

const week = [
  [1, "Mon"],
  [2, "Tue"],
  [3, "Wed"],
  [4, "Thu"],
  [5, "Fri"],
  [6, "Sat"],
  [0, "Sun"],
] as const;
const two = (n: number) => String(n).padStart(2, "0");
const clock = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
const minuteOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
const office: Hours = { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 18 * 60 };

/** At which hours, days and holidays deviations count, in a time zone. */
export function CountsCalendar({
  calendar,
  disabled,
  onChange,
}: {
  calendar: Calendar | null;
  disabled: boolean;
  onChange(calendar: Calendar | null): void;
}) {
  const id = useId();
  const set = (part: Partial<Calendar>) => calendar && onChange({ ...calendar, ...part });
  const setHours = (i: number, hours: Hours) =>
    calendar && set({ hours: calendar.hours.map((h, k) => (k === i ? hours : h)) });
  return (
    <Line title="Calendar">
      <Checkbox
        aria-label="Counts only by a calendar"
        checked={calendar !== null}
        disabled={disabled}
        onCheckedChange={(on) =>
          onChange(
            on === true
              ? {
                  zone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
                  mode: "only",
                  hours: [office],
                  holidays: [],
                }
              : null,
          )
        }
      />
      {calendar ? (
        <>
          <Select
            label="Counts within or outside of these hours"
            value={calendar.mode}
            options={[
              { value: "only", label: "counts only" },
              { value: "except", label: "counts except" },
            ]}
            disabled={disabled}
            onChange={(mode) => set({ mode })}
          />
          <Input
            aria-label="Time zone"
            list={`${id}-zones`}
            value={calendar.zone}
            disabled={disabled}
            spellCheck={false}
            onChange={(e) => set({ zone: e.target.value })}
            className="h-[30px] w-44"
          />
          <datalist id={`${id}-zones`}>
            {Intl.supportedValuesOf("timeZone").map((z) => (
              <option key={z} value={z} />
            ))}
          </datalist>
          <ul className="grid basis-full gap-2">
            {calendar.hours.map((hours, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: spans have no name but their place
              <li key={i} className="flex flex-wrap items-center gap-1.5">
                <Span hours={hours} disabled={disabled} onChange={(h) => setHours(i, h)} />
                <Button
                  size="icon-sm"
                  variant="ghost"
                  aria-label={`Remove the hours ${clock(hours.from)} to ${clock(hours.to)}`}
                  disabled={disabled}
                  onClick={() => set({ hours: calendar.hours.filter((_, k) => k !== i) })}
                >
                  <X size={13} aria-hidden="true" />
                </Button>
              </li>
            ))}
            <li>
              <Button
                size="sm"
                variant="ghost"
                disabled={disabled || calendar.hours.length >= 20}
                onClick={() => set({ hours: [...calendar.hours, office] })}
              >
                <Plus size={13} aria-hidden="true" /> Hours
              </Button>
            </li>
          </ul>
          <Holidays
            days={calendar.holidays}
            disabled={disabled}
            onChange={(holidays) => set({ holidays })}
          />
        </>
      ) : (
        <span className="text-muted">counts at all hours</span>
      )}
    </Line>
  );
}

function Span({
  hours,
  disabled,
  onChange,
}: {
  hours: Hours;
  disabled: boolean;
  onChange(hours: Hours): void;
}) {
  const time = (label: string, key: "from" | "to") => (
    <Input
      type="time"
      aria-label={label}
      value={clock(hours[key])}
      disabled={disabled}
      onChange={(e) => e.target.value && onChange({ ...hours, [key]: minuteOf(e.target.value) })}
      className="h-[26px] w-auto px-1.5 text-sm"
    />
  );
  return (
    <>
      <fieldset aria-label="Days" disabled={disabled} className="flex gap-px">
        {week.map(([day, name]) => {
          const on = hours.days.includes(day);
          const days = on ? hours.days.filter((d) => d !== day) : [...hours.days, day];
          return (
            <button
              key={day}
              type="button"
              aria-label={name}
              aria-pressed={on}
              onClick={() => days.length > 0 && onChange({ ...hours, days })}
              className="h-[26px] rounded-xs px-1.5 text-faint text-sm hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:text-accent"
            >
              {name.slice(0, 2)}
            </button>
          );
        })}
      </fieldset>
      {time("From", "from")}
      <span className="text-muted">to</span>
      {time("To", "to")}
      {hours.to <= hours.from ? (
        <span className="text-faint text-sm">
          {hours.to === hours.from ? "the whole day" : "the next day"}
        </span>
      ) : null}
    </>
  );
}

/** Holidays as a list of days, or pasted from an iCalendar file. */
function Holidays({
  days,
  disabled,
  onChange,
}: {
  days: readonly string[];
  disabled: boolean;
  onChange(days: string[]): void;
}) {
  const [text, setText] = useState<string | null>(null);
  const read = readHolidays(text ?? "");
  return (
    <div className="grid basis-full justify-items-start gap-1.5">
      <Button
        size="sm"
        variant="ghost"
        disabled={disabled}
        aria-expanded={text !== null}
        onClick={() => setText(text === null ? days.join("\n") : null)}
      >
        {days.length === 0 ? "Holidays" : `${days.length} holidays`}
      </Button>
      {text === null ? null : (
        <>
          <Textarea
            aria-label="Holidays"
            rows={5}
            value={text}
            disabled={disabled}
            spellCheck={false}
            placeholder={"2026-12-25 Christmas\n*-01-01\nor paste an .ics file"}
            onChange={(e) => {
              setText(e.target.value);
              onChange(readHolidays(e.target.value).days);
            }}
            className="font-mono text-sm"
          />
          <p className="text-muted text-sm" aria-live="polite">
            {read.days.length} days on which nothing counts
            {read.unread.length > 0
              ? `; not understood: ${read.unread.slice(0, 2).join(", ")}`
              : "."}
          </p>
        </>
      )}
    </div>
  );
}
