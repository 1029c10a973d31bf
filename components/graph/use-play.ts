"use client";
import { useEffect, useRef, useState } from "react";

const speeds = [1, 2, 4] as const;
/** ms that a moment stays at speed 1 */
const stayMs = 900;

/** Goes through moments one after the other, from the one shown or the first, and stops at the last. */
export function usePlay(moments: readonly number[], at: number | null, onAt: (at: number) => void) {
  const [on, setOn] = useState(false);
  const [speed, setSpeed] = useState<(typeof speeds)[number]>(1);
  const latest = useRef({ moments, at, onAt });
  latest.current = { moments, at, onAt };
  // Outside system: the clock.
  useEffect(() => {
    if (!on) return;
    const step = () => {
      const { moments: all, at: now, onAt: show } = latest.current;
      const next = now === null ? all[0] : all.find((m) => m > now + 1);
      if (next === undefined) setOn(false);
      else show(next);
    };
    step();
    const timer = setInterval(step, stayMs / speed);
    return () => clearInterval(timer);
  }, [on, speed]);
  return {
    on,
    speed,
    toggle: () => setOn(!on),
    faster: () => setSpeed(speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1),
  };
}
