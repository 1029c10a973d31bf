import { GuardrailPage } from "@/components/guardrail/guardrail-page";
import { Prefetch } from "../../../prefetch";

export const metadata = { title: "Guardrail" };

export default async function Page({ params }: { params: Promise<{ guardrail: string }> }) {
  const id = decodeURIComponent((await params).guardrail);
  return (
    <Prefetch views={[["guardrail", { id }]]}>
      <GuardrailPage id={id} />
    </Prefetch>
  );
}
