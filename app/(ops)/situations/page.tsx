import type { Metadata } from "next";
import { SituationsPage } from "@/components/situation/situations-page";
import { Prefetch } from "../../prefetch";

export const metadata: Metadata = { title: "Situations" };

export default function Page() {
  return (
    <Prefetch views={[["situations", {}]]}>
      <SituationsPage />
    </Prefetch>
  );
}
