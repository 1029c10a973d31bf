import { fitsPattern } from "../series/name-pattern";
import type { RestartRule } from "./model";

/**
 * How an instance is restarted, by the first rule for its service; null when there is none, or when the instance has not
 * as many parts as the rule names.
 */
export function restartOf(
  rules: readonly RestartRule[],
  { service, instance }: { service: string; instance: string },
): { integration: string; target: string } | null {
  const rule = rules.find((r) => r.services.some((pattern) => fitsPattern(pattern, service)));
  if (!rule) return null;
  const parts = instance.split(".");
  let missing = false;
  const target = rule.target.replace(/\{(service|instance|\d)\}/g, (_, name: string) => {
    if (name === "service") return service;
    if (name === "instance") return instance;
    const part = parts[Number(name) - 1];
    missing ||= part === undefined;
    return part ?? "";
  });
  return missing ? null : { integration: rule.integration, target };
}
