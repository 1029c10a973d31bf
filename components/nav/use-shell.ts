"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { allows, type Role } from "@/lib/people/model";
import { useView, type ViewOutput } from "../query";

/** Counters, freshness, kill switch and the person: what the shell shows and every page may ask. */
export function useShell(): UseQueryResult<ViewOutput<"shell">, Error> {
  return useView(
    "shell",
    {},
    { topics: ["situation", "anomaly", "change", "remedy", "settings"], everyMs: 10_000 },
  );
}

/** Whether the person signed in may do what needs `role`. */
export function useMay(role: Role): boolean {
  const you = useShell().data?.you;
  return you ? allows(you.role, role) : false;
}
