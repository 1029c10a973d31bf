import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { randomCutForest } from "@/lib/detect/detectors/random-cut-forest";
import { newVerdict } from "@/lib/detect/model";
import { cutScore, newCutTree, offer } from "@/lib/math/cut-tree";
import { temporaryFolder } from "../../scripts/temporary-folder.mjs";
import { median } from "../machine";
import { cpuSeconds } from "./cpu";

const artifact = "software.amazon.randomcutforest:randomcutforest-core:4.4.0";
const forest = { trees: 50, sample: 256, shingle: 8 };
const answer = z.object({ pointsPerSec: z.number(), meanScore: z.number() });

export type PeerResult = {
  peer: string;
  /** Medians over the rounds, on the second half of the stream */
  oursPerSec: number;
  peerPerSec: number;
  ratio: number;
  ourMeanScore: number;
  peerMeanScore: number;
};

/**
 * Our random cut forest beside the reference library in Java: the same stream, 50 trees × 256 × shingle 8, in turn for
 * `rounds` rounds. Null with a word on the error output where Java or Maven is not installed.
 */
export function besideReference(values: Float64Array, rounds = 3): PeerResult | null {
  const dir = temporaryFolder("forest");
  const jar = path.join(dir, "randomcutforest-core-4.4.0.jar");
  const copy = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy";
  spawnSync("mvn", ["-q", "-B", copy, `-Dartifact=${artifact}`, `-DoutputDirectory=${dir}`]);
  if (!existsSync(jar)) {
    console.error(
      "The reference forest was not measured: it needs Maven and a Java of 17 or newer.",
    );
    return null;
  }
  const stream = path.join(dir, "stream.bin");
  writeFileSync(stream, Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  const program = path.join(import.meta.dirname, "ForestPeer.java");
  const size = [forest.trees, forest.sample, forest.shingle].map(String);
  const ours: number[] = [];
  const theirs: number[] = [];
  let peerMeanScore = Number.NaN;
  for (let round = 0; round < rounds; round++) {
    ours.push(ourSpeed(values));
    const run = spawnSync("java", ["-cp", jar, program, stream, ...size], { encoding: "utf8" });
    const said = answer.parse(JSON.parse(run.stdout));
    theirs.push(said.pointsPerSec);
    peerMeanScore = said.meanScore;
  }
  const oursPerSec = Math.round(median(ours));
  const peerPerSec = Math.round(median(theirs));
  return {
    peer: artifact,
    oursPerSec,
    peerPerSec,
    ratio: Number((oursPerSec / peerPerSec).toFixed(2)),
    ourMeanScore: ourMeanScore(values),
    peerMeanScore,
  };
}

/** The detector as it runs in the product, tail and verdict included. */
function ourSpeed(values: Float64Array): number {
  const params = randomCutForest.params.parse(forest);
  const state = randomCutForest.init(params);
  const out = newVerdict();
  const half = values.length >> 1;
  for (let i = 0; i < half; i++)
    randomCutForest.step(state, i * 60_000, values[i] as number, params, out);
  const took = cpuSeconds();
  for (let i = half; i < values.length; i++)
    randomCutForest.step(state, i * 60_000, values[i] as number, params, out);
  return (values.length - half) / took();
}

/** Mean score of the paper over the second half, from the trees that the detector uses. */
function ourMeanScore(values: Float64Array): number {
  const { trees, sample, shingle } = forest;
  const grove = Array.from({ length: trees }, (_, i) =>
    newCutTree(sample, shingle, 7919 * (i + 1)),
  );
  const half = values.length >> 1;
  let sum = 0;
  for (let i = shingle - 1; i < values.length; i++) {
    const x = Float64Array.from(values.subarray(i - shingle + 1, i + 1), Math.fround);
    if (i >= half) for (const tree of grove) sum += cutScore(tree, x, sample) / trees;
    for (const tree of grove) offer(tree, x, i, sample, 1 / (10 * sample));
  }
  return sum / (values.length - half);
}
