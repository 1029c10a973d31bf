import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    include: ["{lib,components,workers,bench,demo,app}/**/*.test.{ts,tsx}"],
    // Store tests need DATABASE_URL: a server on which they may create databases of their own.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
