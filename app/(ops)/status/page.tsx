import type { Metadata } from "next";
import { StatusPage } from "@/components/status/status-page";
import { Prefetch } from "../../prefetch";

export const metadata: Metadata = { title: "Status" };

export default function Page() {
  return (
    <Prefetch views={[["status", {}]]}>
      <StatusPage />
    </Prefetch>
  );
}
