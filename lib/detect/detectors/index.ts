import type { AnyDetector } from "../detector";

/** Every detector by name. One file and one line each; the contract suite beside it runs them all. */
export const detectors: Readonly<Record<string, AnyDetector>> = {};
