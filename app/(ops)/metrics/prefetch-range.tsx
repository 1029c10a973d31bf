import type { ReactNode } from "react";
import { defaultRange } from "@/lib/series/time-range";
import { Prefetch } from "../../prefetch";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/**
 * Loads a view of the address' time range before the page is sent. `rest` is its input but for the range, as the page
 * asks with nothing filtered; an address that filters is left to the page itself.
 */
export async function PrefetchRange({
  view,
  rest,
  searchParams,
  children,
}: {
  view: string;
  rest: Record<string, unknown>;
  searchParams: SearchParams;
  children: ReactNode;
}) {
  const { from, to, ...filters } = await searchParams;
  if (Object.keys(filters).length > 0) return children;
  const range = {
    from: typeof from === "string" ? from : defaultRange.from,
    to: typeof to === "string" ? to : defaultRange.to,
  };
  return <Prefetch views={[[view, { ...range, ...rest }]]}>{children}</Prefetch>;
}
