import type { AnyVerb } from "./verb";

/** Every deed of the app by name; its URL is /api/verbs/NAME. One line each. */
export const verbs = {} as const satisfies Record<string, AnyVerb>;

export type Verbs = typeof verbs;
