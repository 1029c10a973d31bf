import { expect, test } from "vitest";
import { argoCd, argoCdStub } from "@/lib/integrations/executors/stub-argo-cd";
import { createIntegration } from "@/lib/people/integration-store";
import { plan } from "@/lib/remediate/model";
import {
  approve,
  appSecret,
  at,
  changeId,
  deployer,
  fresh,
  now,
  pass,
  remedy,
  run,
  setTheStage,
  step,
} from "./guilty-deploy";

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

test("a plan holds what the executor said in a dry run, and nothing was done for it", async () => {
  await run.propose();
  const { host } = new URL(deployer.url);
  expect(plan.parse((await remedy()).plan).dryRun).toEqual([
    `pricing is at v2. The deployer at ${host} would be told to do: rollback to v1.`,
  ]);
  expect(deployer.log).toEqual([]);
});

test("what the executor would refuse is blocked when it is proposed, with what to do instead: Argo CD under auto-sync", async () => {
  await argoCdStub.stub.listen();
  argoCdStub.reset(now);
  const { target, from, to, secret } = argoCdStub;
  await createIntegration(fresh.db.prisma, appSecret, {
    id: "argo",
    kind: "argo-cd",
    name: "Argo CD",
    config: argoCdStub.config() as object,
    secret,
  });
  const undo = { integration: "argo", target, to };
  await fresh.db.prisma.change.update({
    where: { id: changeId },
    data: { from: to, to: from, undo },
  });
  argoCd.automated = { selfHeal: true };
  await run.propose();
  expect(await step()).toBe("blocked");
  const says =
    "Auto-sync of argocd/pricing is on: Argo CD refuses a rollback and would put 2222222aaaab back from Git. Instead: In https://git.example/acme/shop, folder pricing, branch HEAD: git revert --no-edit 2222222aaaab && git push. Argo CD then syncs the revert by itself.";
  const { guardrails } = plan.parse((await remedy()).plan);
  expect(guardrails.find((g) => g.name === "Executor ready")).toMatchObject({ ok: false, says });
  await expect(approve(await remedy())).rejects.toMatchObject({
    message: `A guardrail stops this: ${says}`,
  });
  argoCd.automated = null;
  await run.propose();
  expect(await step()).toBe("decide");
  await argoCdStub.stub.close();
});
