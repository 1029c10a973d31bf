import { DetectorsPage } from "@/components/detector/detectors-page";

export const metadata = { title: "Detectors" };

export default function Page() {
  return <DetectorsPage />;
}
