import { AnomaliesPage } from "@/components/anomaly/anomalies-page";
import { PrefetchRange, type SearchParams } from "../metrics/prefetch-range";

export const metadata = { title: "Anomalies" };

export default function Page({ searchParams }: { searchParams: SearchParams }) {
  return (
    <PrefetchRange
      view="anomalies"
      rest={{ by: "service", severity: 4, sort: "severity", top: 10 }}
      searchParams={searchParams}
    >
      <AnomaliesPage />
    </PrefetchRange>
  );
}
