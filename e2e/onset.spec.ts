import { expect, test } from "@playwright/test";
import { sessionOf } from "./people";

test.use({ storageState: sessionOf("oncall") });

/** The newest situation that counts; stories run in the order of their names, and the one of the bad deploy has left one. */
async function anySituation(page: import("@playwright/test").Page): Promise<number> {
  const answer = await page.request.get("/api/views/measures?input=%7B%22from%22%3A0%7D");
  const { situations } = (await answer.json()) as { situations: { id: number }[] };
  const [newest] = situations;
  if (!newest) throw new Error("There is no situation to correct.");
  return newest.id;
}

for (const [device, size] of [
  ["a desk", { width: 1440, height: 900 }],
  ["a phone", { width: 390, height: 844 }],
] as const)
  test(`when it began is corrected by keyboard on ${device}: refused with a reason, said, and taken back`, async ({
    page,
  }) => {
    await page.setViewportSize(size);
    const id = await anySituation(page);
    await page.goto(`/situations/${id}/timeline`);
    const dialog = page.getByRole("dialog", { name: "When did it begin?" });
    const began = dialog.getByLabel("Began");
    const because = dialog.getByLabel("How do you know");
    const open = async () => {
      const button = page.getByRole("button", { name: "Correct when it began" });
      await button.focus();
      await page.keyboard.press("Enter");
      await expect(began).toBeVisible();
    };
    await open();
    const detected = await began.inputValue();
    await began.fill("2099-01-01T00:00:00");
    await because.fill("the desk was called");
    await page.keyboard.press("Control+Enter");
    await expect(dialog.getByText(/still to come/)).toBeVisible();
    const earlier = new Date(Date.parse(`${detected.slice(0, 16)}:00Z`) - 5 * 60_000);
    await began.fill(earlier.toISOString().slice(0, 19));
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(page.getByText(/^Onset corrected by Priya Nair/)).toBeVisible();
    await expect(
      page.getByText(/^Onset corrected to .*: the desk was called/).first(),
    ).toBeVisible();
    await open();
    await dialog.getByRole("button", { name: /As detected/ }).focus();
    await page.keyboard.press("Enter");
    await because.fill("only a test");
    await page.keyboard.press("Control+Enter");
    await expect(dialog).toBeHidden();
    await expect(page.getByText(/^Onset back to what was detected/).first()).toBeVisible();
    await expect(page.getByText(/^Onset corrected by/)).toHaveCount(0);
  });
