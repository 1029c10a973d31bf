import { ServicePage } from "@/components/service/service-page";

export const metadata = { title: "Service" };

export default async function Page({ params }: { params: Promise<{ name: string }> }) {
  return <ServicePage name={decodeURIComponent((await params).name)} />;
}
