import type { Metadata } from "next";
import { DerivedPage } from "@/components/derived/derived-page";
import { Prefetch } from "../../../prefetch";

export const metadata: Metadata = { title: "Derived metrics" };

export default function Page() {
  return (
    <Prefetch views={[["derived", {}]]}>
      <DerivedPage />
    </Prefetch>
  );
}
