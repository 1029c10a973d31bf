import { expect, type Page } from "@playwright/test";

/** Where each demo person's session is kept between stories. */
export const sessionOf = (name: "oncall" | "viewer" | "admin") => `test-results/.auth/${name}.json`;

/** Signs in through the page, as a person does. */
export async function signIn(page: Page, email: string, password = "sitroom-demo") {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  // The first page after a start is compiled and warmed by this very visit
  await expect(page).not.toHaveURL(/sign-in/, { timeout: 30_000 });
}
