// Gives a new demo four weeks of history. Needs DATABASE_URL; run a second time it does nothing.
import { openDb } from "@/lib/db/client";
import { writeHistory } from "./write-history";

const db = openDb(process.env.DATABASE_URL ?? "", { max: 3, name: "sitroom backfill" });
try {
  console.log(await writeHistory(db));
} finally {
  await db.close();
}
