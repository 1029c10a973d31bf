"use client";
import { useDeferredValue } from "react";
import { heldReasons, type Route } from "@/lib/messages/model";
import { useView } from "../query";
import { formatCount } from "../ui/format";

const count = (n: number, one: string, many = `${one}s`) =>
  `${formatCount(n)} ${n === 1 ? one : many}`;

/** What the route would have sent last week, by the decisions that the worker makes. */
export function RoutePreview({ route }: { route: Omit<Route, "since"> }) {
  const asked = useDeferredValue(route);
  const { data, error, isPlaceholderData } = useView("message-preview", { route: asked });
  if (error) return <p className="text-sm text-strong">{error.message}</p>;
  if (!data) return <p className="text-muted text-sm">Looking at last week…</p>;
  const held = Object.entries(data.held).filter(([, n]) => n > 0) as [
    keyof typeof heldReasons,
    number,
  ][];
  return (
    <div
      role="status"
      className={`rounded-md bg-accent-soft px-3 py-2 ${isPlaceholderData ? "opacity-60" : ""}`}
    >
      <p>
        Last week this would have sent{" "}
        <b className="font-semibold">{count(data.messages, "message")}</b> and{" "}
        <b className="font-semibold">{count(data.digests, "digest")}</b> to each channel, of{" "}
        {count(data.news, "piece", "pieces")} of news.
      </p>
      <p className="text-muted text-sm">
        {data.messages === 0 ? "" : `At most ${data.busiestHour} within an hour. `}
        {held.length === 0
          ? "Nothing would have been held back."
          : `Held back: ${held.map(([why, n]) => `${n} ${heldReasons[why]}`).join(", ")}.`}
      </p>
    </div>
  );
}
