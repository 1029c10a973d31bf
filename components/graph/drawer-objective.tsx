"use client";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { formatValue } from "../chart/format-value";
import { useMay } from "../nav/use-shell";
import { Button } from "../ui/button";
import { Part } from "./drawer-part";
import type { GraphNode } from "./graph-data";
import { ObjectiveDialog } from "./objective-dialog";

type Source = GraphNode["objective"]["errorsFrom"];
const words: Record<Source, string> = {
  set: "set by a person",
  everywhere: "holds for all services",
  learned: "learned from its own week",
  none: "",
};

/** What a service has promised, who says so, and whether it keeps it; editors change it here. */
export function DrawerObjective({ node }: { node: GraphNode }) {
  const [open, setOpen] = useState(false);
  const may = useMay("editor");
  const { objective } = node;
  const missed = (signal: "errors" | "p95") => node.missed.find((m) => m.signal === signal);
  const row = (
    title: string,
    signal: "errors" | "p95",
    now: string,
    limit: string | null,
    source: Source,
  ) => (
    <div className="flex min-h-7 items-center gap-2 text-sm">
      <dt className="w-16 text-muted">{title}</dt>
      <dd className="min-w-0 flex-1">
        {limit === null ? (
          <span className="text-faint">no objective yet</span>
        ) : (
          <>
            below {limit} <span className="text-faint">{words[source]}</span>
          </>
        )}
      </dd>
      <dd
        className={
          missed(signal)?.far ? "text-strong" : missed(signal) ? "text-weak" : "text-muted"
        }
      >
        {missed(signal) ? "over: " : ""}
        {now}
      </dd>
    </div>
  );
  return (
    <Part
      title="Objective"
      aside={
        may ? (
          <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
            <Pencil size={12} aria-hidden="true" /> Edit
          </Button>
        ) : null
      }
    >
      <dl>
        {row(
          "Failing",
          "errors",
          formatValue(node.errorShare, "ratio"),
          objective.errors === null ? null : formatValue(objective.errors, "ratio"),
          objective.errorsFrom,
        )}
        {row(
          "p95",
          "p95",
          formatValue(node.p95, "ms"),
          objective.p95Ms === null ? null : formatValue(objective.p95Ms, "ms"),
          objective.p95From,
        )}
        <div className="flex min-h-7 items-center gap-2 text-sm">
          <dt className="w-16 text-muted">Group</dt>
          <dd>{node.group ?? <span className="text-faint">none</span>}</dd>
        </div>
      </dl>
      {open ? <ObjectiveDialog node={node} onClose={() => setOpen(false)} /> : null}
    </Part>
  );
}
