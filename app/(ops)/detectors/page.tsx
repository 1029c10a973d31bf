import { DetectorsPage } from "@/components/detector/detectors-page";
import { Prefetch } from "../../prefetch";

export const metadata = { title: "Detectors" };

export default function Page() {
  return (
    <Prefetch views={[["detectors", {}]]}>
      <DetectorsPage />
    </Prefetch>
  );
}
