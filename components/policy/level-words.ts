import type { Level } from "@/lib/remediate/model";

/** Levels of autonomy as people read them, and what each lets Sitroom do. */
export const levelWords: Record<Level, { label: string; says: string }> = {
  observe: { label: "Watch only", says: "Plans are recorded silently and judged afterwards." },
  hint: { label: "Hint", says: "Plans are shown; a person does it by hand." },
  ask: { label: "Ask", says: "A person approves each plan." },
  countdown: { label: "Act after a countdown", says: "Runs by itself unless somebody vetoes it." },
  auto: { label: "Act at once", says: "Runs by itself as soon as the guardrails hold." },
};
