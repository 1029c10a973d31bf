import { GraphPage } from "@/components/graph/graph-page";
import { PrefetchRange, type SearchParams } from "../metrics/prefetch-range";

export const metadata = { title: "Service graph" };

export default function Page({ searchParams }: { searchParams: SearchParams }) {
  return (
    <PrefetchRange
      view="graph"
      rest={{ at: null, situation: null, snapshot: null }}
      searchParams={searchParams}
    >
      <GraphPage />
    </PrefetchRange>
  );
}
