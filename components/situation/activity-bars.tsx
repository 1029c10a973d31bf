/** How many anomalies ran over time: bars without an axis, beside their number. */
export function ActivityBars({ values, quiet }: { values: readonly number[]; quiet: boolean }) {
  const top = Math.max(3, ...values);
  return (
    <svg width="56" height="18" viewBox="0 0 56 18" aria-hidden="true" className="shrink-0">
      {values.map((v, i) => {
        const h = v === 0 ? 1.5 : 3 + (v / top) * 14;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            key={i}
            x={i * (56 / values.length)}
            y={18 - h}
            width={56 / values.length - 0.9}
            height={h}
            fill={
              quiet ? "var(--border-strong)" : v === 0 ? "var(--border-strong)" : "var(--series)"
            }
          />
        );
      })}
    </svg>
  );
}
