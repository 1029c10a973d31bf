import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client";

/** The Prisma client inside a transaction. */
export type Tx = Omit<
  PrismaClient,
  "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends"
>;

/** Both doors to one database: Prisma for ordinary rows, the pool for hot SQL in stores. */
export type Db = { prisma: PrismaClient; pool: pg.Pool; url: string; close(): Promise<void> };

// Counts and ids fit a double; without this node-postgres hands 64-bit integers out as text.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// Columns of type timestamp hold UTC. Left alone, node-postgres would write and read them in the host's own time zone.
pg.defaults.parseInputDatesAsUTC = true;
pg.types.setTypeParser(
  pg.types.builtins.TIMESTAMP,
  (text) => new Date(`${text.replace(" ", "T")}Z`),
);

/** Opens the database. `max` bounds the pool's connections; Prisma has as many of its own. */
export function openDb(url: string, { max = 10, name = "sitroom" } = {}): Db {
  const pool = new pg.Pool({ connectionString: url, max, application_name: name });
  // A connection that the server closes must not end the process; the next query opens another.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max }) });
  return {
    prisma,
    pool,
    url,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
