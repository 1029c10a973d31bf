"use client";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useMay } from "../nav/use-shell";
import type { ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { formatPercent } from "../ui/format";
import { Meter } from "../ui/meter";
import { AutonomyDialog } from "./autonomy-dialog";
import { levelWords } from "./level-words";

type Data = ViewOutput<"policy">;
type Row = Data["services"][number];

/** How far each service's remedies may go, what its record is, and the rule by which trust is earned and lost. */
export function AutonomySection({ data }: { data: Data }) {
  const may = useMay("admin");
  const [setting, setSetting] = useState<string | null | undefined>(undefined);
  const known = data.services.filter((s) => s.set !== null || s.suggested > 0);
  const others = data.services.filter((s) => !known.includes(s));
  const chosen = data.services.find((s) => s.service === setting);
  return (
    <>
      {data.brake !== null ? (
        <p className="flex items-start gap-2 rounded-md border border-weak-mark bg-weak-soft px-3 py-2">
          <TriangleAlert size={15} className="mt-0.5 shrink-0 text-weak" aria-hidden="true" />
          {data.brake} Nothing goes beyond a hint until that is over.
        </p>
      ) : null}
      <Card title="The rule">
        <p className="max-w-[90ch] px-3.5 py-3 text-muted">
          A service starts at “Ask”. Five right of five let it act after a countdown, fifteen of
          fifteen (or 30 of 31) at once: what counts is the share of right ones that is certain at
          90 %. Right is verified as recovered; wrong is verified as no effect or worse, and starts
          the record anew. The level that is set is the ceiling. An admin may grant a level before
          it is earned; a wrong run takes it back. A plan that did not run counts by what became of
          its suspect. The timeline tells every rise and fall.
        </p>
      </Card>
      <Card
        title="Services"
        note={`all others: ${levelWords[data.default.level].label.toLowerCase()} at most${data.default.granted ? ", granted" : ""}`}
        aside={
          may ? (
            <Button size="sm" onClick={() => setSetting(null)}>
              Set for all others
            </Button>
          ) : null
        }
      >
        <ul>
          {[...known, ...others].map((row) => (
            <ServiceRow
              key={row.service}
              row={row}
              braked={data.brake !== null && row.now.level === "hint"}
              onSet={may ? () => setSetting(row.service) : null}
            />
          ))}
        </ul>
      </Card>
      {setting === undefined ? null : (
        <AutonomyDialog
          service={setting}
          set={setting === null ? data.default : (chosen?.set ?? null)}
          onClose={() => setSetting(undefined)}
        />
      )}
    </>
  );
}

/** "12 suggested: 9 right, 1 refused, 1 wrong, 1 would have been wrong". */
function recordWords({ suggested, record }: Row): string {
  const { right, disagreed, wrong, wouldHaveBeenWrong } = record;
  const rest = [
    disagreed > 0 ? `${disagreed} refused` : "",
    wrong > 0 ? `${wrong} wrong` : "",
    wouldHaveBeenWrong > 0 ? `${wouldHaveBeenWrong} would have been wrong` : "",
  ].filter((words) => words !== "");
  return `${suggested} suggested: ${[`${right} right`, ...rest].join(", ")}`;
}

function ServiceRow({
  row,
  braked,
  onSet,
}: {
  row: Row;
  braked: boolean;
  onSet: (() => void) | null;
}) {
  const { record } = row;
  return (
    <li className="row grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-3.5 py-2.5 lg:grid-cols-[minmax(120px,190px)_minmax(0,1fr)_minmax(220px,300px)_64px]">
      <span className="min-w-0 truncate font-medium">{row.service}</span>
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5 max-lg:order-3 max-lg:col-span-full">
        <Chip tone={row.now.level === "auto" || row.now.level === "countdown" ? "accent" : "ink"}>
          {levelWords[row.now.level].label}
        </Chip>
        <span className="min-w-0 text-muted text-sm">
          {braked ? "For now, as said above." : row.now.says}
        </span>
      </span>
      <span className="grid gap-1 text-sm max-lg:order-4 max-lg:col-span-full">
        {record.judged === 0 ? (
          <span className="text-faint">
            {row.suggested === 0 ? "no plan yet" : `${row.suggested} suggested, none judged yet`}
          </span>
        ) : (
          <>
            <span className="text-muted tabular-nums">{recordWords(row)}</span>
            <span className="flex items-center gap-2 text-muted tabular-nums">
              <Meter share={record.lower} tone="accent" className="w-24" />
              {record.precision === null
                ? "starts anew"
                : `${formatPercent(record.precision)} of ${record.counted}, at least ${formatPercent(record.lower)}`}
            </span>
          </>
        )}
      </span>
      <span className="justify-self-end max-lg:order-2">
        {onSet ? (
          <Button size="sm" onClick={onSet} aria-label={`Set the level of ${row.service}`}>
            Set
          </Button>
        ) : null}
      </span>
    </li>
  );
}
