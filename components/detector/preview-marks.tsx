/** A piece of line, alone or on its band. */
export const LineIcon = ({ band = false }: { band?: boolean }) => (
  <svg width="14" height="10" aria-hidden="true">
    {band ? (
      <>
        <rect width="14" height="10" rx="2" fill="var(--band)" />
        <path d="M0 5h14" stroke="var(--expected)" strokeWidth="1.25" />
      </>
    ) : (
      <path d="M0 5h14" stroke="var(--series)" strokeWidth="1.75" />
    )}
  </svg>
);

export const DotIcon = ({ level }: { level: "WEAK" | "STRONG" }) => (
  <svg width="9" height="9" aria-hidden="true">
    {level === "WEAK" ? (
      <circle cx="4.5" cy="4.5" r="3.25" fill="var(--weak-mark)" />
    ) : (
      <path d="M4.5 0L9 4.5 4.5 9 0 4.5z" fill="var(--strong-mark)" />
    )}
  </svg>
);

export const ChangesIcon = ({ kind }: { kind: "added" | "removed" }) => (
  <svg width="14" height="14" aria-hidden="true">
    {kind === "added" ? (
      <circle cx="7" cy="7" r="5.5" fill="none" stroke="var(--good)" strokeWidth="1.5" />
    ) : (
      <circle
        cx="7"
        cy="7"
        r="3.5"
        fill="var(--surface)"
        stroke="var(--muted)"
        strokeWidth="1.25"
      />
    )}
  </svg>
);
