import type { ViewOutput } from "../query";

export type TraceData = ViewOutput<"trace">;
/** A span as the view tells it; times in epoch ms, durations in ms. */
export type TraceSpan = TraceData["spans"][number];
