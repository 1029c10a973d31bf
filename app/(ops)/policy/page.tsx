import type { Metadata } from "next";
import { PolicyPage } from "@/components/policy/policy-page";
import { Prefetch } from "../../prefetch";

export const metadata: Metadata = { title: "Policy" };

export default function Page() {
  return (
    <Prefetch views={[["policy", {}]]}>
      <PolicyPage />
    </Prefetch>
  );
}
