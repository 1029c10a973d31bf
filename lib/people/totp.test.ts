import { expect, test } from "vitest";
import {
  base32,
  codeAt,
  matchingStep,
  newRecoveryCode,
  otpauthUri,
  stepAt,
  typedCode,
} from "./totp";

/** The secret of RFC 6238, appendix B. */
const secret = Buffer.from("12345678901234567890");

test("codes are those of RFC 6238, appendix B, SHA-1, their last six digits", () => {
  const codes = [59, 1111111109, 1111111111, 1234567890, 2000000000, 20000000000].map((s) =>
    codeAt(secret, stepAt(s * 1000)),
  );
  expect(codes).toEqual(["287082", "081804", "050471", "005924", "279037", "353130"]);
});

test("base32 is that of RFC 4648 without padding", () => {
  const texts = ["", "f", "fo", "foo", "foob", "fooba", "foobar"];
  expect(texts.map((t) => base32(Buffer.from(t)))).toEqual([
    "",
    "MY",
    "MZXQ",
    "MZXW6",
    "MZXW6YQ",
    "MZXW6YTB",
    "MZXW6YTBOI",
  ]);
});

test("a code holds one step either side of now, and never at or before the last that was used", () => {
  const now = 59_000;
  const at = (step: number, lastStep = 0, when = now) =>
    matchingStep(secret, codeAt(secret, step), { now: when, lastStep });
  expect([at(0, -1), at(1), at(2), at(3), at(0, -1, 60_000)]).toEqual([0, 1, 2, null, null]);
  expect([at(1, 1), at(1, 2), at(2, 1)]).toEqual([null, null, 2]);
  expect(matchingStep(secret, "000000", { now, lastStep: 0 })).toBeNull();
});

test("the address says who and how, recovery codes are long, and what is typed may have spaces", () => {
  expect(otpauthUri(secret, "a+b@x.io")).toBe(
    "otpauth://totp/Sitroom:a%2Bb%40x.io?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Sitroom&algorithm=SHA1&digits=6&period=30",
  );
  expect(newRecoveryCode()).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/);
  expect(typedCode(" 287 082 ")).toBe("287082");
  expect(typedCode("abcd-efgh-2345-mnop")).toBe("ABCDEFGH2345MNOP");
});
