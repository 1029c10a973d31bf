"use client";
import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** Where chats reach us, as seen from here: this page's host, the chat port. */
export function useChatBase(port: number): string {
  const origin = useSyncExternalStore(
    never,
    () => `${window.location.protocol}//${window.location.hostname}`,
    () => "http://localhost",
  );
  return `${origin}:${port}`;
}
