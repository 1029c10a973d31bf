import { z } from "zod";
import { isAllowEntry } from "./integrations/outgoing-address";

const schema = z.object({
  DATABASE_URL: z.url({ error: "must be a postgresql:// URL" }),
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  /** Signs sessions and derives the key that encrypts stored secrets. */
  NEXTAUTH_SECRET: z.string().min(16, "must be at least 16 characters long").optional(),
  NEXTAUTH_URL: z.url().optional(),
  /** Where OTLP, remote write and webhooks arrive. */
  INGEST_PORT: z.coerce.number().int().min(0).max(65535).default(4318),
  /** How many requests one API key may send within a second, at each ingest process */
  INGEST_REQUESTS_PER_SECOND: z.coerce.number().int().min(1).default(1000),
  INGEST_HOST: z.string().default("127.0.0.1"),
  /** Where a worker answers GET /metrics; absent: nowhere. Beyond loopback it asks for an API key with the scope read. */
  METRICS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  METRICS_HOST: z.string().default("127.0.0.1"),
  /** Where chats post presses of buttons, on the host of INGEST_HOST. */
  CHAT_PORT: z.coerce.number().int().min(0).max(65535).default(4319),
  /** Shows the demo's sign-in and fault buttons. */
  SITROOM_DEMO: z.stringbool().default(false),
  /** The demo deployer's HTTP API, when the demo runs. */
  DEMO_DEPLOYER_URL: z.url().optional(),
  /** What the demo is seeded with; made by `npm run demo`. */
  DEMO_INGEST_KEY: z.string().optional(),
  DEMO_CHANGES_SECRET: z.string().optional(),
  DEMO_COMMAND_SECRET: z.string().optional(),
  /** The first admin of a new installation. */
  SITROOM_ADMIN_EMAIL: z.email().optional(),
  SITROOM_ADMIN_PASSWORD: z.string().min(10, "must be at least 10 characters long").optional(),
  /** Single sign-on beside passwords. */
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  /** What is asked for; some providers put groups into a scope of their own */
  OIDC_SCOPE: z.string().default("openid email profile"),
  /** Private addresses that integrations may be at, separated by commas: 10.0.0.0/8, deployer.internal:8080 */
  SITROOM_OUTGOING_ALLOW: z
    .string()
    .default("")
    .transform((text) => text.split(",").map((entry) => entry.trim()))
    .transform((entries) => entries.filter((entry) => entry !== ""))
    .refine((entries) => entries.every(isAllowEntry), {
      error: "must be names, addresses or networks, each with a port if need be",
    }),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
});

export type Env = z.infer<typeof schema>;

/** Reads and checks the environment. Throws one Error that names every variable that is missing or wrong. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  // Compose files pass what is not set as empty text.
  const given = Object.fromEntries(Object.entries(source).filter(([, text]) => text !== ""));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((i) => `  ${i.path.join(".")}: ${i.message}`);
  throw new Error(`The environment is not complete:\n${lines.join("\n")}`);
}
