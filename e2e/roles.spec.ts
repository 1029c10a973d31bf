import { expect, test } from "@playwright/test";
import { sessionOf } from "./people";

test.use({ storageState: sessionOf("viewer") });

/** Deeds with the least role that may do them; a viewer may do none. */
const deeds = [
  ["acknowledge-situation", { situationId: 1 }],
  ["approve-remedy", { remedyId: "0190-none", planHash: "none" }],
  ["reject-remedy", { remedyId: "0190-none", reason: "no" }],
  ["save-detector", { id: "none" }],
  ["create-api-key", { name: "mine", scopes: ["ingest"] }],
  ["kill-switch", { on: true }],
  ["cause-fault", { name: "bad-deploy" }],
] as const;

for (const [name, input] of deeds)
  test(`a viewer is refused ${name}, with the role that it needs`, async ({ page, baseURL }) => {
    const answer = await page.request.post(`/api/verbs/${name}`, {
      data: input,
      headers: { origin: baseURL ?? "" },
    });
    expect(answer.status()).toBe(403);
    expect((await answer.json()).error.message).toContain("needs the role");
  });

test("a request from another site is refused even with a session", async ({ page }) => {
  const answer = await page.request.post("/api/verbs/acknowledge-situation", {
    data: { situationId: 1 },
    headers: { origin: "https://evil.example" },
  });
  expect(answer.status()).toBe(403);
});

test("a viewer's session reads what pages show", async ({ page }) => {
  const answer = await page.request.get("/api/views/situations?input=%7B%7D");
  expect(answer.status()).toBe(200);
});
