import Link from "next/link";
import { BrandMark } from "@/components/nav/brand-mark";
import { Button } from "@/components/ui/button";

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-3 p-6 text-center">
      <BrandMark size={30} />
      <h1 className="font-semibold text-xl tracking-tight">There is no such page</h1>
      <p className="max-w-sm text-muted">
        The address may be old or mistyped. What it showed may have been removed by retention.
      </p>
      <Button asChild className="mt-2">
        <Link href="/">To the overview</Link>
      </Button>
    </main>
  );
}
