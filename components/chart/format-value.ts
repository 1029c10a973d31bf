/** Kinds of unit that are written in a way of their own; everything else is a number with the unit behind it. */
type Kind = "ratio" | "ms" | "bytes" | "rate" | "plain";

const ratioMetric = /(\.errors|ratio|utilization|utilisation|share)$/;

function kindOf(unit: string | null, metric = ""): { kind: Kind; scale: number; suffix: string } {
  const u = unit ?? "";
  if (/^(ratio|%1)$/.test(u) || ((u === "1" || u === "") && ratioMetric.test(metric)))
    return { kind: "ratio", scale: 1, suffix: "%" };
  if (u === "%") return { kind: "ratio", scale: 0.01, suffix: "%" };
  if (u === "ms") return { kind: "ms", scale: 1, suffix: "ms" };
  if (u === "" && /latency/.test(metric)) return { kind: "ms", scale: 1, suffix: "ms" };
  if (u === "s") return { kind: "ms", scale: 1000, suffix: "ms" };
  if (u === "us" || u === "µs") return { kind: "ms", scale: 0.001, suffix: "ms" };
  if (/^(By|bytes?|B)$/.test(u)) return { kind: "bytes", scale: 1, suffix: "B" };
  if (u === "req/s" || u === "{request}/s" || (u === "" && /requests$/.test(metric)))
    return { kind: "rate", scale: 1, suffix: "req/s" };
  // "1/s" is how OTLP writes a rate of nothing in particular; "14.2 1/s" reads as a mistake.
  if (u === "1/s" && /requests$/.test(metric)) return { kind: "rate", scale: 1, suffix: "req/s" };
  if (u === "1/s" || /^\{.*\}\/s$/.test(u)) return { kind: "rate", scale: 1, suffix: "/s" };
  return { kind: "plain", scale: 1, suffix: u === "1" ? "" : u.replace(/[{}]/g, "") };
}

const grouped = (n: number, digits: number) =>
  n.toLocaleString("en-US", { minimumFractionDigits: 0, maximumFractionDigits: digits });

/** Three significant figures, never in exponents above a thousandth. */
function short(n: number): string {
  const a = Math.abs(n);
  if (a === 0) return "0";
  if (a >= 1e12) return `${grouped(n / 1e12, 2)}T`;
  if (a >= 1e9) return `${grouped(n / 1e9, 2)}G`;
  if (a >= 1e6) return `${grouped(n / 1e6, 2)}M`;
  if (a >= 1e5) return `${grouped(n / 1e3, 1)}k`;
  if (a >= 100) return grouped(n, 0);
  if (a >= 10) return grouped(n, 1);
  if (a >= 1) return grouped(n, 2);
  return a >= 0.001 ? String(Number(n.toPrecision(2))) : n.toExponential(1);
}

export type Written = { number: string; unit: string };

/** A value split into what is written large and its unit; latency grows from ms to s to min, bytes to KiB, MiB, GiB. */
export function writeValue(value: number | null, unit: string | null, metric?: string): Written {
  if (value === null || !Number.isFinite(value)) return { number: "–", unit: "" };
  const { kind, scale, suffix } = kindOf(unit, metric);
  const v = value * scale;
  const a = Math.abs(v);
  if (kind === "ratio") return { number: short(Math.abs(v) < 1e-6 ? 0 : v * 100), unit: "%" };
  if (kind === "ms") {
    if (a >= 60_000) return { number: short(v / 60_000), unit: "min" };
    if (a >= 1000) return { number: short(v / 1000), unit: "s" };
    return { number: short(v), unit: "ms" };
  }
  if (kind === "bytes") {
    const power = a >= 1024 ? Math.min(4, Math.floor(Math.log2(a) / 10)) : 0;
    return {
      number: short(v / 1024 ** power),
      unit: ["B", "KiB", "MiB", "GiB", "TiB"][power] ?? "B",
    };
  }
  return { number: short(v), unit: suffix };
}

/** A value as people read it: `412 ms`, `1.42 s`, `3.8 %`, `1,018 req/s`; a gap is an en dash. */
export function formatValue(value: number | null, unit: string | null, metric?: string): string {
  const w = writeValue(value, unit, metric);
  return w.unit ? `${w.number} ${w.unit}` : w.number;
}

/**
 * How the ticks of one axis are written: all in the same unit, chosen by the largest, so that 0, 500 and 1000 ms do not
 * become 0, 500 ms and 1 s. `step` is the distance of ticks in the series' own unit.
 */
export function tickFormat(
  max: number,
  step: number,
  unit: string | null,
  metric?: string,
): { unit: string; factor: number; write: (value: number) => string } {
  const { kind, scale, suffix } = kindOf(unit, metric);
  const top = Math.abs(max) * scale;
  const [factor, name] =
    kind === "ratio"
      ? [scale * 100, "%"]
      : kind === "ms"
        ? top >= 120_000
          ? [scale / 60_000, "min"]
          : top >= 1000
            ? [scale / 1000, "s"]
            : [scale, "ms"]
        : kind === "bytes"
          ? bytesFactor(top)
          : [scale, suffix];
  const shownStep = Math.abs(step * factor);
  const digits =
    shownStep > 0 ? Math.max(0, Math.min(6, -Math.floor(Math.log10(shownStep) + 1e-9))) : 0;
  const extra = shownStep > 0 && !isRound(shownStep, digits) ? 1 : 0;
  return {
    unit: name,
    factor,
    write: (value) => {
      const v = value * factor;
      return Math.abs(v) >= 1e5 ? short(v) : grouped(Math.abs(v) < 1e-12 ? 0 : v, digits + extra);
    },
  };
}

const isRound = (x: number, digits: number) => {
  const scaled = x * 10 ** digits;
  return Math.abs(scaled - Math.round(scaled)) < 1e-6;
};

function bytesFactor(top: number): [number, string] {
  const power = top >= 1024 ? Math.min(4, Math.floor(Math.log2(top) / 10)) : 0;
  return [1 / 1024 ** power, ["B", "KiB", "MiB", "GiB", "TiB"][power] ?? "B"];
}
