import { expect, test } from "vitest";
import { simulatedRemedies, verifySimulated } from "./remedies";

test("one remedy of each kind is judged as what it is", async () => {
  const found = [];
  for (const remedy of simulatedRemedies(1, 5)) found.push(await verifySimulated(remedy));
  expect(found).toEqual(["recovered", "partly", "no-effect", "worse", "inconclusive"]);
});
