import type { PreparedChart } from "@/components/chart/prepare-chart";

/** The light theme of app/globals.css: it reads on the white and on the dark of any client. */
const ink = {
  surface: "#ffffff",
  text: "#14181f",
  muted: "#4e596a",
  faint: "#5d687b",
  grid: "#edf0f4",
  series: "#232a35",
  expected: "#0d8f80",
  band: "rgba(13,143,128,0.12)",
  weak: "#d18a00",
  strong: "#d93a48",
  incident: "rgba(204,47,63,0.06)",
  good: "#0f7350",
  change: "#7446d6",
  rollback: "#2f5fe0",
} as const;
const flagInk = { change: ink.change, rollback: ink.rollback, verified: ink.good } as const;

/** Space over the plot for the title. */
const head = 30;
const safe = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const at = (n: number) => n.toFixed(1);

/** A prepared chart as SVG, drawn as components/chart does: the same rows, ticks, marks and flags; decides nothing. */
export function chartSvg(chart: PreparedChart, title: string, value: string): string {
  const { plot, axis } = chart;
  const [low, high] = axis.domain;
  const x = (t: number) =>
    plot.left + ((t - chart.from) / (chart.to - chart.from)) * (plot.right - plot.left);
  const y = (v: number) =>
    Math.max(
      plot.top - 4,
      Math.min(plot.bottom, plot.bottom - ((v - low) / (high - low)) * (plot.bottom - plot.top)),
    );
  const text = (
    words: string,
    px: number,
    py: number,
    { fill = ink.faint as string, anchor = "start", size = 11, weight = 400 } = {},
  ) =>
    `<text x="${at(px)}" y="${at(py)}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="${fill}">${safe(words)}</text>`;

  /** Pieces of line between the holes of one column. */
  const line = (
    key: "value" | "expected" | "ahead" | "weak" | "strong",
    stroke: string,
    width: number,
    dash = "",
  ) => {
    let path = "";
    let open = false;
    for (const row of chart.rows) {
      const v = row[key];
      if (v === null || v === undefined) open = false;
      else {
        path += `${open ? "L" : "M"}${at(x(row.t))} ${at(y(v))}`;
        open = true;
      }
    }
    return path === ""
      ? ""
      : `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linejoin="round"${dash ? ` stroke-dasharray="${dash}"` : ""}/>`;
  };

  const band = () => {
    const areas: string[] = [];
    let run: { x: number; low: number; high: number }[] = [];
    const close = () => {
      if (run.length > 1)
        areas.push(
          `<path d="M${run.map((p) => `${at(p.x)} ${at(p.high)}`).join("L")}L${run
            .toReversed()
            .map((p) => `${at(p.x)} ${at(p.low)}`)
            .join("L")}Z" fill="${ink.band}"/>`,
        );
      run = [];
    };
    for (const row of chart.rows) {
      if (row.band) run.push({ x: x(row.t), low: y(row.band[0]), high: y(row.band[1]) });
      else if (row.value !== null || run.length > 0) close();
    }
    close();
    return areas.join("");
  };

  const backdrop = [
    ...chart.washes.map(
      (w) =>
        `<rect x="${at(w.x1)}" y="${plot.top}" width="${at(w.x2 - w.x1)}" height="${plot.bottom - plot.top}" fill="${ink.incident}"/>`,
    ),
    ...axis.ticks.map(
      (tick) =>
        `<line x1="${at(plot.left)}" x2="${at(plot.right)}" y1="${at(y(tick.value))}" y2="${at(y(tick.value))}" stroke="${ink.grid}"/>${text(tick.label, plot.left - 8, y(tick.value) + 3.5, { anchor: "end" })}`,
    ),
    chart.showUnit ? text(axis.unit, plot.left - 8, plot.top - 7, { anchor: "end" }) : "",
    ...chart.ticks.map((tick, i) =>
      text(
        tick.label,
        Math.min(x(tick.t), chart.width - tick.label.length * 3.1),
        chart.height - 6,
        { anchor: i === 0 && x(tick.t) < plot.left + 12 ? "start" : "middle" },
      ),
    ),
    ...chart.washes.map(
      (w) =>
        `<rect x="${at(w.x1)}" y="${plot.bottom + 5}" width="${at(w.x2 - w.x1)}" height="4" rx="2" fill="${ink.strong}"/>`,
    ),
  ];
  const flags = chart.flags.map((f) => {
    const top = plot.top - 11;
    const colour = flagInk[f.kind];
    return `<line x1="${at(f.x)}" x2="${at(f.x)}" y1="${top}" y2="${plot.bottom}" stroke="${colour}" stroke-dasharray="3 3"/><path d="M${at(f.x)} ${top}h8l-2.5 3.5 2.5 3.5h-8z" fill="${colour}"/>${f.label ? text(f.label, f.side === "start" ? f.x + 12 : f.x - 5, top + 7, { fill: colour, anchor: f.side }) : ""}`;
  });
  const marks = chart.marks.map((m) =>
    m.shape === "diamond"
      ? `<path transform="translate(${at(x(m.t))} ${at(y(m.value))})" d="M0-5L5 0L0 5L-5 0Z" fill="${ink.strong}" stroke="${ink.surface}" stroke-width="1.25"/>`
      : `<circle cx="${at(x(m.t))}" cy="${at(y(m.value))}" r="3.5" fill="${ink.weak}" stroke="${ink.surface}" stroke-width="1.25"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${chart.width}" height="${chart.height + head}" viewBox="0 0 ${chart.width} ${chart.height + head}" font-family="Geist"><rect width="100%" height="100%" fill="${ink.surface}"/>${text(title, 12, 21, { fill: ink.text, size: 13, weight: 600 })}${text(value, chart.width - 10, 21, { fill: ink.muted, size: 12, anchor: "end" })}<g transform="translate(0 ${head})"><clipPath id="plot"><rect x="${at(plot.left)}" y="${plot.top - 6}" width="${at(plot.right - plot.left)}" height="${plot.bottom - plot.top + 6}"/></clipPath>${backdrop.join("")}<g clip-path="url(#plot)">${band()}${line("expected", ink.expected, 1.25)}${line("ahead", ink.expected, 1.25, "4 3")}${line("value", ink.series, 1.5)}${line("weak", ink.weak, 1.75)}${line("strong", ink.strong, 1.75)}</g>${flags.join("")}${marks.join("")}</g></svg>`;
}
