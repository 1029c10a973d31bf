import { sparkPath } from "./prepare-spark";

/**
 * A line of 28 px without axes: shape only, its words stand beside it. Gaps are gaps. `from`–`to` of a run are indices
 * into `values` that are recoloured.
 */
export function Sparkline({
  values,
  width = 110,
  height = 28,
  label,
  runs = [],
}: {
  values: readonly (number | null)[];
  width?: number;
  height?: number;
  /** Accessible name; decorative when absent */
  label?: string;
  runs?: readonly { from: number; to: number; level: "WEAK" | "STRONG" }[];
}) {
  const spark = sparkPath(values, { width, height }, runs);
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className="block shrink-0 overflow-visible"
      role="img"
      aria-label={label ?? "trend"}
      aria-hidden={label === undefined}
    >
      {spark.line && (
        <path
          d={spark.line}
          fill="none"
          stroke="var(--series)"
          strokeWidth={1.25}
          strokeLinejoin="round"
        />
      )}
      {spark.runs.map((r) => (
        <path
          key={r.d}
          d={r.d}
          fill="none"
          stroke={r.level === "STRONG" ? "var(--strong-mark)" : "var(--weak-mark)"}
          strokeWidth={1.75}
          strokeLinejoin="round"
        />
      ))}
      {!spark.line && (
        <line
          x1={0}
          x2={width}
          y1={height / 2}
          y2={height / 2}
          stroke="var(--border-strong)"
          strokeDasharray="2 4"
        />
      )}
    </svg>
  );
}
