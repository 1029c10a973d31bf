import { expect, test } from "vitest";
import { seal, unseal } from "./secret-box";

const app = "an app secret of 32 characters..";

test("what was sealed opens again for the same purpose and never looks the same twice", () => {
  const box = seal(app, "integration:a", "héllo");
  expect(unseal(app, "integration:a", box)).toBe("héllo");
  expect(seal(app, "integration:a", "héllo")).not.toBe(box);
  expect(box).not.toContain("héllo");
});

test("another app secret, another purpose and a changed byte are refused", () => {
  const box = seal(app, "integration:a", "s3cret");
  expect(() => unseal("another secret of 32 characters.", "integration:a", box)).toThrow(
    "does not open",
  );
  expect(() => unseal(app, "integration:b", box)).toThrow("does not open");
  const bytes = Buffer.from(box.slice(3), "base64url");
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  expect(() => unseal(app, "integration:a", `v1.${bytes.toString("base64url")}`)).toThrow(
    "does not open",
  );
  expect(() => unseal(app, "integration:a", "plain text")).toThrow("not a v1 secret box");
});
