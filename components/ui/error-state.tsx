"use client";
import { RotateCw, TriangleAlert } from "lucide-react";
import { Button } from "./button";
import { EmptyState } from "./empty-state";

/** What failed, in the server's own words, and a way to try again. */
export function ErrorState({
  what,
  error,
  onRetry,
  className,
}: {
  what: string;
  error: Error;
  onRetry?(): void;
  className?: string;
}) {
  return (
    <div role="alert" className={className}>
      <EmptyState
        icon={<TriangleAlert size={17} className="text-weak" aria-hidden="true" />}
        title={`${what} could not be loaded`}
        action={
          onRetry ? (
            <Button onClick={onRetry}>
              <RotateCw size={13} aria-hidden="true" /> Try again
            </Button>
          ) : undefined
        }
      >
        {error.message}
      </EmptyState>
    </div>
  );
}
