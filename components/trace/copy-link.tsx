"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { CopyButton } from "../ui/copy-button";
import { useOrigin } from "./use-origin";

/** Copies the address of what is shown, with its time fixed: whoever opens it later sees the same. Epoch ms. */
export function CopyLink({ range }: { range: { from: number; to: number } }) {
  const origin = useOrigin();
  const pathname = usePathname();
  const params = new URLSearchParams(useSearchParams());
  params.set("from", String(Math.round(range.from)));
  params.set("to", String(Math.round(range.to)));
  return (
    <CopyButton text={`${origin}${pathname}?${params}`} label="Copy a link to this" words="Link" />
  );
}
