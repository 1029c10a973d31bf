import { RunbookPage } from "@/components/runbook/runbook-page";

export const metadata = { title: "Runbooks" };

/** `new`, with `?copy=NAME` for one that begins as another's text, or the runbook of that name. */
export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ name: string }>;
  searchParams: Promise<{ copy?: string }>;
}) {
  const name = decodeURIComponent((await params).name);
  const { copy } = await searchParams;
  return name === "new" ? (
    <RunbookPage key={`new ${copy ?? ""}`} name={null} copy={copy ?? null} />
  ) : (
    <RunbookPage key={name} name={name} copy={null} />
  );
}
