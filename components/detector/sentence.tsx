import type { ReactNode } from "react";
import { detectors } from "@/lib/detect/detectors";
import type { DetectorSettings } from "@/lib/detect/model";
import { formatValue } from "../chart/format-value";

/** The settings as one sentence that can be read aloud. */
export function Sentence({
  settings,
  unit,
  metric,
}: {
  settings: DetectorSettings;
  /** Of the series shown, for the distances */
  unit: string | null;
  metric: string | undefined;
}) {
  const { counts, algorithm, target } = settings;
  const side = counts.direction === "both" ? "above or below" : counts.direction;
  return (
    <p className="rounded-lg border border-line bg-surface px-4 py-3 text-md leading-[30px]">
      Mark <B>{target}</B> when it is{" "}
      {counts.minRelative > 0 || counts.minAbsolute > 0 ? (
        <>
          <B>
            {[
              counts.minRelative > 0 ? `${Number((counts.minRelative * 100).toFixed(1))} %` : "",
              counts.minAbsolute > 0 ? formatValue(counts.minAbsolute, unit, metric) : "",
            ]
              .filter(Boolean)
              .join(" and ")}
          </B>{" "}
        </>
      ) : null}
      <B>{side}</B> what is expected, for{" "}
      <B>{counts.n > 1 ? `${counts.m} of ${counts.n} points` : "one point"}</B>, using{" "}
      <B>{detectors[algorithm]?.title ?? algorithm}</B>
      {counts.minTraffic ? (
        <>
          , with <B>{counts.minTraffic.metric}</B> of at least{" "}
          <B>{String(counts.minTraffic.atLeast)}</B>
        </>
      ) : null}
      .
    </p>
  );
}

function B({ children }: { children: ReactNode }) {
  return (
    <span className="break-words rounded-xs bg-accent-soft px-1.5 py-0.5 font-medium text-ink shadow-[inset_0_-1px_0_var(--accent)]">
      {children}
    </span>
  );
}
