import {
  Database,
  Flag,
  GitCommitVertical,
  Network,
  Server,
  SlidersHorizontal,
} from "lucide-react";
import type { ChangeKind } from "@/lib/ingest/model";
import { Chip } from "../ui/chip";

const kinds = {
  deploy: { title: "Deploy", Icon: GitCommitVertical },
  config: { title: "Config", Icon: SlidersHorizontal },
  flag: { title: "Flag", Icon: Flag },
  infrastructure: { title: "Infrastructure", Icon: Server },
  network: { title: "Network", Icon: Network },
  database: { title: "Database", Icon: Database },
} as const;

export const changeTitle = (kind: string): string =>
  kind in kinds ? kinds[kind as ChangeKind].title : kind;

/** What kind of change, in the colour of changes; our own undoing of one in the colour of rollbacks. */
export function ChangeChip({ kind, byUs = false }: { kind: string; byUs?: boolean }) {
  const Icon = kind in kinds ? kinds[kind as ChangeKind].Icon : GitCommitVertical;
  return (
    <Chip tone={byUs ? "accent" : "change"}>
      <Icon size={12} aria-hidden="true" />
      <span className="leading-[18px]">{byUs ? "Remedy" : changeTitle(kind)}</span>
    </Chip>
  );
}
