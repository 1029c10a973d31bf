import { expect, type Locator, type Page, test } from "@playwright/test";

const deployer = process.env.E2E_DEPLOYER_URL ?? "http://127.0.0.1:7400";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

/** A thumb that stays on a button for so long. */
async function hold(page: Page, button: Locator, ms: number) {
  const box = await button.boundingBox();
  if (!box) throw new Error("The button is not on screen.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.waitForTimeout(ms);
  await page.mouse.up();
}

test("on a phone an engineer acknowledges a situation and approves its plan from the inbox", async ({
  page,
  request,
}) => {
  test.setTimeout(11 * 60_000);

  await test.step("nothing is wrong: two cores that also ran the other stories are quiet again", async () => {
    let quietSince = Date.now();
    const quietFor = async () => {
      const answer = await page.request.get("/api/views/shell?input=%7B%7D");
      const { counts } = (await answer.json()) as { counts: { situations: number } };
      if (counts.situations > 0) quietSince = Date.now();
      return Date.now() - quietSince;
    };
    await expect.poll(quietFor, { timeout: 240_000, intervals: [2_000] }).toBeGreaterThan(20_000);
  });

  await test.step("a flag that breaks bookings is turned on", async () => {
    expect((await request.post(`${deployer}/faults/feature-flag`)).status()).toBe(202);
  });

  await test.step("the list shows it with what to do, and a tap opens it", async () => {
    await page.goto("/situations");
    const row = page.getByRole("listitem").filter({ hasText: "Approve flag off" });
    await expect(row).toHaveCount(1, { timeout: 150_000 });
    await row.getByRole("link").first().tap();
    await expect(page).toHaveURL(/\/situations\/\d+/);
  });

  await test.step("it is acknowledged", async () => {
    await page.getByRole("button", { name: "Ack", exact: true }).tap();
    await expect(page.getByText("Acknowledged").first()).toBeVisible();
  });

  await test.step("the inbox opens the plan on a page of its own, and back leads to the list", async () => {
    await page.goto("/actions");
    const plan = page.getByRole("button", { name: /^Set flag instant-confirmation to off/ });
    await plan.tap();
    const title = page.getByRole("heading", { name: "Set flag instant-confirmation to off" });
    await expect(title).toBeFocused();
    await expect(plan).toHaveCount(0);
    await page.goBack();
    await expect(title).toHaveCount(0);
    await plan.tap();
  });

  await test.step("a touch does nothing, holding approves", async () => {
    const approve = page.getByRole("button", { name: "Hold to approve" });
    await hold(page, approve, 300);
    await expect(approve).toBeEnabled();
    await hold(page, approve, 2_000);
    await expect(page.getByRole("region", { name: "Execution" })).toBeVisible();
    await expect(approve).toHaveCount(0);
  });

  await test.step("every page says that it is under way, and the plan shows the verdict", async () => {
    const strip = page
      .getByRole("status")
      .filter({ hasText: "Set flag instant-confirmation to off" });
    await expect(strip).toContainText("approved by Priya Nair");
    await expect(page.getByRole("region", { name: "Verification" })).toContainText("Recovered", {
      timeout: 240_000,
    });
    await expect(strip).toHaveCount(0, { timeout: 30_000 });
  });
});
