import { MetricsPage } from "@/components/metric/metrics-page";
import { PrefetchRange, type SearchParams } from "./prefetch-range";

export const metadata = { title: "Metrics" };

export default function Page({ searchParams }: { searchParams: SearchParams }) {
  return (
    <PrefetchRange view="metrics-golden" rest={{ q: "", page: 1 }} searchParams={searchParams}>
      <MetricsPage />
    </PrefetchRange>
  );
}
