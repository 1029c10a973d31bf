"use client";
import { useState } from "react";
import { useKeys } from "./use-keys";

type Deeds = {
  count: number;
  onOpen(index: number): void;
  /** x */
  onSelect?(index: number): void;
};

/** j and k move through a list, enter opens, x selects. Returns the focused row, −1 before the first move. */
export function useListKeys({ count, onOpen, onSelect }: Deeds): [number, (index: number) => void] {
  const [index, setIndex] = useState(-1);
  const at = Math.min(index, count - 1);
  const move = (by: number) => {
    const next = Math.max(0, Math.min(count - 1, at + by));
    setIndex(next);
    // Enter is now the row's, no longer that of a control clicked before.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    requestAnimationFrame(() =>
      document.querySelector('[data-focused="true"]')?.scrollIntoView({ block: "nearest" }),
    );
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ...(at >= 0 && {
      Enter: (event) => {
        // Enter on a focused link or button is that control's own.
        if (event.target instanceof HTMLElement && event.target.closest("a,button")) {
          event.target.closest<HTMLElement>("a,button")?.click();
          return;
        }
        onOpen(at);
      },
      x: () => onSelect?.(at),
    }),
  });
  return [at, setIndex];
}
