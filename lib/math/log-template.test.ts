import { describe, expect, test } from "vitest";
import { templateMiner } from "./log-template";

describe("templateMiner", () => {
  test("numbers, addresses, ids and times are masked, so that like messages share one template", () => {
    const miner = templateMiner();
    miner.learn("Connected to 10.0.0.1:5432 in 12 ms");
    const t = miner.learn("Connected to 10.0.0.77:5432 in 9 ms");
    expect(t).toEqual({
      key: "Connected to <*> in <*> ms",
      text: "Connected to <*> in <*> ms",
      count: 2,
    });
    expect(miner.learn("order 6f9619ff-8b86-d011-b42d-00c04fc964ff took 35ms").text).toBe(
      "order <*> took <*>ms",
    );
  });

  test("words that differ become wildcards and the key stays the first wording", () => {
    const miner = templateMiner();
    miner.learn("cart of user alice saved to store");
    const t = miner.learn("cart of user bob saved to store");
    expect(t.text).toBe("cart of user <*> saved to store");
    expect(t.key).toBe("cart of user alice saved to store");
    expect(miner.templates()).toHaveLength(1);
  });

  test("messages of another length or with other words are templates of their own", () => {
    const miner = templateMiner();
    miner.learn("payment accepted");
    miner.learn("payment refused by bank");
    miner.learn("could not reach the bank");
    expect(miner.templates().map((t) => t.count)).toEqual([1, 1, 1]);
  });

  test("what was mined before a restart keeps its key and count", () => {
    const first = templateMiner();
    first.learn("cart of user alice saved to store");
    first.learn("cart of user bob saved to store");
    const again = templateMiner({ known: first.templates() });
    expect(again.learn("cart of user carol saved to store")).toEqual({
      key: "cart of user alice saved to store",
      text: "cart of user <*> saved to store",
      count: 3,
    });
  });

  test("beyond the cap everything new shares one template, so that memory is bounded", () => {
    const miner = templateMiner({ maxTemplates: 2 });
    for (const m of ["alpha", "beta gamma", "delta one two", "epsilon x y z"]) miner.learn(m);
    expect(miner.templates().map((t) => [t.text, t.count])).toEqual([
      ["alpha", 1],
      ["beta gamma", 1],
      ["<*>", 2],
    ]);
  });
});
