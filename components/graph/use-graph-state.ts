"use client";
import {
  parseAsArrayOf,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from "nuqs";

const parsers = {
  show: parseAsStringLiteral(["graph", "table"] as const).withDefault("graph"),
  rows: parseAsStringLiteral(["services", "calls"] as const).withDefault("services"),
  service: parseAsString,
  hops: parseAsStringLiteral(["1", "2", "3", "all"] as const).withDefault("all"),
  /** Moment to show, epoch ms */
  at: parseAsInteger,
  situation: parseAsInteger,
  suspects: parseAsBoolean.withDefault(true),
  q: parseAsString.withDefault(""),
  group: parseAsStringLiteral(["auto", "on", "off"] as const).withDefault("auto"),
  /** Groups drawn as their services */
  open: parseAsArrayOf(parseAsString).withDefault([]),
  /** The snapshot to show */
  snapshot: parseAsString,
  /** What to compare with: epoch ms, or a snapshot's id */
  before: parseAsString,
};

/** All that a person has chosen on the graph: it lives in the address. */
export function useGraphState() {
  return useQueryStates(parsers, { history: "replace" });
}
export type GraphState = ReturnType<typeof useGraphState>[0];

/** A comparison's side as a view takes it. */
export const sideOf = (text: string): number | string =>
  /^\d{12,14}$/.test(text) ? Number(text) : text;
