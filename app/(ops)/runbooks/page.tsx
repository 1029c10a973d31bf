import { RunbooksPage } from "@/components/runbook/runbooks-page";
import { Prefetch } from "../../prefetch";

export const metadata = { title: "Runbooks" };

export default function Page() {
  return (
    <Prefetch views={[["runbooks", {}]]}>
      <RunbooksPage />
    </Prefetch>
  );
}
