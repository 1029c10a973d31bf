"use client";
import { type RefObject, useEffect, useRef, useState } from "react";

/** The height in px from an element's top to the bottom of the window, which moves with the strips above it. */
export function useRoom<E extends HTMLElement>(): [RefObject<E | null>, number | null] {
  const box = useRef<E>(null);
  const [room, setRoom] = useState<number | null>(null);
  // Outside system: the browser's layout.
  useEffect(() => {
    const measure = () => {
      const top = box.current?.getBoundingClientRect().top;
      if (top !== undefined) setRoom(Math.max(360, window.innerHeight - top - window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    const above = box.current?.parentElement?.parentElement;
    for (const element of above?.children ?? []) observer.observe(element);
    window.addEventListener("resize", measure);
    return () => {
      observer.disconnect();
      window.removeEventListener("resize", measure);
    };
  }, []);
  return [box, room];
}
