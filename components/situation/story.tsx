import type { StoryLine } from "@/lib/views/situation-story";
import { Chip } from "../ui/chip";

/** The story in a few sentences, each marked as fact or hypothesis. */
export function Story({ lines }: { lines: readonly StoryLine[] }) {
  return (
    <div className="grid gap-1.5">
      {lines.map((line) => (
        <p key={line.says} className="grid gap-x-3 text-md sm:grid-cols-[82px_minmax(0,1fr)]">
          <span>
            <Chip tone={line.kind === "fact" ? "ink" : "outline"}>
              {line.kind === "fact" ? "Fact" : "Hypothesis"}
            </Chip>
          </span>
          <span className={line.kind === "fact" ? "" : "text-muted"}>{line.says}</span>
        </p>
      ))}
    </div>
  );
}
