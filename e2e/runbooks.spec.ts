import { expect, test } from "@playwright/test";
import { sessionOf } from "./people";

test.describe("an editor", () => {
  test.use({ storageState: sessionOf("admin") });

  test("copies a shipped runbook, sees what is wrong with it, tries it, saves it and goes back", async ({
    page,
  }) => {
    const name = `story-${Date.now().toString(36)}`;
    await page.goto("/runbooks/bad-deploy");
    await page.getByRole("link", { name: "Copy", exact: true }).click();
    await page.waitForURL(/runbooks\/new/);
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByRole("button", { name: /^New against old version.*\?$/ }).click();
    await page.getByRole("spinbutton", { name: "Requests of each version" }).fill("44");
    const yaml = page.getByLabel("The runbook as YAML");
    await expect(yaml).toHaveValue(/minRequests: 44/);

    const good = await yaml.inputValue();
    await yaml.fill(good.replace("check: new-instances", "check: reboot"));
    await expect(page.getByText("there is no check reboot").first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Create runbook" })).toBeDisabled();
    await yaml.fill(good);

    const dryRun = page.getByRole("region", { name: "Dry run" });
    if (await dryRun.getByRole("button", { name: "Run" }).isVisible()) {
      await dryRun.getByRole("button", { name: "Run" }).click();
      await expect(dryRun.getByText("New instances", { exact: true })).toBeVisible();
    }

    await page.getByPlaceholder(/^Why/).fill("as a story");
    await page.getByRole("button", { name: "Create runbook" }).click();
    await page.waitForURL(`**/runbooks/${name}`);
    await page.getByLabel("What it is for").fill("Changed.");
    await page.getByRole("button", { name: "Save version" }).click();
    await expect(page.getByText("Saved as version 2")).toBeVisible();
    await page.getByRole("button", { name: "Revert to version 1" }).click();
    await expect(page.getByText("It runs as version 3")).toBeVisible();
    await expect(page.getByText("Back to version 1")).toBeVisible();
    await page.getByRole("button", { name: "Switch off" }).click();
    await expect(page.getByText("It no longer runs")).toBeVisible();
  });
});

test.describe("a viewer", () => {
  test.use({ storageState: sessionOf("viewer") });

  test("reads runbooks and can change none", async ({ page }) => {
    await page.goto("/runbooks");
    await expect(page.getByRole("link", { name: "A service fails" })).toBeVisible();
    await expect(page.getByRole("link", { name: "New runbook" })).toHaveCount(0);
    await page.goto("/runbooks/failing-service");
    await expect(page.getByText("read only")).toBeVisible();
    await expect(page.getByLabel("The runbook as YAML")).not.toBeEditable();
    await expect(page.getByRole("button", { name: "Add step" })).toHaveCount(0);
  });
});
