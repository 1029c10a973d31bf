import { expect, test } from "@playwright/test";

const deployer = process.env.E2E_DEPLOYER_URL ?? "http://127.0.0.1:7400";

/** What the deployer runs right now. */
async function runningVersion(target: string): Promise<string> {
  const answer = await fetch(`${deployer}/targets/${target}`);
  return ((await answer.json()) as { current: string }).current;
}

test("a bad deploy becomes a situation, its rollback is approved, and the same detectors see it recovered", async ({
  page,
  request,
}) => {
  test.setTimeout(8 * 60_000);
  const good = await runningVersion("pricing");

  await test.step("somebody deploys a bad version of pricing", async () => {
    const caused = await request.post(`${deployer}/faults/bad-deploy`);
    expect(caused.status()).toBe(202);
    await expect.poll(() => runningVersion("pricing"), { timeout: 60_000 }).not.toBe(good);
  });
  const bad = await runningVersion("pricing");

  await test.step("one situation asks for a decision and names that deploy", async () => {
    await page.goto("/situations");
    const row = page.getByRole("listitem").filter({ hasText: "Approve rollback" });
    await expect(row).toHaveCount(1, { timeout: 150_000 });
    await expect(row).toContainText(`pricing ${bad}`);
    await row.getByRole("link").first().click();
    await expect(page).toHaveURL(/\/situations\/\d+/);
  });

  await test.step("the engineer reads the cause, the checks and the plan, and approves", async () => {
    const decision = page.getByRole("complementary", { name: "Decision" });
    await expect(decision.getByText("Likely cause")).toBeVisible();
    await expect(decision.getByText(`pricing ${bad}`).first()).toBeVisible();
    await expect(decision.getByText(good, { exact: true })).toBeVisible();
    await page.keyboard.press("a");
    await expect(page.getByText("Acknowledged").first()).toBeVisible();
    await decision.getByRole("button", { name: /Approve rollback/ }).click();
    await expect(decision.getByRole("button", { name: /Approve rollback/ })).toHaveCount(0);
    await expect.poll(() => runningVersion("pricing"), { timeout: 60_000 }).toBe(good);
  });

  await test.step("recovery is verified and the situation resolves itself", async () => {
    await expect(page.getByText("Recovered").first()).toBeVisible({ timeout: 240_000 });
    await expect(page.getByText("Confirmed").first()).toBeVisible();
    await expect(page.getByText("Resolved").first()).toBeVisible();
  });

  await test.step("the timeline tells the whole story in order", async () => {
    await page.getByRole("link", { name: /^Timeline/ }).click();
    const main = page.getByRole("main");
    for (const sentence of [/opened/, /approved/i, /recovered/i])
      await expect(main.getByText(sentence).first()).toBeVisible();
  });
});
