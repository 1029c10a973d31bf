"use client";
import { useMemo } from "react";
import {
  type DiffData,
  type GraphData,
  groupedAbove,
  mostDrawn,
  type ShownEdge,
  type ShownNode,
} from "./graph-data";
import { withDiff } from "./prepare-diff";
import { type Grouped, prepareGroups } from "./prepare-groups";
import { pathsThrough } from "./prepare-paths";
import type { GraphState } from "./use-graph-state";

const none: ReadonlySet<string> = new Set();

/** What is drawn of the data: with a comparison, around one service, in groups, or not at all when it is too much. */
export function useShown(data: GraphData, diff: DiffData | undefined, state: GraphState) {
  const { service, hops, group, open } = state;
  const all = useMemo(
    (): { nodes: readonly ShownNode[]; edges: readonly ShownEdge[] } =>
      diff ? withDiff(data, diff) : data,
    [data, diff],
  );
  const near = useMemo(
    () => (service && hops !== "all" ? pathsThrough(all.edges, service, Number(hops)) : null),
    [all.edges, service, hops],
  );
  const around = useMemo(
    () =>
      near
        ? {
            nodes: all.nodes.filter((n) => near.has(n.name)),
            edges: all.edges.filter((e) => near.has(e.caller) && near.has(e.callee)),
          }
        : all,
    [all, near],
  );
  const grouped = group === "on" || (group === "auto" && around.nodes.length > groupedAbove);
  const shown = useMemo((): Grouped => {
    if (!grouped) return { nodes: [...around.nodes], edges: [...around.edges], groups: [] };
    return prepareGroups(around.nodes, around.edges, open.length > 0 ? new Set(open) : none);
  }, [grouped, around, open]);
  return { all, around, ...shown, grouped, tooMany: shown.nodes.length > mostDrawn };
}
