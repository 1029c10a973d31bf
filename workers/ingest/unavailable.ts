const away = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
]);
// Classes of https://www.postgresql.org/docs/current/errcodes-appendix.html: connection, resources, operator's intervention,
// and single conditions that pass by themselves: serialization failure, deadlock, lock not available, read-only after a failover.
const classes = ["08", "53", "57", "58"];
const passing = new Set(["40001", "40P01", "55P03", "25006"]);

/** Whether an error of the database will pass, so that the sender should try again; anything else is our own mistake. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  if (!(error instanceof Error)) return false;
  const code = String((error as { code?: unknown }).code ?? "");
  return (
    away.has(code) ||
    classes.includes(code.slice(0, 2)) ||
    passing.has(code) ||
    // node-postgres tells of a lost connection in words only.
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|connection is not queryable/i.test(
      error.message,
    )
  );
}
