import type { AuditRow } from "./audit-store";

/** A cell that no spreadsheet takes for a formula, quoted as RFC 4180 says. */
const cell = (value: string) => {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** The rows as CSV with a head; times in UTC. */
export const auditCsv = (rows: readonly AuditRow[]): string =>
  [
    ["time", "who", "kind of actor", "role", "deed", "situation", "says"],
    ...rows.map((r) => [
      new Date(r.at).toISOString(),
      r.who.name,
      r.who.kind,
      r.who.role ?? "",
      r.kind,
      r.situationId === null ? "" : `S-${r.situationId}`,
      r.says,
    ]),
  ]
    .map((row) => `${row.map(cell).join(",")}\r\n`)
    .join("");
