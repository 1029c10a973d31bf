import { expect, test } from "vitest";
import { restartRules } from "./model";
import { restartOf } from "./restart-rules";

const rules = restartRules.parse([
  { services: ["rates-db"], integration: "dba", target: "instance:{instance}" },
  { services: ["shop.*"], integration: "cluster", target: "pod:{1}/{2}" },
  { services: ["*"], integration: "cluster", target: "pod:{service}/{instance}" },
]);

test("the first rule for a service says who restarts its instances, and under which name", () => {
  expect(restartOf(rules, { service: "rates-db", instance: "rates-db-1" })).toEqual({
    integration: "dba",
    target: "instance:rates-db-1",
  });
  expect(restartOf(rules, { service: "pricing", instance: "pricing-x2" })).toEqual({
    integration: "cluster",
    target: "pod:pricing/pricing-x2",
  });
});

test("an instance named by the operator, namespace.pod.container, is taken apart; one without the parts has no way", () => {
  expect(restartOf(rules, { service: "shop.cart", instance: "shop.cart-7f9c.main" })).toEqual({
    integration: "cluster",
    target: "pod:shop/cart-7f9c",
  });
  expect(restartOf(rules, { service: "shop.cart", instance: "cart" })).toBeNull();
  expect(restartOf([], { service: "pricing", instance: "x" })).toBeNull();
});

test("a rule that does not name the instance is refused: it would restart anything", () => {
  const wrong = restartRules.safeParse([
    { services: ["*"], integration: "c", target: "pod:shop/x" },
  ]);
  expect(wrong.error?.issues[0]?.message).toBe("must name the instance, as in pod:shop/{instance}");
});
