import { ServicePage } from "@/components/service/service-page";
import { PrefetchRange, type SearchParams } from "../../metrics/prefetch-range";

export const metadata = { title: "Service" };

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ name: string }>;
  searchParams: SearchParams;
}) {
  const name = decodeURIComponent((await params).name);
  return (
    <PrefetchRange
      view="service"
      rest={{ service: name, bucket: null, operation: null }}
      searchParams={searchParams}
    >
      <ServicePage name={name} />
    </PrefetchRange>
  );
}
