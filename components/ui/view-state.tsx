"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorState } from "./error-state";

/**
 * The four states of what a view shows: skeleton until it first arrives, error with retry if it never did,
 * the data otherwise (also while it refreshes, and when a refresh fails: the shell's banner says that it is stale).
 */
export function ViewState<T>({
  query,
  what,
  skeleton,
  children,
}: {
  query: UseQueryResult<T, Error>;
  what: string;
  skeleton: ReactNode;
  children(data: T): ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error)
    return <ErrorState what={what} error={query.error} onRetry={() => void query.refetch()} />;
  return skeleton;
}
