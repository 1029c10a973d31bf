"use client";
import { useEffect, useRef, useState } from "react";
import type { ViewOutput } from "../query";
import type { PreviewAnswer, PreviewRequest } from "./preview-message";

type Wanted = Omit<Extract<PreviewRequest, { kind: "run" }>, "kind" | "id">;
/** Epoch ms */
export type PreviewSpan = Wanted["focus"];

export type PreviewDone = Extract<PreviewAnswer, { kind: "done" }>;

type Shown = {
  done: PreviewDone | null;
  error: string | null;
  of: string;
};

/**
 * What the draft would have raised, folded away from the page's own thread. While one run is under way only the newest
 * wish waits, so a slider never queues up work. `stale` says that what is shown is not yet of these settings.
 */
export function usePreview(
  history: ViewOutput<"detector-history"> | undefined,
  wanted: Wanted | null,
): Shown & { stale: boolean } {
  const next = useRef<Wanted | null>(null);
  const ask = useRef<() => void>(() => {});
  const [shown, setShown] = useState<Shown>({ done: null, error: null, of: "" });
  const key = wanted ? JSON.stringify(wanted) : "";

  // Outside system: the preview worker, which lives as long as the page shows one history.
  useEffect(() => {
    if (!history) return;
    const worker = new Worker(new URL("./preview-worker.ts", import.meta.url), { type: "module" });
    const send = (request: PreviewRequest) => worker.postMessage(request);
    let busy = false;
    let asked = "";
    let id = 0;
    ask.current = () => {
      const want = next.current;
      if (busy || !want) return;
      next.current = null;
      busy = true;
      asked = JSON.stringify(want);
      send({ kind: "run", id: ++id, ...want });
    };
    worker.onmessage = ({ data }: MessageEvent<PreviewAnswer>) => {
      const of = asked;
      busy = false;
      setShown((before) =>
        data.kind === "done"
          ? { done: data, error: null, of }
          : { done: before.done, error: data.message, of },
      );
      ask.current();
    };
    worker.onerror = (e) => setShown((b) => ({ ...b, error: e.message || "The preview stopped." }));
    const { times, values, traffic, series, tuning } = history;
    send({ kind: "history", times, values, traffic, series, tuning });
    return () => {
      ask.current = () => {};
      worker.terminate();
    };
  }, [history]);
  // Outside system: the worker again; a short wait gathers the steps of a slider.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what is wanted
  useEffect(() => {
    if (!wanted || !history) return;
    const timer = setTimeout(() => {
      next.current = wanted;
      ask.current();
    }, 40);
    return () => clearTimeout(timer);
  }, [key, history]);
  return { ...shown, stale: shown.of !== key };
}
