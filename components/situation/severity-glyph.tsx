const words: Record<string, string> = { critical: "Critical", high: "High", low: "Low" };

/** Severity by shape first, colour second: octagon critical, triangle high, ring low. */
export function SeverityGlyph({ severity, size = 12 }: { severity: string; size?: number }) {
  const label = words[severity] ?? severity;
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 12 12"
      role="img"
      aria-label={`${label} severity`}
      className="shrink-0"
    >
      <title>{label}</title>
      {severity === "critical" ? (
        <path d="M3.9.9h4.2l3 3v4.2l-3 3H3.9l-3-3V3.9z" fill="var(--strong-mark)" />
      ) : severity === "high" ? (
        <path d="M6 1.2 11.4 10.8H.6z" fill="var(--weak-mark)" strokeLinejoin="round" />
      ) : (
        <circle cx="6" cy="6" r="4" fill="none" stroke="var(--slate)" strokeWidth="2.2" />
      )}
    </svg>
  );
}
