import { notFound } from "next/navigation";
import { TracePage } from "@/components/trace/trace-page";

export const metadata = { title: "Trace" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!/^[0-9a-f]{32}$/.test(id)) notFound();
  return <TracePage id={id} />;
}
