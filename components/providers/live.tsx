"use client";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import type { LiveEvent } from "@/lib/db/live";

/** live: connected; waiting: connecting for less than two beats; lost: no beat for longer than two intervals. */
export type LiveState = "live" | "waiting" | "lost";

const LiveContext = createContext<LiveState>("waiting");
const beatMs = 10_000;
const gatherMs = 1000;

/** Whether live updates arrive. */
export const useLiveState = (): LiveState => useContext(LiveContext);

/** Holds the one event stream of the tab and asks again for the views that an event touches, at most once a second. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>("waiting");

  // Outside system: the server's event stream.
  useEffect(() => {
    const source = new EventSource("/api/live");
    let lastBeat = Date.now();
    let wasLost = false;
    let gather: ReturnType<typeof setTimeout> | undefined;
    const topics = new Set<LiveEvent["topic"]>();
    const refresh = () => {
      gather = undefined;
      const moved = new Set(topics);
      topics.clear();
      void client.invalidateQueries({
        predicate: ({ meta }) =>
          ((meta?.topics ?? []) as LiveEvent["topic"][]).some((topic) => moved.has(topic)),
      });
    };
    const alive = () => {
      lastBeat = Date.now();
      setState("live");
      // What was missed while away is not told again.
      if (wasLost) void client.invalidateQueries({ queryKey: ["view"] });
      wasLost = false;
    };
    source.addEventListener("beat", alive);
    source.onmessage = (message) => {
      alive();
      topics.add((JSON.parse(message.data) as LiveEvent).topic);
      gather ??= setTimeout(refresh, gatherMs);
    };
    const watch = setInterval(() => {
      if (Date.now() - lastBeat > 2 * beatMs + 2000) {
        wasLost = true;
        setState("lost");
      }
    }, 2000);
    return () => {
      source.close();
      clearInterval(watch);
      clearTimeout(gather);
    };
  }, [client]);

  return <LiveContext value={state}>{children}</LiveContext>;
}
