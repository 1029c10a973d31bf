import { expect, type Page, test } from "@playwright/test";
import { codeAt, stepAt } from "../lib/people/totp";
import { sessionOf } from "./people";

test.use({ storageState: { cookies: [], origins: [] } });

/** Base32 back to bytes, as an authenticator app does. */
function bytesOf(key: string): Buffer {
  const bits = [...key]
    .map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => Number.parseInt(b, 2)));
}

test("somebody sets up a second factor by keyboard, signs in with it, with a recovery code, and no code twice", async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(180_000);
  const admin = await browser.newContext({ storageState: sessionOf("admin") });
  const email = `factor-${Date.now()}@sitroom.local`;
  const invited = await admin.request.post(`${baseURL}/api/verbs/invite-person`, {
    data: { email, name: "Fay Tor", role: "viewer" },
    headers: { origin: baseURL ?? "" },
  });
  const { id, token } = (await invited.json()) as { id: string; token: string };
  const password = "a long enough phrase";
  const enter = async (p: Page) => {
    await p.goto("/sign-in?callbackUrl=%2Fsettings%3Ftab%3Dyou");
    await p.getByLabel("E-mail").fill(email);
    await p.getByLabel("Password").fill(password);
    await p.keyboard.press("Enter");
  };

  await page.goto(`/set-password#${token}`);
  await page.getByLabel("New password").fill(password);
  await page.getByLabel("Once more").fill(password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: /sign in/i })).toBeVisible({ timeout: 30_000 });
  await enter(page);
  await expect(page).toHaveURL(/settings/, { timeout: 30_000 });

  await page.getByRole("button", { name: "Set up" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Your password").fill(password);
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("img", { name: /QR code/ })).toBeVisible();
  const key = (await dialog.locator("code").innerText()).replaceAll(" ", "");
  const code = () => codeAt(bytesOf(key), stepAt(Date.now()));
  await dialog.getByLabel("Code from the app").fill(code());
  await page.keyboard.press("Enter");
  const codes = dialog.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const recovery = await codes.first().innerText();
  await dialog.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("10 of 10 recovery codes left")).toBeVisible({ timeout: 30_000 });

  const stranger = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const other = await stranger.newPage();
  await enter(other);
  const field = other.getByLabel("Code from your authenticator app");
  await field.fill(code());
  await other.keyboard.press("Enter");
  // The code that set the factor up is used up.
  await expect(other.getByRole("alert").filter({ hasText: "used before" })).toBeVisible();
  await other.getByRole("button", { name: "I do not have my device" }).click();
  await other.getByLabel("Recovery code").fill(recovery);
  await other.keyboard.press("Enter");
  await expect(other.getByText("9 of 10 recovery codes left")).toBeVisible({ timeout: 60_000 });

  const locked = await admin.request.post(`${baseURL}/api/verbs/lock-out-person`, {
    data: { id, lockedOut: true },
    headers: { origin: baseURL ?? "" },
  });
  expect(locked.status()).toBe(200);
  await admin.close();
  await stranger.close();
});
