import { expect, test } from "vitest";
import { approve, at, deployer, fresh, now, pass, remedy, run, setTheStage } from "./guilty-deploy";

setTheStage(process.env.DATABASE_URL ?? "");

const nextLook = async () =>
  (
    await fresh.db.pool.query(
      "SELECT run_at FROM graphile_worker.jobs WHERE task_identifier = 'execute'",
    )
  ).rows[0].run_at;

test("an executor that has no time is asked again when it said so, at the latest after a minute", async () => {
  await run.propose();
  await approve(await remedy());
  const { id } = await remedy();
  deployer.busy = 20;
  await run.execute(id);
  expect(await nextLook()).toEqual(at(now + 20_000));
  deployer.busy = 900;
  await run.execute(id);
  expect(await nextLook()).toEqual(at(now + 60_000));
  pass(60);
  deployer.busy = 0;
  await run.execute(id);
  expect(deployer.log).toEqual(["rollback pricing v2→v1"]);
});
