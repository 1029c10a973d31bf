"use client";
import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from "react";

export type Zone = "local" | "utc";
type Clock = { renderedAt: number };

const ClockContext = createContext<Clock>({ renderedAt: 0 });

/** Gives every page below the moment at which the server drew it, so that the first client render says the same. */
export function ClockProvider({
  renderedAt,
  children,
}: {
  renderedAt: number;
  children: ReactNode;
}) {
  const value = useMemo(() => ({ renderedAt }), [renderedAt]);
  return <ClockContext value={value}>{children}</ClockContext>;
}

let second = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const watchers = new Set<() => void>();

function watchSeconds(callback: () => void): () => void {
  watchers.add(callback);
  if (!timer) {
    second = Date.now();
    timer = setInterval(() => {
      second = Date.now();
      for (const watcher of watchers) watcher();
    }, 1000);
  }
  return () => {
    watchers.delete(callback);
    if (watchers.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Epoch ms, rounded down to `everyMs`; the component renders again when that moves. */
export function useNow(everyMs = 1000): number {
  const { renderedAt } = useContext(ClockContext);
  const round = (ms: number) => Math.floor(ms / everyMs) * everyMs;
  return useSyncExternalStore(
    watchSeconds,
    () => round(second || Date.now()),
    () => round(renderedAt),
  );
}

const zoneKey = "sitroom-zone";
const zoneWatchers = new Set<() => void>();

/** Whether times are shown in the browser's zone or in UTC; kept in this browser. */
export function useZone(): [Zone, (zone: Zone) => void] {
  const zone = useSyncExternalStore<Zone>(
    (callback) => {
      zoneWatchers.add(callback);
      return () => zoneWatchers.delete(callback);
    },
    () => (localStorage.getItem(zoneKey) === "utc" ? "utc" : "local"),
    () => "utc",
  );
  return [
    zone,
    (next) => {
      localStorage.setItem(zoneKey, next);
      for (const watcher of zoneWatchers) watcher();
    },
  ];
}
