import type { Metadata } from "next";
import { OverviewPage } from "@/components/overview/overview-page";
import { Prefetch } from "../prefetch";

export const metadata: Metadata = { title: "Overview" };

export default function Page() {
  return (
    <Prefetch
      views={[
        ["situations", {}],
        ["overview", {}],
      ]}
    >
      <OverviewPage />
    </Prefetch>
  );
}
