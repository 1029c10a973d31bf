import type { ChangeInput, ChangeKind } from "./model";

const nouns: Record<ChangeKind, string> = {
  deploy: "Deploy",
  config: "Configuration change",
  flag: "Feature flag",
  infrastructure: "Infrastructure change",
  network: "Network change",
  database: "Database change",
};

type Words = Pick<ChangeInput, "kind" | "service" | "from" | "to" | "title">;

/** What a change is called when its sender gave it no title: "Deploy of pricing: v1 → v2". */
export function changeTitle({ kind, service, from, to, title }: Words): string {
  if (title) return title;
  const step = from && to ? `: ${from} → ${to}` : to ? `: ${to}` : "";
  return `${nouns[kind]} of ${service}${step}`;
}
