import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/canonical-json";
import type { Plan } from "./model";

/** What a person signs when approving: SHA-256, in hex, of the plan's canonical JSON. */
export const planHash = (plan: Plan): string =>
  createHash("sha256").update(canonicalJson(plan)).digest("hex");
