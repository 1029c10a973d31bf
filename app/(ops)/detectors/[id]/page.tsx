import { DetectorPage } from "@/components/detector/detector-page";

export const metadata = { title: "Detectors" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <DetectorPage id={decodeURIComponent(id)} />;
}
