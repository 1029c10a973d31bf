import type { ViewOutput } from "../query";

export type DetectorRow = ViewOutput<"detectors">["detectors"][number];
export type Card = ViewOutput<"detector-scorecards">["scorecards"][number];

export const facets = ["all", "unused", "untrusted", "unready", "shadow", "off"] as const;
export type Facet = (typeof facets)[number];

export const facetTitles: Record<Facet, string> = {
  all: "All",
  unused: "Unused",
  untrusted: "Untrusted",
  unready: "Not ready",
  shadow: "Shadow",
  off: "Off",
};

type Facts = Pick<DetectorRow, "enabled" | "unused" | "untrusted" | "shadow"> & {
  readiness: Pick<DetectorRow["readiness"], "state">;
};

/** Whether a detector belongs to a facet of the list. */
export function isIn(d: Facts, facet: Facet): boolean {
  switch (facet) {
    case "unused":
      return d.unused !== null;
    case "untrusted":
      return d.untrusted !== null;
    case "unready":
      return d.enabled && d.readiness.state !== "ready" && d.readiness.state !== "none";
    case "shadow":
      return d.shadow !== null;
    case "off":
      return !d.enabled;
    default:
      return true;
  }
}

/** Detectors whose name, target or algorithm holds every word of the search. */
export function matchesSearch(
  d: Pick<DetectorRow, "title" | "target" | "algorithm">,
  search: string,
): boolean {
  const text = `${d.title} ${d.target} ${d.algorithm}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
