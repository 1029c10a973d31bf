"use client";
import { useSyncExternalStore } from "react";

const query = "(width < 64rem)";

function subscribe(changed: () => void): () => void {
  const media = window.matchMedia(query);
  media.addEventListener("change", changed);
  return () => media.removeEventListener("change", changed);
}

/** Whether the screen is too narrow for a list and what is chosen in it (Tailwind's lg). False while the server draws. */
export const useNarrow = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  );
