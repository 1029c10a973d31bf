import type { SuspectKind } from "@/lib/diagnose/model";
import { Chip } from "../ui/chip";
import { CauseIcon } from "./cause-icon";

export type ShownSuspect = {
  kind: SuspectKind;
  changeKind: string | null;
  title: string;
  /** 0–1 */
  score: number;
};

/** The first suspect: kind, name, score. Without one: plain grey words. */
export function SuspectChip({
  suspect,
  none = "No change guilty",
}: {
  suspect: ShownSuspect | null;
  none?: string;
}) {
  if (!suspect) return <span className="whitespace-nowrap text-muted">{none}</span>;
  return (
    <Chip tone="ink">
      <CauseIcon changeKind={suspect.kind === "change" ? (suspect.changeKind ?? "deploy") : null} />
      <span className="truncate leading-[18px]" title={suspect.title}>
        {suspect.title}
      </span>
      <span className="shrink-0 font-mono text-[11.5px]">{suspect.score.toFixed(2)}</span>
    </Chip>
  );
}
