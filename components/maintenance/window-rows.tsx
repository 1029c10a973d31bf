"use client";
import { useMay } from "../nav/use-shell";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { Time } from "../ui/time";
import { repeatWords } from "./prepare-window";

type Window = ViewOutput<"maintenance">["windows"][number];

/** Windows one below the other: what, for which series, when, by whom, and what was found meanwhile. */
export function WindowRows({
  windows,
  onChange,
}: {
  windows: readonly Window[];
  onChange(window: Window): void;
}) {
  const may = useMay("responder");
  const end = useVerb("end-maintenance", { says: (w) => `"${w.name}" was ended` });
  return (
    <ul>
      {windows.map((w) => (
        <li
          key={w.id}
          className="row grid grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_auto] items-start gap-x-5 gap-y-1.5 px-3.5 py-2.5 max-md:grid-cols-1"
        >
          <div className="min-w-0">
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-medium">{w.name}</span>
              {w.state === "now" ? <Chip tone="accent">in force</Chip> : null}
              {w.pageStrongErrors ? (
                <Chip>STRONG errors page</Chip>
              ) : (
                <Chip tone="weak">nothing pages</Chip>
              )}
            </p>
            <p className="mt-0.5 truncate font-mono text-sm" title={w.scope}>
              {w.scope}
            </p>
            <p className="text-muted text-sm">
              {w.series} series
              {w.recorded > 0
                ? ` · ${w.recorded} ${w.recorded === 1 ? "anomaly" : "anomalies"} recorded`
                : ""}
              {w.reason ? ` · ${w.reason}` : ""}
            </p>
          </div>
          <div className="min-w-0 text-sm">
            <p>
              {w.next ? (
                <>
                  <Time at={w.next.from} date seconds={false} /> to{" "}
                  <Time at={w.next.to} date seconds={false} />
                </>
              ) : (
                <>
                  ended <Time at={w.until} date seconds={false} />
                </>
              )}
            </p>
            <p className="text-muted">
              {repeatWords(w)}
              {w.repeats === "none" ? null : (
                <>
                  , until <Time at={w.until} date seconds={false} />
                </>
              )}
            </p>
            <p className="text-faint">
              {w.situation ? `ends when ${w.situation} is resolved · ` : ""}
              {w.changeTitle ? `ends with "${w.changeTitle}" · ` : ""}
              by {w.author}
              {w.endedBy ? `, ended by ${w.endedBy}` : ""}
            </p>
          </div>
          {w.state === "past" ? (
            <span />
          ) : (
            <div className="flex gap-2">
              <Button size="sm" disabled={!may} onClick={() => onChange(w)}>
                Change
              </Button>
              <Button
                size="sm"
                variant="danger"
                disabled={!may || end.isPending}
                onClick={() => end.mutate({ id: w.id })}
              >
                {w.state === "now" ? "End now" : "Call off"}
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
