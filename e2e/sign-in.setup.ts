import { test } from "@playwright/test";
import { sessionOf, signIn } from "./people";

for (const name of ["oncall", "viewer", "admin"] as const)
  test(`${name} signs in`, async ({ page }) => {
    await signIn(page, `${name}@sitroom.local`);
    await page.context().storageState({ path: sessionOf(name) });
  });
