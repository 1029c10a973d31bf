"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";

/** Draws its children once they come near the screen; keeps their place until then, so nothing jumps. */
export function WhenSeen({ height, children }: { height: number; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  // Outside system: the browser's viewport, through IntersectionObserver.
  useEffect(() => {
    const element = box.current;
    if (!element || seen) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((e) => e.isIntersecting)) setSeen(true);
      },
      { rootMargin: "300px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [seen]);
  return (
    <div ref={box} style={{ minHeight: height }}>
      {seen ? children : null}
    </div>
  );
}
