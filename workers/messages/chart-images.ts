import { createRequire } from "node:module";
import path from "node:path";
import { renderAsync } from "@resvg/resvg-js";
import { formatValue } from "@/components/chart/format-value";
import { type ChartInput, prepareChart, summarizeChart } from "@/components/chart/prepare-chart";
import type { Db } from "@/lib/db/client";
import type { CardImage } from "@/lib/messages/model";
import { workerActor } from "@/lib/people/model";
import { metric } from "@/lib/views/metric";
import { chartSvg } from "./chart-svg";
import type { MadeCard } from "./make-card";

const self = workerActor("messages");
const width = 640;

/** Beside the module of the font that the app imports. */
const fonts = path.join(
  path.dirname(createRequire(import.meta.url).resolve("geist/font/sans")),
  "fonts/geist-sans",
);

/** SVG as PNG at twice its size, with the app's own font: the same on every machine. */
export async function pngOf(svg: string): Promise<Uint8Array> {
  const image = await renderAsync(svg, {
    fitTo: { mode: "zoom", value: 2 },
    font: {
      loadSystemFonts: false,
      fontFiles: ["Geist-Regular.ttf", "Geist-SemiBold.ttf"].map((f) => path.join(fonts, f)),
      defaultFontFamily: "Geist",
    },
  });
  return image.asPng();
}

/** The charts of a card, prepared by the functions that prepare the page's. Times on them are UTC. */
export async function chartImages(
  db: Db,
  { series, from, to, onsetAt, endAt }: MadeCard["charts"],
  now: number,
): Promise<CardImage[]> {
  const images: CardImage[] = [];
  for (const id of series) {
    const data = await metric.load(
      { db, actor: self, now },
      {
        id,
        from: String(Math.round(from)),
        to: String(Math.round(to)),
        detector: "",
        beforeDays: 0,
      },
    );
    const { service, title, unit, metric: name } = data.series;
    const input: ChartInput = {
      points: data.points,
      from: data.from,
      to: data.to,
      unit,
      metric: name,
      now,
      anomalies: data.anomalies,
      flags: data.flags,
      washes: [{ from: onsetAt, to: endAt }],
    };
    const chart = prepareChart(input, { width, size: "overview", zone: "utc" });
    const last = data.points.findLast((p) => p.value !== null);
    const heading = `${service ? `${service} ` : ""}${title.toLowerCase()}`;
    images.push({
      name: `chart-${id}`,
      alt: summarizeChart(heading, input),
      png: await pngOf(
        chartSvg(chart, heading, `${formatValue(last?.value ?? null, unit, name)} · UTC`),
      ),
    });
  }
  return images;
}
