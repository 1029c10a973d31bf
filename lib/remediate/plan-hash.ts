import { createHash } from "node:crypto";
import type { Plan } from "./model";

/** JSON with the keys of every object in order, so that equal values have equal text (after RFC 8785). */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object")
    return `{${Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)
      .join(",")}}`;
  return JSON.stringify(value);
}

/** What a person signs when approving: SHA-256, in hex, of the plan's canonical JSON. */
export const planHash = (plan: Plan): string =>
  createHash("sha256").update(canonical(plan)).digest("hex");
