"use client";
import { useState } from "react";
import type { ViewOutput } from "../query";
import { Dialog } from "../ui/dialog";
import { Select } from "../ui/select";
import { differencesOf } from "./prepare-version-diff";

type Version = ViewOutput<"detector">["versions"][number];

/** What changed between any two versions. */
export function VersionDiff({
  versions,
  from,
  to,
  onClose,
}: {
  versions: readonly Version[];
  /** The two that it opens on */
  from: number;
  to: number;
  onClose(): void;
}) {
  const [pair, setPair] = useState({ from, to });
  const settings = (n: number) => versions.find((v) => v.version === n)?.settings;
  const [a, b] = [settings(pair.from), settings(pair.to)];
  const differences = a && b ? differencesOf(a, b) : [];
  const options = versions.map((v) => ({
    value: String(v.version),
    label: `v${v.version}`,
    note: v.note || (v.author ?? "Sitroom"),
  }));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Compare versions"
      className="w-[min(640px,calc(100vw-24px))]"
    >
      <div className="flex items-center gap-2 pb-3">
        <Select
          label="From version"
          value={String(pair.from)}
          options={options}
          onChange={(v) => setPair({ ...pair, from: Number(v) })}
          className="max-w-64"
        />
        <span className="text-muted">to</span>
        <Select
          label="To version"
          value={String(pair.to)}
          options={options}
          onChange={(v) => setPair({ ...pair, to: Number(v) })}
          className="max-w-64"
        />
      </div>
      {differences.length === 0 ? (
        <p className="text-muted">These two have the same settings.</p>
      ) : (
        <table className="w-full table-fixed">
          <thead>
            <tr className="border-line border-b">
              <th className="th pr-2">Setting</th>
              <th className="th px-2">v{pair.from}</th>
              <th className="th pl-2">v{pair.to}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map((d) => (
              <tr key={d.name} className="border-line border-b align-top last:border-0">
                <td className="py-1.5 pr-2 text-muted">{d.name}</td>
                <td className="break-words px-2 py-1.5">
                  <del className="text-muted">{d.from}</del>
                </td>
                <td className="break-words py-1.5 pl-2">
                  <ins className="no-underline">{d.to}</ins>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}
