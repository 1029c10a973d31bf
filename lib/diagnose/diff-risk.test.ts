import { describe, expect, test } from "vitest";
import { diffRisk } from "./diff-risk";

const of = (diff: string, files = ["services/shop/pool.go"]) =>
  diffRisk({ message: "tidy", files, diff });
const names = (diff: string, files?: string[]) => of(diff, files).evidence.map((e) => e.name);

describe("diffRisk", () => {
  test("documents, tests and styles cannot hurt, whatever their diff says", () => {
    expect(of("-timeout: 30\n+timeout: 1", ["docs/limits.md"]).harmless).toContain("documents");
    expect(of("-a(1)\n+a(2)", ["pkg/cart/cart_test.go"]).harmless).not.toBeNull();
  });

  test("comments and white space cannot hurt", () => {
    expect(of("-  a( x )\n-// old\n+a(x)\n+// new").harmless).toContain("comments");
  });

  test("a constant that shrank counts by how far, across units", () => {
    const [e] = of("-  TTL: 15 * time.Minute,\n+  TTL: 15 * time.Second,").evidence;
    expect(e).toMatchObject({ name: "constant", weight: 3 });
    expect(e?.says).toContain("60.0 times less");
  });

  test("a constant that grew counts less than one that shrank as far", () => {
    const weight = (diff: string) => of(diff).evidence.find((e) => e.name === "constant")?.weight;
    expect(weight("-pool: 20\n+pool: 80")).toBeCloseTo(0.8);
    expect(weight("-pool: 80\n+pool: 20")).toBeCloseTo(1.6);
  });

  test("numbers in a style sheet beside a template are not read", () => {
    const diff = "@@ web/shop.css\n-a { padding: 6px }\n+a { padding: 60px }";
    expect(of(diff, ["web/shop.css", "web/shop.html"]).harmless).not.toBeNull();
  });

  test("a call that nothing replaces is left out", () => {
    expect(names("-  register(agents);")).toEqual(["left-out"]);
    expect(names("-  register(agents);\n+  enroll(agents);")).toEqual(["diff"]);
  });

  test("a field that is given up for another name is told", () => {
    const [e] = of('-  Meta string `json:"meta"`\n+  Metadata string `json:"metadata"`').evidence;
    expect(e?.says).toContain('"meta"');
  });

  test("a query inside a loop that was not made before is told", () => {
    const diff =
      "-  for _, x := range xs { keep(x) }\n+  for _, x := range xs {\n+    row := db.QueryRow(x.ID)\n+    keep(row)\n+  }";
    expect(of(diff).evidence.find((e) => e.name === "loop")?.says).toContain("db.QueryRow");
  });

  test("a switch or a comparison that became its opposite is told", () => {
    expect(names("-  strict: true,\n+  strict: false,")).toContain("flipped");
    expect(names("-  if (n < max) go(n);\n+  if (n > max) go(n);")).toContain("flipped");
    expect(names("-  mode: fast,\n+  mode: fine,")).not.toContain("flipped");
  });

  test("dropping what bounds the work and adding what makes others wait are told", () => {
    expect(names("-  rows = page(all, limit)\n+  rows = page(all)")).toContain("unbound");
    expect(names("-  put(x)\n+  mu.Lock(); put(x)")).toContain("waiting");
  });

  test("a patch version speaks against a commit, a major one for it", () => {
    const weight = (to: string) =>
      of(`-\tgithub.com/x/y v1.2.3\n+\tgithub.com/x/y ${to}`, ["go.mod", "go.sum"]).evidence[0]
        ?.weight;
    expect([weight("v1.2.4"), weight("v1.3.0"), weight("v2.0.0")]).toEqual([-2, 0, 0.5]);
    expect(of("-x==1.0.0\n+x==2.0.0", ["requirements.txt"]).harmless).toBeNull();
  });

  test("the same calls in another form speak against a commit", () => {
    expect(of("-x := f(a); return x\n+return f(a)").evidence).toEqual([
      expect.objectContaining({ name: "diff", weight: -1.5 }),
    ]);
  });
});
