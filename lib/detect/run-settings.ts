import { z } from "zod";
import { ExpressionError, parseExpression } from "@/lib/series/expression";
import { Problem } from "../problem";
import { detectors } from "./detectors";
import { external } from "./external";
import type { DetectorSettings } from "./model";
import type { RunSettings } from "./series-run";

/** One version of a definition made ready to run. Throws Problem "bad-input" for an unknown algorithm or bad parameters. */
export function runSettings(
  detectorId: string,
  version: number,
  { algorithm, params, counts }: Omit<DetectorSettings, "target">,
): RunSettings {
  const detector = Object.hasOwn(detectors, algorithm)
    ? detectors[algorithm]
    : algorithm === external.name
      ? external
      : undefined;
  if (!detector)
    throw new Problem(
      "bad-input",
      `There is no algorithm "${algorithm}"; choose one of ${Object.keys(detectors).join(", ")}.`,
    );
  const parsed = detector.params.safeParse(params);
  if (!parsed.success)
    throw new Problem("bad-input", z.prettifyError(parsed.error), parsed.error.issues);
  if (counts.m > counts.n)
    throw new Problem(
      "bad-input",
      `At least ${counts.m} of the last ${counts.n} points cannot be.`,
    );
  return { detectorId, version, detector, params: parsed.data, counts };
}

/** Refuses settings that could not run, with a sentence that says what to change. */
export function checkSettings(settings: DetectorSettings): void {
  runSettings("", 0, settings);
  try {
    parseExpression(settings.target);
  } catch (error) {
    if (error instanceof ExpressionError)
      throw new Problem("bad-input", `Target: ${error.message}.`, { position: error.position });
    throw error;
  }
}
