import type { ReactNode } from "react";
import type { ShownEdge } from "./graph-data";

/** A number of an edge, coloured where it misses what its callee promised, with the reason on hover. */
export function Judged({
  edge,
  signal,
  children,
}: {
  edge: Pick<ShownEdge, "missed">;
  signal: "errors" | "p95";
  children: ReactNode;
}) {
  const missed = edge.missed.find((m) => m.signal === signal);
  if (!missed) return <>{children}</>;
  return (
    <span title={missed.says} className={missed.far ? "text-strong" : "text-weak"}>
      {children}
    </span>
  );
}
