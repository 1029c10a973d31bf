import type { KeyboardEvent } from "react";
import { formatValue } from "../chart/format-value";
import { cardWidth, heightOf, type Positions, type ShownNode } from "./graph-data";
import { NodeCard } from "./node-card";
import { nextCard } from "./prepare-paths";

const ways = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
} as const;

/** The cards as elements: our type and themes, reached by Tab, and by arrow keys from one to the next. */
export function CanvasCards({
  nodes,
  positions,
  selected,
  path,
  suspects,
  onSelect,
  onReach,
}: {
  nodes: readonly ShownNode[];
  positions: Positions;
  selected: string | null;
  /** What is not in it is faded; null: nothing is */
  path: ReadonlySet<string> | null;
  suspects: boolean;
  onSelect(name: string): void;
  /** The keyboard has come to a card: it should be in view */
  onReach(name: string | null): void;
}) {
  const move = (e: KeyboardEvent<HTMLButtonElement>, from: string) => {
    const way = ways[e.key as keyof typeof ways];
    if (!way) return;
    e.preventDefault();
    const to = nextCard(positions, from, way);
    if (to === null) return;
    e.currentTarget.parentElement
      ?.querySelector<HTMLElement>(`[data-service="${CSS.escape(to)}"]`)
      ?.focus({ preventScroll: true });
  };
  return nodes.map((n) => {
    const at = positions[n.name];
    if (!at) return null;
    return (
      <button
        key={n.name}
        type="button"
        data-service={n.name}
        aria-label={describe(n)}
        aria-pressed={selected === n.name}
        className="absolute rounded-lg"
        style={{ left: at.x - cardWidth / 2, top: at.y - heightOf(n) / 2 }}
        onClick={() => onSelect(n.name)}
        onKeyDown={(e) => move(e, n.name)}
        onFocus={(e) => e.currentTarget.matches(":focus-visible") && onReach(n.name)}
        onBlur={() => onReach(null)}
      >
        <NodeCard
          node={n}
          selected={selected === n.name}
          faded={path !== null && !path.has(n.name)}
          suspects={suspects}
        />
      </button>
    );
  });
}

const healthWords = {
  ok: "keeps its objective",
  weak: "weakly anomalous or over its objective",
  strong: "strongly anomalous or far over its objective",
  unknown: "not heard, or nothing to judge it by",
} as const;
const statusWords = { added: "added, ", removed: "removed, ", changed: "changed, ", same: "" };

function describe(n: ShownNode): string {
  const what = n.members
    ? `group ${n.title} of ${n.members.length} services, ${healthWords[n.health]}`
    : `${n.name}, ${n.external ? "external" : healthWords[n.health]}`;
  return `${statusWords[n.status ?? "same"]}${what}, ${formatValue(n.rate, "req/s")}, ${formatValue(n.errorShare, "ratio")} failing, p95 ${formatValue(n.p95, "ms")}`;
}
