import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    include: ["{lib,components,workers,bench,demo,app}/**/*.test.{ts,tsx}"],
    // Store tests need DATABASE_URL: a server on which they may create databases of their own.
    // Peers of tests listen on loopback, which a real installation does not call.
    env: { SITROOM_OUTGOING_ALLOW: "127.0.0.1" },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
