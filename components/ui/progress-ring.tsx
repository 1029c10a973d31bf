/** A small ring: share done (0–1), or turning when the share is not known. */
export function ProgressRing({ share, size = 12 }: { share?: number | null; size?: number }) {
  const r = size / 2 - 1.5;
  const length = 2 * Math.PI * r;
  const known = share !== undefined && share !== null;
  return (
    <svg
      width={size}
      height={size}
      aria-hidden="true"
      className={known ? "-rotate-90" : "animate-spin-slow"}
    >
      <circle
        cx={size / 2}
        cy={size / 2}
        r={r}
        fill="none"
        stroke="var(--edge)"
        strokeWidth="2.5"
      />
      <circle
        cx={size / 2}
        cy={size / 2}
        r={r}
        fill="none"
        stroke="currentColor"
        strokeWidth="2.5"
        strokeDasharray={`${length * (known ? Math.min(1, Math.max(0.02, share)) : 0.3)} ${length}`}
      />
    </svg>
  );
}
