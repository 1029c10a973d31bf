import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";

const pages = [
  ["/", "Overview"],
  ["/situations", "Situations"],
  ["/anomalies", "Anomalies"],
  ["/metrics", "Metrics"],
  ["/metrics/derived", "Derived metrics"],
  ["/graph", "Service graph"],
  ["/graph?show=table&rows=calls", "Service graph"],
  ["/services/pricing", "Service"],
  ["/traces", "Traces"],
  ["/logs", "Logs"],
  ["/changes", "Changes"],
  ["/detectors", "Detectors"],
  ["/detectors/rules", "Bulk rules"],
  ["/detectors/golden-errors?mode=advanced", "Detectors"],
  ["/runbooks", "Runbooks"],
  ["/runbooks/failing-service", "Runbooks"],
  ["/runbooks/failing-service?show=yaml", "Runbooks"],
  ["/runbooks/new", "Runbooks"],
  ["/maintenance", "Maintenance"],
  ["/maintenance?tab=silences", "Maintenance"],
  ["/actions", "Actions"],
  ["/messages", "Messages"],
  ["/messages?tab=held", "Messages"],
  ["/reports", "Reports"],
  ["/policy", "Policy"],
  ["/policy?tab=guardrails", "Policy"],
  ["/policy/few-a-day", "Guardrail"],
  ["/policy/no-freeze", "Guardrail"],
  ["/status", "Status"],
  ["/settings", "Settings"],
  ["/settings?tab=messages", "Settings"],
  ["/settings?tab=people", "Settings"],
  ["/settings?tab=audit", "Settings"],
  ["/settings?tab=you", "Settings"],
] as const;

for (const [path, title] of pages) {
  test(`${title} (${path}) has no accessibility violation and no console error, dark and light`, async ({
    page,
  }) => {
    const errors: string[] = [];
    page.on("console", (m) => m.type() === "error" && errors.push(m.text()));
    page.on("pageerror", (e) => errors.push(e.message));
    await page.goto(path);
    await expect(page).toHaveTitle(new RegExp(title));
    for (const theme of ["dark", "light"]) {
      await page.evaluate((t) => localStorage.setItem("theme", t), theme);
      await page.reload();
      await expect(page.getByRole("main")).toBeVisible();
      // The placeholders have gone: what the page shows is what it has.
      await expect(page.locator(".animate-pulse-slow")).toHaveCount(0);
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa"])
        .analyze();
      expect(violations.map((v) => `${theme}: ${v.id} ${v.nodes[0]?.target.join(" ")}`)).toEqual(
        [],
      );
    }
    expect(errors).toEqual([]);
  });

  test(`${title} (${path}) fits a phone without scrolling sideways`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
    await expect(page.locator(".animate-pulse-slow")).toHaveCount(0);
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(over).toBeLessThanOrEqual(0);
  });
}
