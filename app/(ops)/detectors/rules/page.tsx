import { RulesPage } from "@/components/detector/rules-page";
import { Prefetch } from "../../../prefetch";

export const metadata = { title: "Bulk rules" };

export default function Page() {
  return (
    <Prefetch views={[["detector-rules", {}]]}>
      <RulesPage />
    </Prefetch>
  );
}
