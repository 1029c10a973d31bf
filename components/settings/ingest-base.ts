"use client";
import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Where telemetry is sent, as seen from this browser: the host of the page with ingest's port. */
export function useIngestBase(port: number): string {
  const host = useSyncExternalStore(
    never,
    () => window.location.hostname,
    () => "localhost",
  );
  return `http://${host}:${port}`;
}
