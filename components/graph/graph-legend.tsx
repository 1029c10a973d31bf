import { HealthRing } from "./health-ring";

/** What rings, flags and lines mean, and which way to read. */
export function GraphLegend({ suspects, compared }: { suspects: boolean; compared: boolean }) {
  return (
    <ul
      aria-label="Legend"
      className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-xs [&>li]:flex [&>li]:items-center [&>li]:gap-1.5"
    >
      <li>Callers left, callees right</li>
      <li>
        <HealthRing health="ok" /> In band, keeps its objective
      </li>
      <li>
        <HealthRing health="weak" /> WEAK, or over it
      </li>
      <li>
        <HealthRing health="strong" /> STRONG, or over twice it
      </li>
      {suspects ? (
        <li>
          <svg width="16" height="14" aria-hidden="true">
            <rect x="1" y="1" width="14" height="12" rx="4" fill="var(--strong-soft)" />
            <rect
              x="4"
              y="4"
              width="8"
              height="6"
              rx="2"
              fill="var(--surface)"
              stroke="var(--strong-mark)"
            />
          </svg>
          Suspect; numbers are the order of leaving the band
        </li>
      ) : null}
      {compared ? (
        <>
          <li className="text-good">+ added</li>
          <li className="text-strong">− removed</li>
          <li className="text-accent">Δ changed</li>
        </>
      ) : null}
      <li>
        <svg width="9" height="10" aria-hidden="true">
          <path d="M1 0v10M1 .5h7l-2 3 2 3H1" fill="var(--change)" stroke="var(--change)" />
        </svg>
        Changed under 2 h ago
      </li>
      <li className="max-sm:hidden!">
        <svg width="34" height="10" aria-hidden="true" stroke="var(--muted)">
          <path d="M0 5h8" strokeWidth="1.5" />
          <path d="M12 5h8" strokeWidth="2.5" />
          <path d="M24 5h8" strokeWidth="4" />
        </svg>
        1, 10, 100 req/s
      </li>
      <li className="max-sm:hidden!">
        <svg width="20" height="8" aria-hidden="true">
          <path d="M0 4h20" stroke="var(--muted)" strokeWidth="1.5" strokeDasharray="4 3" />
        </svg>
        Silent for 3 min
      </li>
    </ul>
  );
}
