import { Chip } from "../ui/chip";

/** WEAK or STRONG with its shape and, where known, its score (−log10 of the tail probability). */
export function LevelChip({ level, score }: { level: "WEAK" | "STRONG"; score?: number }) {
  return (
    <Chip
      tone={level === "STRONG" ? "strong" : "weak"}
      title={
        score === undefined
          ? undefined
          : `Score ${score.toFixed(1)}: about one in ${oneIn(score)} points`
      }
    >
      <svg width="9" height="9" aria-hidden="true">
        {level === "STRONG" ? (
          <path d="M4.5 0L9 4.5 4.5 9 0 4.5z" fill="currentColor" />
        ) : (
          <circle cx="4.5" cy="4.5" r="3.25" fill="currentColor" />
        )}
      </svg>
      <span className="leading-[18px]">
        {level}
        {score === undefined ? "" : ` ${score.toFixed(1)}`}
      </span>
    </Chip>
  );
}

const oneIn = (score: number) =>
  Number((10 ** Math.min(score, 9)).toPrecision(1)).toLocaleString("en-US");
