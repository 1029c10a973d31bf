"use client";
import Link from "next/link";
import { Chip } from "../ui/chip";
import { formatPercent } from "../ui/format";
import { Ago } from "../ui/time";
import type { Card, DetectorRow } from "./prepare-detectors";
import { ReadinessChip } from "./readiness-chip";

/** One row per detector: what it watches, how ready and how good it is. */
export function DetectorsTable({
  rows,
  cards,
}: {
  rows: readonly DetectorRow[];
  cards: ReadonlyMap<string, Card>;
}) {
  return (
    <table className="w-full table-fixed">
      <thead>
        <tr className="border-line border-b">
          <th className="th px-3.5">Name</th>
          <th className="th w-[20%] px-2 max-xl:hidden">Target</th>
          <th className="th w-36 px-2 max-md:hidden">Readiness</th>
          <th className="th w-16 px-2 text-right max-lg:hidden">Series</th>
          <th className="th w-28 px-2 text-right max-sm:w-20">Last 24 h</th>
          <th className="th w-26 px-2 max-md:hidden">Last anomaly</th>
          <th
            className="th w-24 px-2 text-right max-lg:hidden"
            title="Labelled true, of all labelled true or false alarm, in 30 days"
          >
            Precision
          </th>
          <th
            className="th w-20 px-2 text-right max-lg:hidden"
            title="Share of its anomalies of 30 days that joined no situation"
          >
            Noise
          </th>
          <th className="th w-18 px-3.5 max-sm:hidden">Version</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((d) => (
          <tr key={d.id} className="row h-[34px]" data-quiet={!d.enabled}>
            <td className="truncate px-3.5">
              <span className="flex min-w-0 items-center gap-2">
                <Link
                  href={`/detectors/${encodeURIComponent(d.id)}`}
                  className="truncate font-medium hover:underline"
                >
                  {d.title}
                </Link>
                {d.untrusted !== null ? (
                  <Chip
                    tone="weak"
                    className="shrink-0"
                    title={`${d.untrusted}. It records and pages nobody.`}
                  >
                    untrusted
                  </Chip>
                ) : null}
                {d.unused !== null ? (
                  <Chip className="shrink-0" title={d.unused}>
                    unused
                  </Chip>
                ) : null}
                {d.shadow !== null ? (
                  <Chip
                    tone="accent"
                    className="shrink-0"
                    title={`Version ${d.shadow} runs beside the live one`}
                  >
                    shadow
                  </Chip>
                ) : null}
              </span>
            </td>
            <td
              className="truncate px-2 font-mono text-muted text-sm max-xl:hidden"
              title={d.target}
            >
              {d.target}
            </td>
            <td className="px-2 max-md:hidden">
              {d.enabled ? (
                <ReadinessChip summary={d.readiness} />
              ) : (
                <span className="text-faint">off</span>
              )}
            </td>
            <td className="px-2 text-right text-muted max-lg:hidden">{d.series}</td>
            <td className="whitespace-nowrap px-2 text-right">
              {d.anomalies24h === 0 ? (
                <span className="text-faint">none</span>
              ) : (
                <>
                  {d.anomalies24h}
                  {d.strong24h > 0 ? (
                    <span className="text-strong max-sm:hidden"> ({d.strong24h} strong)</span>
                  ) : null}
                </>
              )}
            </td>
            <td className="whitespace-nowrap px-2 text-muted max-md:hidden">
              {d.open > 0 ? (
                <Chip tone="strong">{`${d.open} open`}</Chip>
              ) : d.lastAt === null ? (
                "never"
              ) : (
                <Ago at={d.lastAt} />
              )}
            </td>
            <Precision card={cards.get(d.id)} />
            <td className="px-2 text-right text-muted max-lg:hidden">
              {share(cards.get(d.id)?.inSituations)}
            </td>
            <td className="px-3.5 font-mono text-muted text-sm max-sm:hidden">v{d.version}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const share = (inSituations: number | null | undefined) =>
  inSituations === null || inSituations === undefined ? (
    <span className="text-faint">–</span>
  ) : (
    formatPercent(1 - inSituations)
  );

/** Never without how many labels it stands on. */
function Precision({ card }: { card: Card | undefined }) {
  const judged = card ? card.labels.true + card.labels["false-alarm"] : 0;
  return (
    <td className="whitespace-nowrap px-2 text-right max-lg:hidden">
      {card?.precision === null || card === undefined ? (
        <span className="text-faint" title="No label yet">
          –
        </span>
      ) : (
        <>
          {formatPercent(card.precision)} <span className="text-faint text-sm">of {judged}</span>
        </>
      )}
    </td>
  );
}
