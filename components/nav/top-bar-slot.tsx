"use client";
import { type ReactNode, useEffect, useState } from "react";
import { createPortal } from "react-dom";

/** Puts a page's own few words or buttons into the top bar, right of its title. */
export function TopBarSlot({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  // Outside system: the place is in the shell's part of the document.
  useEffect(() => setPlace(document.getElementById("top-bar-slot")), []);
  return place ? createPortal(children, place) : null;
}
