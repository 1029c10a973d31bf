"use client";
import { ErrorState } from "@/components/ui/error-state";

/** A page that broke while it was drawn: the shell stays, the page can be tried again. */
export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <ErrorState
      what="This page"
      error={error.message ? error : new Error("Something broke while it was drawn.")}
      onRetry={reset}
    />
  );
}
