const most = 4;

/** A vote for (right) or against (left) a suspect; the number stands beside it. */
export function VoteBar({ weight }: { weight: number }) {
  const half = (Math.min(most, Math.abs(weight)) / most) * 20;
  return (
    <svg width="42" height="10" viewBox="0 0 42 10" aria-hidden="true" className="shrink-0">
      <rect x="0" y="3" width="42" height="4" rx="2" fill="var(--hover)" />
      <rect
        x={weight < 0 ? 21 - half : 21}
        y="3"
        width={half}
        height="4"
        rx="1"
        fill={weight < 0 ? "var(--faint)" : "var(--series)"}
      />
      <path d="M21 0v10" stroke="var(--edge)" />
    </svg>
  );
}
