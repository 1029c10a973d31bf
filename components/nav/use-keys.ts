"use client";
import { useEffect, useRef } from "react";

type Bindings = Record<string, (event: KeyboardEvent) => void>;

const layers: { current: Bindings }[] = [];
let prefix = "";
let prefixAt = 0;
const sequenceMs = 1200;

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const covered = () =>
  document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]') !==
  null;

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target) || covered()) return;
  const now = Date.now();
  const sequence = prefix && now - prefixAt < sequenceMs ? `${prefix} ${event.key}` : event.key;
  prefix = "";
  // A sequence that anybody knows goes before a page's single key; then the layer registered last, the innermost: a list
  // over the page, the page over the shell.
  const innermost = layers.toReversed().map((layer) => layer.current);
  const run =
    innermost.find((keys) => keys[sequence])?.[sequence] ??
    innermost.find((keys) => keys[event.key])?.[event.key];
  if (run) {
    event.preventDefault();
    run(event);
    return;
  }
  if (layers.some((l) => Object.keys(l.current).some((k) => k.startsWith(`${event.key} `)))) {
    prefix = event.key;
    prefixAt = now;
  }
}

/** Keys of the page while this component is shown: "a", "?", "g s". Not while somebody types or a dialog is open. */
export function useKeys(bindings: Bindings): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  // Outside system: the document's keyboard.
  useEffect(() => {
    if (layers.length === 0) document.addEventListener("keydown", onKey);
    layers.push(latest);
    return () => {
      layers.splice(layers.indexOf(latest), 1);
      if (layers.length === 0) document.removeEventListener("keydown", onKey);
    };
  }, []);
}
