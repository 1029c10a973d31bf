"use client";
import Link from "next/link";
import { useVerb, type ViewOutput } from "../query";
import { Checkbox } from "../ui/checkbox";
import { Chip } from "../ui/chip";
import { Ago } from "../ui/time";
import { whenWords } from "./prepare-when";

export type RunbookRow = ViewOutput<"runbooks">["rows"][number];

/** What a runbook is to this installation. */
export function OriginChip({ origin }: { origin: RunbookRow["origin"] }) {
  if (origin === "own") return <Chip tone="accent">own</Chip>;
  return origin === "changed" ? (
    <Chip tone="change" title="Came with Sitroom and was changed here">
      changed
    </Chip>
  ) : (
    <Chip title="Came with Sitroom">shipped</Chip>
  );
}

/** One row a runbook: when, how much, how often of use, on or off. */
export function RunbooksTable({
  rows,
  mayEdit,
}: {
  rows: readonly RunbookRow[];
  mayEdit: boolean;
}) {
  const enable = useVerb("enable-runbook", {
    optimistic: ({ name, enabled }, views) =>
      views.patch("runbooks", (data) => ({
        ...data,
        rows: data.rows.map((r) => (r.name === name ? { ...r, enabled } : r)),
      })),
    says: (_, { name, enabled }) => `${name} is ${enabled ? "on" : "off"}`,
  });
  return (
    <table className="w-full table-fixed">
      <thead>
        <tr className="border-line border-b">
          <th className="th px-3.5">Runbook</th>
          <th className="th w-[30%] px-2 max-md:hidden">Applies to</th>
          <th className="th w-16 px-2 text-right max-lg:hidden">Steps</th>
          <th className="th w-28 px-2 max-lg:hidden">Last run</th>
          <th className="th w-28 px-2 text-right max-sm:hidden">Interesting</th>
          <th className="th w-24 px-2 max-sm:hidden">Origin</th>
          <th className="th w-14 px-3.5">On</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((r) => (
          <tr key={r.name} className="row" data-quiet={!r.enabled}>
            <td className="px-3.5 py-1.5">
              <Link
                href={`/runbooks/${r.name}`}
                className="block truncate font-medium hover:underline"
              >
                {r.title}
              </Link>
              {r.problem ? (
                <p className="text-sm text-strong">It does not run: {r.problem}</p>
              ) : (
                <p className="truncate text-faint text-sm" title={r.says}>
                  {r.says || r.name}
                </p>
              )}
            </td>
            <td className="px-2 py-1.5 max-md:hidden">
              <span className="flex flex-wrap gap-1">
                {r.when
                  ? whenWords(r.when).map((phrase) => (
                      <Chip key={phrase} title={phrase}>
                        {phrase}
                      </Chip>
                    ))
                  : null}
              </span>
            </td>
            <td className="px-2 text-right text-muted max-lg:hidden">{r.steps}</td>
            <td className="whitespace-nowrap px-2 text-muted max-lg:hidden">
              {r.ran ? <Ago at={r.ran.lastAt} /> : <span className="text-faint">never</span>}
            </td>
            <td className="whitespace-nowrap px-2 text-right max-sm:hidden">
              {r.ran ? (
                <>
                  {r.ran.interesting} <span className="text-faint">of {r.ran.situations}</span>
                </>
              ) : (
                <span className="text-faint">–</span>
              )}
            </td>
            <td className="px-2 max-sm:hidden">
              <OriginChip origin={r.origin} />
            </td>
            <td className="px-3.5">
              <Checkbox
                aria-label={`${r.title} runs`}
                checked={r.enabled}
                disabled={!mayEdit}
                onCheckedChange={(on) => enable.mutate({ name: r.name, enabled: on === true })}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
