import type { View } from "../view";
import { shell } from "./shell";

/** Every page's read by name; its URL is /api/views/NAME. One line each. */
// biome-ignore lint/suspicious/noExplicitAny: a registry holds views of every input and output
export const views = {
  shell,
} as const satisfies Record<string, View<any, any>>;

export type Views = typeof views;
