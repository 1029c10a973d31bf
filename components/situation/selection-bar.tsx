"use client";
import { X } from "lucide-react";
import { useState } from "react";
import { useKeys } from "../nav/use-keys";
import { Button } from "../ui/button";
import { Kbd } from "../ui/kbd";
import { ResolveDialog } from "./resolve-dialog";
import type { SituationRow } from "./situation-filter";
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
  const [resolving, setResolving] = useState(false);
  const open = rows.filter((r) => r.status !== "resolved");
  const each = (deed: (id: number) => void) => () => {
    for (const row of open) deed(row.id);
    onClear();
  };
  const acknowledge = each(deeds.acknowledge);
  const take = each(deeds.assignToMe);
  useKeys({ a: acknowledge, m: take, Escape: onClear });
  return (
    <div
      role="toolbar"
      aria-label="Selected situations"
      className="fixed bottom-5 left-1/2 z-30 flex -translate-x-1/2 items-center gap-1 rounded-xl border border-line-strong bg-raised p-1.5 shadow-float"
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
        Assign to me <Kbd>m</Kbd>
      </Button>
      <Button
        variant="ghost"
        className="text-ink"
        disabled={open.length === 0}
        onClick={() => setResolving(true)}
      >
        Resolve
      </Button>
      <Button variant="ghost" size="icon" aria-label="Clear selection" onClick={onClear}>
        <X size={14} aria-hidden="true" />
      </Button>
      <ResolveDialog
        open={resolving}
        onOpenChange={setResolving}
        names={open.map((r) => r.name)}
        onResolve={(reason) => each((id) => deeds.resolve(id, reason))()}
      />
    </div>
  );
}
