import type { Metadata } from "next";
import { MaintenancePage } from "@/components/maintenance/maintenance-page";
import { Prefetch } from "../../prefetch";

export const metadata: Metadata = { title: "Maintenance" };

export default function Page() {
  return (
    <Prefetch views={[["maintenance", {}]]}>
      <MaintenancePage />
    </Prefetch>
  );
}
