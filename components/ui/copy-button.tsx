"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "./button";

/** Copies `text`; the tick stays for two seconds. */
export function CopyButton({
  text,
  label,
  words,
}: {
  text: string;
  label: string;
  /** Shown beside the icon; icon alone otherwise */
  words?: string;
}) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
      setTimeout(() => setDone(false), 2000);
    } catch {
      toast.error("The browser refused to copy. Select the text and copy it by hand.");
    }
  };
  return (
    <Button
      variant={words ? "default" : "ghost"}
      size={words ? "sm" : "icon-sm"}
      aria-label={label}
      title={label}
      onClick={() => void copy()}
    >
      {done ? <Check size={13} aria-hidden="true" /> : <Copy size={13} aria-hidden="true" />}
      {words ? <span>{done ? "Copied" : words}</span> : null}
    </Button>
  );
}
