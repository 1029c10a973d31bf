"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { allowsOn, allowsSomewhere, type Role } from "@/lib/people/model";
import { useView, type ViewOutput } from "../query";

/** Counters, freshness, kill switch and the person: what the shell shows and every page may ask. */
export function useShell(): UseQueryResult<ViewOutput<"shell">, Error> {
  return useView(
    "shell",
    {},
    {
      topics: ["situation", "anomaly", "change", "remedy", "settings", "message"],
      everyMs: 10_000,
    },
  );
}

/**
 * Whether the person signed in may do what needs `role`: everywhere, or on one of these services. "some": anywhere at all, for
 * lists of many services, where the server has the last word on each.
 */
export function useMay(role: Role, services: readonly string[] | "some" = []): boolean {
  const you = useShell().data?.you;
  if (!you) return false;
  return services === "some" ? allowsSomewhere(you, role) : allowsOn(you, role, services);
}
