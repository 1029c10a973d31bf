import { defineConfig } from "@playwright/test";
import { ownChromium } from "./scripts/programs.mjs";

const browser = ownChromium();

/** `npm test` starts the stack and names it in E2E_APP_URL; against a running demo: E2E_APP_URL=http://localhost:3000 npm run x -- playwright test */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: false,
  workers: 1,
  retries: 0,
  timeout: 60_000,
  // A page may share two cores with the whole fleet
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: process.env.E2E_REPORT ?? "test-results/e2e.json" }]],
  use: {
    baseURL: process.env.E2E_APP_URL ?? "http://localhost:3000",
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      ...(browser && { executablePath: browser }),
      args: [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "sign-in", testMatch: /.*\.setup\.ts/ },
    {
      name: "stories",
      dependencies: ["sign-in"],
      testIgnore: /.*\.setup\.ts/,
      use: { storageState: "test-results/.auth/oncall.json" },
    },
  ],
});
