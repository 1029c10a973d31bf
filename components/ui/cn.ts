import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({ extend: { theme: { text: ["md"] } } });

/** Joins class names; a later utility wins over an earlier one of its kind. */
export const cn = (...values: ClassValue[]): string => merge(clsx(values));
