import type { Knob, Observed } from "./calibration";

export type Calibrated = Knob & {
  observed: { perWeek: number; sets: Record<string, Observed> }[];
};

function rows({ observed }: Calibrated): string[][] {
  const sets = observed[0]?.sets ?? {};
  return Object.entries(sets).map(([name, { weeks }]) => [
    name,
    weeks.toFixed(0),
    ...observed.map((o) => (o.sets[name] ? o.sets[name].weak.toFixed(2) : "")),
    ...observed.slice(-2).map((o) => (o.sets[name] ? o.sets[name].strong.toFixed(2) : "")),
  ]);
}

const head = ({ observed }: Calibrated): string[] => [
  "series",
  "weeks",
  ...observed.map((o) => `${o.perWeek} asked for`),
  ...observed.slice(-2).map((o) => `strong, ${Number((o.perWeek / 30).toFixed(2))} asked for`),
];

export function calibrationTable(all: readonly Calibrated[]): string {
  return all
    .map((one) => {
      const lines = [head(one), ...rows(one)];
      const widths = lines[0]?.map((_, i) => Math.max(...lines.map((l) => l[i]?.length ?? 0)));
      const text = lines.map((l) =>
        l
          .map((c, i) => (i === 0 ? c.padEnd(widths?.[i] ?? 0) : c.padStart(widths?.[i] ?? 0)))
          .join("  "),
      );
      return [one.title, ...text].join("\n");
    })
    .join("\n\n");
}

export function calibrationPage(all: readonly Calibrated[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const section = (one: Calibrated) =>
    [
      `## ${one.title}`,
      "",
      line(head(one)),
      line(head(one).map((_, i) => (i === 0 ? "---" : "--:"))),
      ...rows(one).map(line),
    ].join("\n");
  return `# Alarms a week: asked for and come

Written by \`npm run bench:accuracy -- --calibration --data DIR --write docs/calibration.md\`.

A detector with a knob "alarms per week" is run strictly streaming over real series; every verdict is made before the point is learned, so
every week is held back. Counted are alarms (runs of anomalous points that end after three ordinary ones) per week, at five settings of the
knob, after the first three weeks (or the first half of a shorter series), outside labelled incidents and half a day after each. Nothing says that the
rest is free of incidents: the people counts of cal-* have games and holidays in them, NAB's and cloud-monitoring's labels are not complete,
so at the lowest settings more has to come than was asked for. Where points are rare, only so many alarms fit into a week.

${all.map(section).join("\n\n")}
`;
}
