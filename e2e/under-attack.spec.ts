import { expect, test } from "@playwright/test";
import { sessionOf } from "./people";

// What docs/security.md says was tried on the running app, tried again.

test.describe("without a session", () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test("forged, empty and foreign cookies open nothing", async ({ playwright, baseURL }) => {
    for (const value of ["", "x", "eyJhbGciOiJub25lIn0.eyJzaWQiOiJhIn0.", "a.b.c.d.e"]) {
      const api = await playwright.request.newContext({
        baseURL: baseURL ?? "",
        extraHTTPHeaders: { cookie: `next-auth.session-token=${value}` },
      });
      expect((await api.get("/api/views/shell?input=%7B%7D")).status()).toBe(401);
      expect((await api.get("/situations", { maxRedirects: 0 })).status()).toBe(307);
      await api.dispose();
    }
  });

  test("a session that was ended opens nothing, though its cookie is still signed", async ({
    browser,
    playwright,
    baseURL,
  }) => {
    const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill("viewer@sitroom.local");
    await page.getByLabel("Password").fill("sitroom-demo");
    await page.keyboard.press("Enter");
    await expect(page).not.toHaveURL(/sign-in/, { timeout: 30_000 });
    const old = await playwright.request.newContext({
      baseURL: baseURL ?? "",
      storageState: await context.storageState(),
    });
    const read = () => old.get("/api/views/account?input=%7B%7D");
    const { session } = (await (await read()).json()) as { session: string };
    const ended = await old.post("/api/verbs/end-session", {
      data: { id: session },
      headers: { origin: baseURL ?? "" },
    });
    expect(ended.status()).toBe(200);
    expect((await read()).status()).toBe(401);
    await old.dispose();
    await context.close();
  });
});

test.describe("with a session", () => {
  test.use({ storageState: sessionOf("oncall") });

  test("pages and doors carry the headers that keep scripts, frames and other sites out", async ({
    page,
  }) => {
    const answer = await page.goto("/reports");
    const headers = answer?.headers() ?? {};
    const policy = headers["content-security-policy"] ?? "";
    for (const rule of ["default-src 'self'", "object-src 'none'", "frame-ancestors 'none'"])
      expect(policy).toContain(rule);
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{24}'/);
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-inline'/);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "cross-origin-opener-policy": "same-origin",
    });
    const door = await page.request.get("/api/views/shell?input=%7B%7D");
    expect(door.headers()["content-security-policy"]).toContain("default-src 'none'");
  });

  test("deeds from other sites, from forms, and larger than their limit are refused", async ({
    page,
    baseURL,
  }) => {
    const post = (options: object) => page.request.post("/api/verbs/comment-situation", options);
    const data = { id: 1, text: "hello" };
    const here = { origin: baseURL ?? "" };
    expect((await post({ data, headers: { origin: "https://evil.example" } })).status()).toBe(403);
    expect((await post({ data, headers: { origin: "null" } })).status()).toBe(403);
    expect((await post({ form: { id: "1" }, headers: here })).status()).toBe(415);
    const large = JSON.stringify({ id: 1, text: "x".repeat(300_000) });
    const headers = { ...here, "content-type": "application/json" };
    expect((await post({ data: large, headers })).status()).toBe(413);
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect((await post({ data: deep, headers })).status()).toBe(400);
  });

  test("markup that somebody wrote is text on the page and in the post-mortem, and runs nothing", async ({
    page,
    baseURL,
  }) => {
    const answer = await page.request.get("/api/views/measures?input=%7B%22from%22%3A0%7D");
    const { situations } = (await answer.json()) as { situations: { id: number }[] };
    // Stories run in the order of their names: the one of the bad deploy has left one.
    const [situation] = situations;
    if (!situation) throw new Error("There is no situation to write on.");
    const text = `<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>[x](javascript:alert(1))`;
    const said = await page.request.post("/api/verbs/comment-situation", {
      data: { id: situation.id, text },
      headers: { origin: baseURL ?? "" },
    });
    expect(said.status()).toBe(200);
    for (const tab of ["timeline", "post-mortem"]) {
      await page.goto(`/situations/${situation.id}/${tab}`);
      await expect(page.getByText("window.hurt=1").first()).toBeVisible();
      expect(await page.evaluate(() => "hurt" in window)).toBe(false);
      expect(await page.locator("main img[src=x]").count()).toBe(0);
    }
  });

  test("somebody else's session, and views for administrators, are not there for others", async ({
    page,
    baseURL,
  }) => {
    const ended = await page.request.post("/api/verbs/end-session", {
      data: { id: "somebody-elses" },
      headers: { origin: baseURL ?? "" },
    });
    expect(ended.status()).toBe(404);
    for (const view of ["people", "audit", "audit-export"])
      expect((await page.request.get(`/api/views/${view}?input=%7B%7D`)).status()).toBe(403);
  });
});
