"use client";
import { GitCompareArrows } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button";
import { Menu, MenuItem, MenuLabel, MenuLine } from "../ui/menu";
import type { GraphData } from "./graph-data";
import { SnapshotsDialog } from "./snapshots-dialog";
import type { GraphState } from "./use-graph-state";

const hour = 3_600_000;
const spans = [
  { label: "1 h before", ms: hour },
  { label: "1 day before", ms: 24 * hour },
  { label: "1 week before", ms: 7 * 24 * hour },
] as const;

/** Beside another time, beside a snapshot, or a snapshot by itself. */
export function CompareMenu({
  data,
  state,
  onState,
}: {
  data: GraphData;
  state: GraphState;
  onState(next: Partial<GraphState>): void;
}) {
  const [open, setOpen] = useState(false);
  const end = state.at ?? data.window.to;
  const onset = data.situation?.onsetAt;
  const imported = data.snapshot?.source === "imported";
  return (
    <>
      <Menu
        align="start"
        trigger={
          <Button aria-pressed={state.before !== null}>
            <GitCompareArrows size={13} aria-hidden="true" /> Compare
          </Button>
        }
      >
        {imported ? null : (
          <>
            <MenuLabel>With how it was</MenuLabel>
            {spans.map((s) => (
              <MenuItem key={s.ms} onSelect={() => onState({ before: String(end - s.ms) })}>
                {s.label}
              </MenuItem>
            ))}
            {onset === undefined ? null : (
              <MenuItem onSelect={() => onState({ before: String(onset) })}>
                before S-{data.situation?.id} began
              </MenuItem>
            )}
            <MenuLine />
          </>
        )}
        <MenuItem onSelect={() => setOpen(true)}>Snapshots …</MenuItem>
        {state.before === null ? null : (
          <MenuItem onSelect={() => onState({ before: null })}>End the comparison</MenuItem>
        )}
      </Menu>
      <SnapshotsDialog
        open={open}
        onOpenChange={setOpen}
        window={data.snapshot ? null : data.window}
        shown={state.snapshot}
        onShow={(snapshot) => {
          onState({ snapshot, at: null, service: null, hops: "all", open: [] });
          setOpen(false);
        }}
        onCompare={(before) => {
          onState({ before });
          setOpen(false);
        }}
      />
    </>
  );
}
