import { expect, test } from "@playwright/test";

test.use({ storageState: { cookies: [], origins: [] } });

test("a stranger is sent to the sign-in page and comes back to where they wanted to go", async ({
  page,
}) => {
  await page.goto("/detectors");
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await page.getByLabel("E-mail").fill("oncall@sitroom.local");
  await page.getByLabel("Password").fill("sitroom-demo");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/detectors/);
});

test("a wrong password says so and keeps the address", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("viewer@sitroom.local");
  await page.getByLabel("Password").fill("not-the-password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "do not match" })).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue("viewer@sitroom.local");
});

test("nothing can be read or done without a session", async ({ request, baseURL }) => {
  const read = await request.get("/api/views/situations?input=%7B%7D");
  expect(read.status()).toBe(401);
  const deed = await request.post("/api/verbs/approve-remedy", {
    data: { remedyId: "x", planHash: "y" },
    headers: { origin: baseURL ?? "" },
  });
  expect(deed.status()).toBe(401);
  const live = await request.get("/api/live");
  expect(live.status()).toBe(401);
});

test("an address of another site is not followed after signing in", async ({ page }) => {
  await page.goto("/sign-in?callbackUrl=https%3A%2F%2Fevil.example%2F");
  await page.getByLabel("E-mail").fill("oncall@sitroom.local");
  await page.getByLabel("Password").fill("sitroom-demo");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL((url) => url.hostname === "localhost" && url.pathname === "/");
});
