import { notFound } from "next/navigation";
import { SeriesPage } from "@/components/metric/series-page";

export const metadata = { title: "Metrics" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!/^\d{1,9}$/.test(id)) notFound();
  return <SeriesPage id={Number(id)} />;
}
