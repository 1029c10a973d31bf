import type { SituationRow } from "./situation-filter";

const columns = [
  "id",
  "title",
  "status",
  "severity",
  "services",
  "cause",
  "owner",
  "opened",
  "resolved",
  "anomalies",
] as const;

/** A field of a CSV file. What a spreadsheet would run as a formula is made plain text. */
const field = (text: string): string => {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};

const utc = (at: number | null): string => (at === null ? "" : new Date(at).toISOString());

/** The rows as CSV with a head line; times are UTC. */
export function csvOf(rows: readonly SituationRow[]): string {
  const lines = rows.map((r) => [
    r.name,
    r.title,
    r.status,
    r.severity,
    r.services.join(" "),
    r.suspect?.title ?? r.cause,
    r.owner ?? "",
    utc(r.openedAt),
    utc(r.resolvedAt),
    String(r.anomalies),
  ]);
  return [columns, ...lines].map((line) => line.map(field).join(",")).join("\n");
}
