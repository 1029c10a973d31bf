import { expect, test } from "vitest";
import { readEnv } from "./env";

const url = "postgresql://sitroom@db:5432/sitroom";

test("every wrong or missing variable is named at once", () => {
  expect(() => readEnv({ INGEST_PORT: "high", NEXTAUTH_SECRET: "short" })).toThrow(
    /DATABASE_URL[\s\S]*NEXTAUTH_SECRET: must be at least 16 characters long[\s\S]*INGEST_PORT/,
  );
});

test("an empty variable counts as not set", () => {
  expect(readEnv({ DATABASE_URL: url, SITROOM_ADMIN_EMAIL: "" }).SITROOM_ADMIN_EMAIL).toBe(
    undefined,
  );
});

test("ingest listens on the OTLP port unless told otherwise", () => {
  expect(readEnv({ DATABASE_URL: url }).INGEST_PORT).toBe(4318);
});
