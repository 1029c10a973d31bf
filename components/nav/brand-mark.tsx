/** Sitroom's mark: a ring that is about to close around a point. */
export function BrandMark({ size = 18 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 18 18" aria-hidden="true">
      <path
        d="M9 1.5a7.5 7.5 0 1 0 7.5 7.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
      />
      <circle cx="9" cy="9" r="2.5" fill="var(--accent)" />
    </svg>
  );
}
