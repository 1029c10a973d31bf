import type { GraphNode } from "./graph-data";

const words = {
  ok: "in its band, keeps its objective",
  weak: "weakly anomalous or over its objective",
  strong: "strongly anomalous or far over its objective",
  unknown: "not heard, or nothing to judge it by",
} as const;

/** 14 px: a full green ring in band, a part of an amber one when WEAK, a red one with a diamond when STRONG, dotted when unheard. */
export function HealthRing({ health }: { health: GraphNode["health"] }) {
  return (
    <svg
      width="14"
      height="14"
      viewBox="0 0 14 14"
      role="img"
      aria-label={words[health]}
      className="shrink-0"
    >
      {health === "ok" && (
        <circle cx="7" cy="7" r="5" fill="none" stroke="var(--good)" strokeWidth="2.5" />
      )}
      {health === "weak" && (
        <>
          <circle cx="7" cy="7" r="5" fill="none" stroke="var(--border-strong)" strokeWidth="2.5" />
          <path
            d="M7 2a5 5 0 0 1 4.8 6.4"
            fill="none"
            stroke="var(--weak-mark)"
            strokeWidth="2.5"
          />
        </>
      )}
      {health === "strong" && (
        <>
          <circle cx="7" cy="7" r="5" fill="none" stroke="var(--strong-mark)" strokeWidth="2.5" />
          <path d="M7 4.4L9.6 7 7 9.6 4.4 7z" fill="var(--strong-mark)" />
        </>
      )}
      {health === "unknown" && (
        <circle
          cx="7"
          cy="7"
          r="5"
          fill="none"
          stroke="var(--edge)"
          strokeWidth="1.5"
          strokeDasharray="2 2"
        />
      )}
    </svg>
  );
}
