// A simulated year through the whole row of rooms, with policy acting alone at its default guardrails.
//   npm run bench:policy -- [--incidents 365] [--seed 1] [--json]
// right: the guilty change would have been undone; wrong: another one; missed: a guilty one was not; silentRight: nothing was
// guilty and nothing was undone. Published mark: Azure Gandalf (NSDI 2020), 92.4 % precision at 100 % recall.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { answer } from "@/lib/sim/scenario";
import { simulatedYear, type YearFault } from "@/lib/sim/year";
import { machine, today } from "./machine";

const { values } = parseArgs({
  options: {
    incidents: { type: "string", default: "365" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});

type Tally = { right: number; wrong: number; missed: number; silentRight: number };
const empty = (): Tally => ({ right: 0, wrong: 0, missed: 0, silentRight: 0 });
const total = empty();
const byFault = new Map<YearFault, Tally>();
const mistakes: string[] = [];
const started = performance.now();
const year = { seed: Number(values.seed), incidents: Number(values.incidents) };
for (const incident of simulatedYear(year)) {
  const { fault, guilty, service } = incident.label;
  const told = await answer(incident.moments());
  const acted = [...new Set(told.flatMap((t) => (t.acted === null ? [] : [t.acted])))];
  const own = byFault.get(fault) ?? empty();
  byFault.set(fault, own);
  const wrong = acted.filter((id) => id !== guilty);
  const outcome: keyof Tally =
    wrong.length > 0
      ? "wrong"
      : guilty === null
        ? "silentRight"
        : acted.length > 0
          ? "right"
          : "missed";
  for (const t of [own, total]) t[outcome]++;
  if (outcome === "wrong" || outcome === "missed")
    mistakes.push(
      `${outcome}: incident ${incident.n}, ${fault} of ${service}; first suspects: ${told.map((t) => `${t.first} (${t.suspects[0]?.score.toFixed(2)})`).join(", ") || "no situation"}`,
    );
}
const seconds = (performance.now() - started) / 1000;
const precision = total.right + total.wrong > 0 ? total.right / (total.right + total.wrong) : null;
const result = { ...total, precision };
if (values.write)
  writeFileSync(
    `bench/results/policy-${today()}.json`,
    `${JSON.stringify({ date: today(), machine: machine(), ...year, ...result, byFault: Object.fromEntries(byFault), mistakes, published: "Azure Gandalf (NSDI 2020): precision .924, recall 1.0" }, null, 2)}\n`,
  );
if (values.json) console.log(JSON.stringify(result));
else {
  for (const m of mistakes) console.log(m);
  console.table(Object.fromEntries(byFault));
  console.log(
    `${values.incidents} incidents in ${seconds.toFixed(0)} s: right ${total.right}, wrong ${total.wrong}, missed ${total.missed}, rightly silent ${total.silentRight}; precision ${precision?.toFixed(3) ?? "–"} (Gandalf .924)`,
  );
}
