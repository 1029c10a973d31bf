import path from "node:path";
import { defineConfig } from "prisma/config";

// The native engine is downloaded from a host that closed networks cannot reach; ours runs the same engine as WebAssembly.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.resolve(
  import.meta.dirname,
  "scripts/schema-engine.mjs",
);

export default defineConfig({
  schema: "prisma/schema.prisma",
  experimental: { externalTables: true },
  // Time-partitioned or hot tables are written by hand in migrations and read with SQL in stores.
  tables: {
    external: [
      "public.samples",
      "public.spans",
      "public.log_samples",
      "public.stream_records",
      "public.stream_heads",
    ],
  },
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://127.0.0.1:54329/none" },
});
