"use client";
import { Undo2 } from "lucide-react";
import { useMay } from "../nav/use-shell";
import type { ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Ago } from "../ui/time";
import { useGroupingDeeds } from "./use-grouping-deeds";

/** The last thing that somebody said of this grouping, for as long as it can be taken back. */
export function UndoBar({ situation: s }: { situation: ViewOutput<"situation"> }) {
  const may = useMay("responder", s.services);
  const deeds = useGroupingDeeds();
  const last = s.undo.find((u) => u.kind !== "confirm" && u.kind !== "discard") ?? s.undo[0];
  if (!last || !may || s.status === "resolved") return null;
  return (
    <div
      role="status"
      className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-line bg-surface px-3.5 py-2"
    >
      <span className="min-w-0 flex-1">
        {last.says}{" "}
        <span className="text-muted">
          {last.author}, <Ago at={last.at} />
        </span>
      </span>
      <Button
        size="sm"
        className="max-md:h-10"
        disabled={deeds.busy}
        onClick={() => deeds.undo(s.id, last.id)}
      >
        <Undo2 size={13} aria-hidden="true" /> Undo
      </Button>
    </div>
  );
}
