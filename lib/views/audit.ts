import { auditCsv } from "../timeline/audit-csv";
import { auditFilter, auditKinds, readAudit } from "../timeline/audit-store";
import { defineView } from "../view";

const pageSize = 100;
const exportSize = 50_000;

/** Who did what, a page of it. */
export const audit = defineView({
  role: "admin",
  input: auditFilter,
  async load({ db }, filter) {
    const rows = await readAudit(db.prisma, filter, pageSize + 1);
    return {
      rows: rows.slice(0, pageSize),
      more: rows.length > pageSize,
      kinds: await auditKinds(db.prisma),
    };
  },
});

/** The same as a file. */
export const auditExport = defineView({
  role: "admin",
  input: auditFilter,
  async load({ db, now }, filter) {
    const rows = await readAudit(db.prisma, filter, exportSize);
    return {
      name: `sitroom-audit-${new Date(now).toISOString().slice(0, 10)}.csv`,
      text: auditCsv(rows),
    };
  },
});
