import { formatSpan } from "@/lib/series/format-span";
import type { ViewOutput } from "../query";
import { cn } from "../ui/cn";
import { Time } from "../ui/time";

type Spread = ViewOutput<"situation">["spread"];
type Node = Spread["nodes"][number];

const nodeW = 150;
const nodeH = 46;
const gapX = 62;
const gapY = 22;

/** Places nodes in columns by layer, the broken ones of a column first, each column centred. */
function place(nodes: readonly Node[]) {
  const used = [...new Set(nodes.map((n) => n.layer))].sort((a, b) => a - b);
  const columns = used.map((layer) =>
    nodes
      .filter((n) => n.layer === layer)
      .sort((a, b) => (a.order ?? 99) - (b.order ?? 99) || (a.service < b.service ? -1 : 1)),
  );
  const tallest = Math.max(1, ...columns.map((c) => c.length));
  const height = tallest * (nodeH + gapY) - gapY;
  const spots = new Map<string, { x: number; y: number }>();
  columns.forEach((column, i) => {
    const top = (height - (column.length * (nodeH + gapY) - gapY)) / 2;
    column.forEach((node, j) => {
      spots.set(node.service, { x: i * (nodeW + gapX), y: top + j * (nodeH + gapY) });
    });
  });
  return { spots, width: columns.length * (nodeW + gapX) - gapX, height };
}

/** How the fault spread: callers left, callees right; numbers give the order in which services left their band. */
export function SpreadGraph({
  spread,
  failing,
}: {
  spread: Spread;
  failing: ReadonlyMap<string, string>;
}) {
  const { spots, width, height } = place(spread.nodes);
  const order = new Map(spread.nodes.map((n) => [n.service, n.order]));
  const first = Math.min(...spread.nodes.flatMap((n) => n.at ?? []));
  const broken = spread.nodes
    .filter((n) => n.order !== null)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  return (
    <>
      <div className="overflow-x-auto p-4 max-md:hidden">
        <svg
          width={width + 4}
          height={height + 4}
          viewBox={`-2 -2 ${width + 4} ${height + 4}`}
          aria-hidden="true"
          className="mx-auto block max-w-full"
        >
          <defs>
            <marker
              id="tip-hit"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0 .5 7.5 4 0 7.5z" fill="var(--strong-mark)" />
            </marker>
            <marker
              id="tip"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0 .5 7.5 4 0 7.5z" fill="var(--edge)" />
            </marker>
          </defs>
          {spread.edges.map(({ from, to }) => {
            const a = spots.get(from);
            const b = spots.get(to);
            if (!a || !b) return null;
            const hit = order.get(from) !== null && order.get(to) !== null;
            const x1 = a.x + nodeW;
            const y1 = a.y + nodeH / 2;
            const x2 = b.x - 2;
            const y2 = b.y + nodeH / 2;
            const bend = Math.max(24, Math.abs(x2 - x1) / 2);
            return (
              <path
                key={`${from}>${to}`}
                d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
                fill="none"
                stroke={hit ? "var(--strong-mark)" : "var(--edge)"}
                strokeWidth={hit ? 1.5 : 1.1}
                strokeOpacity={hit ? 0.9 : 0.7}
                markerEnd={`url(#${hit ? "tip-hit" : "tip"})`}
              />
            );
          })}
          {spread.nodes.map((node) => {
            const spot = spots.get(node.service);
            if (!spot) return null;
            const hit = node.order !== null;
            return (
              <g key={node.service} transform={`translate(${spot.x} ${spot.y})`}>
                <rect
                  width={nodeW}
                  height={nodeH}
                  rx="7"
                  fill="var(--raised)"
                  stroke={hit ? "var(--strong-mark)" : "var(--border-strong)"}
                  strokeOpacity={node.order === 1 ? 1 : hit ? 0.55 : 1}
                  strokeWidth={node.order === 1 ? 1.75 : 1}
                />
                <circle cx="14" cy="16" r="3.5" fill={hit ? "var(--strong-mark)" : "var(--good)"} />
                <text x="25" y="20" fontSize="12" fontWeight="500" fill="var(--text)">
                  {node.service.length > 14 ? `${node.service.slice(0, 13)}…` : node.service}
                </text>
                <text x="25" y="36" fontSize="11" fill="var(--muted)">
                  {failing.get(node.service) ?? (hit ? "out of band" : "in band")}
                </text>
                {hit && node.at !== null ? (
                  <>
                    <text x={nodeW - 29} y="20" fontSize="11" textAnchor="end" fill="var(--muted)">
                      {node.order === 1 ? "first" : `+${formatSpan(node.at - first)}`}
                    </text>
                    <circle cx={nodeW - 16} cy="16" r="8.5" fill="var(--strong-soft)" />
                    <text
                      x={nodeW - 16}
                      y="19.8"
                      fontSize="10.5"
                      fontWeight="600"
                      textAnchor="middle"
                      fill="var(--strong)"
                    >
                      {node.order}
                    </text>
                  </>
                ) : null}
              </g>
            );
          })}
        </svg>
      </div>
      <ol aria-label="Order in which services left their band" className="md:sr-only">
        {broken.map((node) => (
          <li
            key={node.service}
            className="flex h-11 items-center gap-3 border-line border-b px-3.5 last:border-0"
          >
            <span
              className={cn(
                "grid size-5 place-items-center rounded-full bg-strong-soft font-semibold text-strong text-xs",
              )}
            >
              {node.order}
            </span>
            <span className="font-medium">{node.service}</span>
            <span className="text-muted">{failing.get(node.service)}</span>
            <span className="ml-auto text-muted">
              {node.at === null ? null : node.order === 1 ? (
                <Time at={node.at} />
              ) : (
                `+${formatSpan(node.at - first)}`
              )}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
