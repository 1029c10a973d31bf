import { LogsPage } from "@/components/log/logs-page";
import { PrefetchRange, type SearchParams } from "../metrics/prefetch-range";

export const metadata = { title: "Logs" };

const rest = { q: "", service: "", severity: null, onlyNew: false, pattern: null, page: 1 };

export default function Page({ searchParams }: { searchParams: SearchParams }) {
  return (
    <PrefetchRange view="logs" rest={rest} searchParams={searchParams}>
      <LogsPage />
    </PrefetchRange>
  );
}
