"use client";
import { Merge, X } from "lucide-react";
import { useState } from "react";
import { useKeys } from "../nav/use-keys";
import { Button } from "../ui/button";
import { Kbd } from "../ui/kbd";
import { saveFile } from "../ui/save-file";
import { AssignMenu } from "./assign-menu";
import { ResolveDialog } from "./resolve-dialog";
import { SilenceSituations } from "./silence-situations";
import type { SituationRow } from "./situation-filter";
import { csvOf } from "./situations-csv";
import { useGroupingDeeds } from "./use-grouping-deeds";
import { useSituationDeeds } from "./use-situation-deeds";

/** What can be done to the selected rows at once. */
export function SelectionBar({
  rows,
  onClear,
}: {
  rows: readonly SituationRow[];
  onClear(): void;
}) {
  const deeds = useSituationDeeds();
  const grouping = useGroupingDeeds();
  const [dialog, setDialog] = useState<"resolve" | "silence" | null>(null);
  const open = rows.filter((r) => r.status !== "resolved");
  const each = (deed: (id: number) => void) => () => {
    for (const row of open) deed(row.id);
    onClear();
  };
  const acknowledge = each(deeds.acknowledge);
  const take = each(deeds.assignToMe);
  const mergeable = rows.filter((r) => r.status === "open" || r.status === "acknowledged");
  const candidates = rows.filter((r) => r.status === "candidate");
  // The oldest keeps its name and its history; the others come to it.
  const merge = () => {
    const [first, ...rest] = [...mergeable].sort((p, q) => p.openedAt - q.openedAt);
    if (first)
      grouping.merge(
        first.id,
        [...rest, ...candidates].map((r) => r.id),
        onClear,
      );
  };
  useKeys({
    a: acknowledge,
    m: take,
    s: () => open.length > 0 && setDialog("silence"),
    Escape: onClear,
  });
  return (
    <div
      role="toolbar"
      aria-label="Selected situations"
      className="fixed bottom-5 left-1/2 z-30 flex max-w-[calc(100vw-16px)] -translate-x-1/2 items-center gap-1 overflow-x-auto rounded-xl border border-line-strong bg-raised p-1.5 shadow-float"
    >
      <span className="mr-1 whitespace-nowrap border-line border-r py-1 pr-3 pl-2 font-medium">
        {rows.length} selected
      </span>
      <Button
        variant="ghost"
        className="text-ink"
        disabled={open.length === 0}
        onClick={acknowledge}
      >
        Ack <Kbd>a</Kbd>
      </Button>
      <Button variant="ghost" className="text-ink" disabled={open.length === 0} onClick={take}>
        Take <Kbd>m</Kbd>
      </Button>
      <AssignMenu
        owner={null}
        onAssign={(owner) => each((id) => deeds.assign(id, owner))()}
        trigger={
          <Button variant="ghost" className="text-ink" disabled={open.length === 0}>
            Assign
          </Button>
        }
      />
      <Button
        variant="ghost"
        className="text-ink"
        disabled={mergeable.length === 0 || rows.length < 2 || grouping.busy}
        title="Into the oldest of them; can be undone"
        onClick={merge}
      >
        <Merge size={13} aria-hidden="true" /> Merge
      </Button>
      <Button
        variant="ghost"
        className="text-ink"
        disabled={open.length === 0}
        onClick={() => setDialog("silence")}
      >
        Silence <Kbd>s</Kbd>
      </Button>
      <Button
        variant="ghost"
        className="text-ink"
        disabled={mergeable.length === 0}
        onClick={() => setDialog("resolve")}
      >
        Resolve
      </Button>
      <Button
        variant="ghost"
        className="text-ink"
        onClick={() => saveFile("situations.csv", "text/csv", csvOf(rows))}
      >
        Export
      </Button>
      <Button variant="ghost" size="icon" aria-label="Clear selection" onClick={onClear}>
        <X size={14} aria-hidden="true" />
      </Button>
      <ResolveDialog
        open={dialog === "resolve"}
        onOpenChange={(o) => setDialog(o ? "resolve" : null)}
        names={mergeable.map((r) => r.name)}
        onResolve={(reason) => {
          for (const row of mergeable) deeds.resolve(row.id, reason);
          onClear();
        }}
      />
      {dialog === "silence" ? (
        <SilenceSituations ids={open.map((r) => r.id)} onClose={() => setDialog(null)} />
      ) : null}
    </div>
  );
}
