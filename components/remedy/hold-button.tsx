"use client";
import { Undo2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "../ui/button";

const holdMs = 1500;

/** A button for a thumb at 03:00: it must be held for 1.5 s. From a keyboard or a screen reader one press asks, the second does. */
export function HoldButton({
  children,
  onDone,
  disabled = false,
}: {
  children: string;
  onDone(): void;
  disabled?: boolean;
}) {
  const [held, setHeld] = useState(false);
  const [asked, setAsked] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const release = () => {
    clearTimeout(timer.current);
    setHeld(false);
  };
  // Outside system: the timer must not fire after the button is gone.
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <Button
      variant="primary"
      size="phone"
      disabled={disabled}
      className="relative w-full touch-none overflow-hidden"
      onPointerDown={() => {
        setHeld(true);
        timer.current = setTimeout(() => {
          setHeld(false);
          onDone();
        }, holdMs);
      }}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onContextMenu={(e) => e.preventDefault()}
      onClick={(e) => {
        // detail 0: not a pointer but a key or an assistive tool.
        if (e.detail !== 0) return;
        if (asked) onDone();
        setAsked(!asked);
      }}
    >
      <span
        aria-hidden="true"
        className="absolute inset-y-0 left-0 bg-accent-ink/25"
        style={{
          width: held ? "100%" : "0%",
          transition: held ? `width ${holdMs}ms linear` : "none",
        }}
      />
      <Undo2 size={17} aria-hidden="true" className="relative" />
      <span className="relative">{asked ? "Press again to confirm" : children}</span>
    </Button>
  );
}
