import { ChangesPage } from "@/components/change/changes-page";
import { PrefetchRange, type SearchParams } from "../metrics/prefetch-range";

export const metadata = { title: "Changes" };

export default function Page({ searchParams }: { searchParams: SearchParams }) {
  return (
    <PrefetchRange
      view="changes"
      rest={{ q: "", kind: null, service: "", accused: false, page: 1 }}
      searchParams={searchParams}
    >
      <ChangesPage />
    </PrefetchRange>
  );
}
