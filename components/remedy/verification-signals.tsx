import { formatValue } from "../chart/format-value";
import { Sparkline } from "../chart/sparkline";
import type { ViewOutput } from "../query";

const width = 148;
const height = 28;

/** The signals that tell the story, small: before it began, while it lasted (red), and since the remedy ran (the line). */
export function VerificationSignals({
  situation: s,
  executedAt,
}: {
  situation: ViewOutput<"situation">;
  /** Epoch ms */
  executedAt: number;
}) {
  const shown = s.charts.flatMap((id) => s.members.find((m) => m.seriesId === id) ?? []);
  if (shown.length === 0) return null;
  const x = (t: number) =>
    Math.max(
      0,
      Math.min(width, ((t - s.sparkFrom) / Math.max(1, s.sparkTo - s.sparkFrom)) * width),
    );
  return (
    <ul
      aria-label="Signals before, during and after"
      className="grid gap-2 border-line border-t px-3.5 py-2.5 text-sm"
    >
      {shown.map((m) => {
        const last = m.spark.findLast((v) => v !== null) ?? null;
        return (
          <li key={m.seriesId} className="flex items-center gap-3">
            <span className="min-w-0 flex-1">
              <span className="block truncate">
                {m.service} <span className="text-muted">{m.title.toLowerCase()}</span>
              </span>
              <span className="text-muted">
                peak {formatValue(m.peakValue, m.unit, m.metric)}, last{" "}
                <span className="text-ink">{formatValue(last, m.unit, m.metric)}</span>
              </span>
            </span>
            <span className="relative block shrink-0" style={{ width, height }}>
              <span
                aria-hidden="true"
                className="absolute inset-y-0 bg-strong-soft"
                style={{ left: x(s.onsetAt), width: x(executedAt) - x(s.onsetAt) }}
              />
              <Sparkline values={m.spark} width={width} height={height} />
              <span
                aria-hidden="true"
                className="absolute inset-y-0 border-accent border-l border-dashed"
                style={{ left: x(executedAt) }}
              />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
