import { expect, test } from "vitest";
import { redactionRules, usualRedaction } from "./model";
import { redactor } from "./redact";

const usual = redactor(usualRedaction);

test("card numbers go, in every common spelling; numbers that are no card stay", () => {
  for (const card of [
    "4111111111111111",
    "4111 1111 1111 1111",
    "5500-0000-0000-0004",
    "378282246310005",
  ])
    expect(usual.text(`paid with ${card}.`)).toBe("paid with [card].");
  for (const other of [
    "order 4111111111111112",
    "at 1763899200000000000",
    "id 4bf92f3577b34da6a3ce929d0e0e4736",
    "took 1234567890.123456789012",
    "0000000000000000",
  ])
    expect(usual.text(other)).toBe(other);
});

test("e-mails go, also from addresses of pages", () => {
  expect(usual.text("mail to jo.smith+x@mail.example.co.uk failed")).toBe("mail to [email] failed");
  expect(usual.text("/users?mail=jo%40example.com&page=2")).toBe("/users?mail=[email]&page=2");
  expect(usual.text("rates@db and @decorator")).toBe("rates@db and @decorator");
});

test("secrets go by their shape and by the name beside them", () => {
  const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.c2lnbmF0dXJl";
  expect(usual.text(`token was ${jwt}`)).toBe("token was [secret]");
  expect(usual.text("Authorization: Bearer abcdefghijklmnop")).not.toContain("abcdef");
  expect(usual.text('{"password":"hunter2","user":"jo"}')).toBe(
    '{"password":[secret],"user":"jo"}',
  );
  expect(usual.text("/login?api_key=12345&next=/")).toBe("/login?api_key=[secret]&next=/");
  expect(usual.text("postgres://app:hunter2@db:5432/x")).toBe("postgres://app:[secret]@db:5432/x");
  expect(usual.text("key AKIAIOSFODNN7EXAMPLE")).toBe("key [secret]");
});

test("an attribute with a secret's name loses its whole value, an innocent one keeps it", () => {
  expect(
    usual.tags({
      "http.request.header.authorization": "x",
      "db.password": "x",
      "user.token": "x",
      "llm.tokens": "12",
      "http.route": "/a/:token",
    }),
  ).toEqual({
    "http.request.header.authorization": "[secret]",
    "db.password": "[secret]",
    "user.token": "[secret]",
    "llm.tokens": "12",
    "http.route": "/a/:token",
  });
});

test("rules can be switched off and added to", () => {
  const own = redactor({
    cards: false,
    emails: false,
    secrets: false,
    names: ["customer.*"],
    patterns: [{ name: "booking", pattern: "BK-\\d{6}" }],
  });
  expect(own.text("BK-123456 a@example.com 4111111111111111 password=x")).toBe(
    "[booking] a@example.com 4111111111111111 password=x",
  );
  expect(own.tags({ "customer.name": "Jo", "customers.name": "Jo" })).toEqual({
    "customer.name": "[hidden]",
    "customers.name": "Jo",
  });
});

test("names match with any text in place of each star, whatever their case", () => {
  const hidden = (name: string, ...names: string[]) =>
    redactor({ ...usualRedaction, secrets: false, names }).tags({ [name]: "v" })[name] ===
    "[hidden]";
  expect(hidden("Customer.Name", "customer.*")).toBe(true);
  expect(hidden("a.mid.z", "a*mid*z")).toBe(true);
  expect(hidden("a.z", "a*mid*z")).toBe(false);
  expect(hidden("ab", "ab*b")).toBe(false);
  expect(hidden("anything", "*")).toBe(true);
  expect(hidden("iban", "iban")).toBe(true);
  expect(hidden("ibans", "iban")).toBe(false);
});

test("a pattern that is broken, matches nothing or may run for ever is refused", () => {
  const accepts = (pattern: string) =>
    redactionRules.safeParse({ ...usualRedaction, patterns: [{ name: "x", pattern }] }).success;
  expect(["(", "a*", "(a+)+$", "(a|aa)+b", "(x+x+)+y", "(.)\\1"].filter(accepts)).toEqual([]);
  expect(["BK-\\d{6}", "[A-Z]{2}\\d+", "(?:DE|FR)\\d{20}"].filter(accepts).length).toBe(3);
});
