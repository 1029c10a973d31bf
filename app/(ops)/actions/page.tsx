import type { Metadata } from "next";
import { ActionsPage } from "@/components/remedy/actions-page";
import { Prefetch } from "../../prefetch";

export const metadata: Metadata = { title: "Actions" };

export default function Page() {
  return (
    <Prefetch views={[["actions", {}]]}>
      <ActionsPage />
    </Prefetch>
  );
}
