import { expect, test } from "@playwright/test";
import { sessionOf } from "./people";

test.describe("an editor", () => {
  test.use({ storageState: sessionOf("admin") });

  test("tunes a detector, sees at once what it would have raised, and saves a version with a note", async ({
    page,
  }) => {
    await page.goto("/detectors");
    await page.getByRole("link", { name: "Request rate is unusual" }).first().click();
    const preview = page.getByRole("region", { name: "Preview" });
    await expect(preview.getByText(/points, not sampled/)).toBeVisible();
    const raised = preview
      .getByText(/would have raised/i)
      .first()
      .locator("..");
    const before = await raised.innerText();
    await page.getByRole("button", { name: "Advanced" }).click();

    await page.getByLabel("Smallest distance in percent of what is expected").fill("0");
    await page.getByLabel("Smallest distance from what is expected", { exact: true }).fill("0");
    await page.getByLabel("How many anomalous points").fill("1");
    // The slider by keyboard: as many weak alarms as it allows.
    await page.getByRole("slider", { name: "Weak alarms per week" }).press("End");
    await expect.poll(() => raised.innerText(), { timeout: 15_000 }).not.toBe(before);

    await page.getByLabel("Why, for the list of versions").fill("Small dips matter here");
    await page.keyboard.press("Control+s");
    await expect(page.getByText("Small dips matter here").first()).toBeVisible();
    await expect(page.getByRole("button", { name: /^Save as/ })).toHaveCount(0);
    await page.reload();
    await expect(page.getByText("Small dips matter here").first()).toBeVisible();
  });
});

test.describe("a viewer", () => {
  test.use({ storageState: sessionOf("viewer") });

  test("reads a detector but cannot change it", async ({ page }) => {
    await page.goto("/detectors");
    await page.getByRole("link", { name: "Error ratio is too high" }).first().click();
    await expect(page.getByRole("region", { name: "Preview" })).toBeVisible();
    await page.getByRole("button", { name: "Advanced" }).click();
    await expect(page.getByLabel("How many anomalous points")).toBeDisabled();
  });
});
