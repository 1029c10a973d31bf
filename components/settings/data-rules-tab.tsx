"use client";
import { useView } from "../query";
import { SkeletonRows } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { RedactionSection } from "./redaction-section";
import { TraceRulesSection } from "./trace-rules-section";

/** What of telemetry is stored: what is blacked out of it, and how much of it is kept. */
export function DataRulesTab() {
  const query = useView("data-rules", {}, { topics: ["settings"] });
  return (
    <ViewState
      query={query}
      what="The rules"
      skeleton={<SkeletonRows rows={8} className="rounded-lg border border-line bg-surface" />}
    >
      {(data) => (
        <>
          <RedactionSection rules={data.redaction} />
          <TraceRulesSection rules={data.traces} />
        </>
      )}
    </ViewState>
  );
}
