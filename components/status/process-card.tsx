"use client";
import { partTitles } from "@/lib/health/model";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { Led } from "../ui/led";
import { Ago, Time } from "../ui/time";
import { sizeWords } from "./size-words";

type Process = ViewOutput<"status">["processes"][number];

const looks = {
  running: { tone: "good", words: "Running" },
  silent: { tone: "strong", words: "Silent" },
  stopped: { tone: "off", words: "Stopped" },
} as const;

const count = (n: number) => n.toLocaleString("en");

/** What the parts of a process have done since it started, in plain words. */
function deedsOf({ report }: Process): string[] {
  const { ingest, detect, jobs } = report;
  return [
    ...(ingest
      ? [
          `${count(ingest.accepted)} accepted`,
          `${count(ingest.refused)} requests refused`,
          ...(ingest.commitP99Ms === null
            ? []
            : [`99 % committed within ${ingest.commitP99Ms} ms`]),
        ]
      : []),
    ...(detect
      ? [
          `${count(detect.points)} points, ${count(detect.verdicts)} verdicts`,
          `${count(detect.late)} late`,
          `${count(detect.skipped)} records skipped`,
          `${count(detect.learning)} detectors learning`,
        ]
      : []),
    ...(jobs ? [`${count(jobs.done)} jobs done, ${count(jobs.failed)} failed`] : []),
  ];
}

function Row({ process }: { process: Process }) {
  const { tone, words } = looks[process.state];
  const { errorsLastHour, lastError, loopLagMs, memoryBytes } = process.report;
  return (
    <li className="row grid gap-x-4 gap-y-1 px-3.5 py-2.5 lg:grid-cols-[minmax(160px,220px)_110px_minmax(0,1fr)_minmax(160px,auto)]">
      <span className="min-w-0">
        <span className="block font-medium">
          {process.parts.map((part) => partTitles[part]).join(", ")}
        </span>
        <span className="block truncate font-mono text-faint text-sm">
          {process.host} · {process.pid}
        </span>
      </span>
      <span className="min-w-0">
        <span className="flex items-center gap-2">
          <Led tone={tone} />
          {words}
        </span>
        <span className="block whitespace-nowrap text-muted text-sm">
          <Ago at={process.beatAt} />
        </span>
      </span>
      <span className="min-w-0">
        <span className="block break-words">
          {deedsOf(process).join(" · ") || "No work of its own to count"}
        </span>
        {lastError ? (
          <span className="flex min-w-0 items-baseline gap-2 text-muted text-sm">
            <Chip tone={errorsLastHour > 0 ? "weak" : "outline"}>
              {`${errorsLastHour} ${errorsLastHour === 1 ? "error" : "errors"} in the last hour`}
            </Chip>
            <span className="min-w-0 break-words">
              <Time at={lastError.at} /> {lastError.says}
            </span>
          </span>
        ) : (
          <span className="block text-faint text-sm">No errors since it started</span>
        )}
      </span>
      <span className="text-muted text-sm tabular-nums lg:text-right">
        <span className="block">
          v{process.version} · up{" "}
          <Ago
            at={process.startedAt}
            suffix=""
            until={process.state === "running" ? null : process.beatAt}
          />
        </span>
        <span className="block">
          {sizeWords(memoryBytes)} · loop {Math.round(loopLagMs)} ms late
        </span>
      </span>
    </li>
  );
}

/** Every process of ours of the last day: whether it lives, what it did, what went wrong. */
export function ProcessCard({ processes }: { processes: readonly Process[] }) {
  return (
    <Card title="Processes" note="each says every 5 s that it lives">
      {processes.length === 0 ? (
        <EmptyState title="No process has reported yet">
          Start the workers: node dist/workers/main.js ingest detect jobs. They appear here within
          seconds.
        </EmptyState>
      ) : (
        <ul>
          {processes.map((process) => (
            <Row key={process.id} process={process} />
          ))}
        </ul>
      )}
    </Card>
  );
}
