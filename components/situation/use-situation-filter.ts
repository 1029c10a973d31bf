"use client";
import { parseAsArrayOf, parseAsString, useQueryStates } from "nuqs";
import type { Facet } from "./situation-filter";

const list = parseAsArrayOf(parseAsString).withDefault([]);
const parsers = {
  q: parseAsString.withDefault(""),
  status: list,
  severity: list,
  service: list,
  cause: list,
  step: list,
  owner: list,
};

/** The list's words and choices; they live in the address, so that a view can be sent to somebody. */
export function useSituationFilter() {
  const [state, set] = useQueryStates(parsers);
  const { q, ...chosen } = state;
  return {
    q,
    chosen,
    active: q !== "" || Object.values(chosen).some((c) => c.length > 0),
    setWords: (words: string) => void set({ q: words || null }),
    toggle: (key: Facet["key"], value: string) =>
      void set({
        [key]: chosen[key].includes(value)
          ? chosen[key].filter((v) => v !== value)
          : [...chosen[key], value],
      }),
    /** Exactly this choice, or none when it is the choice already */
    only: (key: Facet["key"], value: string) =>
      void set({ [key]: chosen[key].length === 1 && chosen[key][0] === value ? null : [value] }),
    clear: () =>
      void set({
        q: null,
        status: null,
        severity: null,
        service: null,
        cause: null,
        step: null,
        owner: null,
      }),
  };
}
