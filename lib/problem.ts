const status = {
  "bad-input": 400,
  "not-signed-in": 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  gone: 410,
  "too-large": 413,
  "unsupported-media": 415,
  "too-many": 429,
  unavailable: 503,
} as const;

export type ProblemCode = keyof typeof status;

/** An expected refusal: a code that maps to an HTTP status in one place, and a sentence that says what to do. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly issues: unknown;

  constructor(code: ProblemCode, message: string, issues?: unknown) {
    super(message);
    this.name = "Problem";
    this.code = code;
    this.issues = issues;
  }

  get status(): number {
    return status[this.code];
  }
}

/** It was too often: the sentence ends with when to try again, and the answer carries Retry-After. */
export class TooMany extends Problem {
  /** Whole seconds from now */
  readonly retryAfter: number;

  constructor(message: string, waitMs: number) {
    const retryAfter = Math.max(1, Math.ceil(waitMs / 1000));
    super("too-many", `${message} Try again in ${retryAfter} s.`);
    this.retryAfter = retryAfter;
  }
}
