import { TracesPage } from "@/components/trace/traces-page";
import { PrefetchRange, type SearchParams } from "../metrics/prefetch-range";

export const metadata = { title: "Traces" };

const rest = { q: "", service: "", operation: "", failed: false, order: "recent", atLeastMs: null };

export default function Page({ searchParams }: { searchParams: SearchParams }) {
  return (
    <PrefetchRange view="traces" rest={rest} searchParams={searchParams}>
      <TracesPage />
    </PrefetchRange>
  );
}
