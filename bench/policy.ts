// Simulated years through the whole row of rooms, with policy acting alone at its default guardrails; each seed is another year.
//   npm run bench:policy -- [--incidents 365] [--seeds 1,2] [--json] [--write]
// right: the guilty change would have been undone; wrong: another one; missed: a guilty one was not; silentRight: nothing was
// guilty and nothing was undone. Published mark: Azure Gandalf (NSDI 2020), 92.4 % precision at 100 % recall.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { wilsonLower } from "@/lib/math/wilson";
import { answer } from "@/lib/sim/scenario";
import { simulatedYear, type YearFault } from "@/lib/sim/year";
import { machine, today } from "./machine";

const { values } = parseArgs({
  options: {
    incidents: { type: "string", default: "365" },
    seeds: { type: "string", default: "1,2" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});

type Tally = { right: number; wrong: number; missed: number; silentRight: number };
const empty = (): Tally => ({ right: 0, wrong: 0, missed: 0, silentRight: 0 });
const precisionOf = ({ right, wrong }: Tally) =>
  right + wrong > 0 ? right / (right + wrong) : null;
const byFault = new Map<YearFault, Tally>();
const mistakes: string[] = [];
const incidents = Number(values.incidents);
const total = empty();

async function runYear(seed: number): Promise<Tally> {
  const year = empty();
  for (const incident of simulatedYear({ seed, incidents })) {
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
    for (const t of [own, year, total]) t[outcome]++;
    if (outcome === "wrong" || outcome === "missed")
      mistakes.push(
        `${outcome}: seed ${seed}, incident ${incident.n}, ${fault} of ${service}; first suspects: ${told.map((t) => `${t.first} (${t.suspects[0]?.score.toFixed(2)})`).join(", ") || "no situation"}`,
      );
  }
  return year;
}

const started = performance.now();
const bySeed: Record<string, Tally & { precision: number | null }> = {};
for (const seed of values.seeds.split(",")) {
  const year = await runYear(Number(seed));
  bySeed[seed] = { ...year, precision: precisionOf(year) };
}
const seconds = (performance.now() - started) / 1000;
const result = {
  ...total,
  precision: precisionOf(total),
  // What so many right ones prove at 95 % confidence (one-sided)
  precisionAtLeast: wilsonLower(total.right, total.right + total.wrong, 1.645),
  bySeed,
};
if (values.write)
  writeFileSync(
    `bench/results/policy-${today()}.json`,
    `${JSON.stringify({ date: today(), machine: machine(), incidents, ...result, byFault: Object.fromEntries(byFault), mistakes, published: "Azure Gandalf (NSDI 2020): precision .924, recall 1.0" }, null, 2)}\n`,
  );
if (values.json) console.log(JSON.stringify(result));
else {
  for (const m of mistakes) console.log(m);
  console.table(Object.fromEntries(byFault));
  console.table(bySeed);
  console.log(
    `${incidents} incidents a seed in ${seconds.toFixed(0)} s: right ${total.right}, wrong ${total.wrong}, missed ${total.missed}, rightly silent ${total.silentRight}; precision ${result.precision?.toFixed(3) ?? "–"}, at least ${result.precisionAtLeast.toFixed(3)} at 95 % (Gandalf .924)`,
  );
}
