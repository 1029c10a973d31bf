"use client";
import { useView } from "../query";
import { Skeleton, SkeletonRows } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { ChannelsSection } from "./channels-section";
import { RoutesSection } from "./routes-section";

/** Where messages go, and who hears of what. */
export function MessagesSettings() {
  const query = useView(
    "message-settings",
    {},
    { topics: ["settings", "message"], everyMs: 30_000 },
  );
  return (
    <ViewState
      query={query}
      what="Message settings"
      skeleton={
        <>
          <Skeleton className="h-4 w-96 max-w-full" />
          <SkeletonRows rows={4} className="rounded-lg border border-line bg-surface" />
        </>
      }
    >
      {(data) => (
        <>
          <ChannelsSection data={data} />
          <RoutesSection data={data} />
        </>
      )}
    </ViewState>
  );
}
