"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Card } from "./card";
import { SkeletonRows } from "./skeleton";
import { ViewState } from "./view-state";

/** A page that is one list: what narrows it above, which never waits for data, and its four states below. */
export function ListFrame<T>({
  filters,
  query,
  what,
  skeleton = (
    <Card>
      <SkeletonRows rows={12} />
    </Card>
  ),
  children,
}: {
  filters: ReactNode;
  query: UseQueryResult<T, Error>;
  what: string;
  skeleton?: ReactNode;
  children(data: T): ReactNode;
}) {
  return (
    <div className="flex flex-1 flex-col gap-4 p-5 max-md:p-3">
      <div className="flex flex-wrap items-start gap-2">{filters}</div>
      <ViewState query={query} what={what} skeleton={skeleton}>
        {children}
      </ViewState>
    </div>
  );
}
