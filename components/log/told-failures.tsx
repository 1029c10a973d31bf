import Link from "next/link";
import { z } from "zod";
import { PatternText } from "./pattern-text";

const told = z.array(
  z.object({
    service: z.string(),
    text: z.string(),
    times: z.number(),
    /** Of a log pattern */
    id: z.string().optional(),
    firstAt: z.number(),
  }),
);
const aroundMs = 30 * 60_000;

/** Failures that a check found told, in words; those of logs lead to their pattern. Null when the value is something else. */
export function toldFailures(value: unknown) {
  const parsed = told.safeParse(value);
  if (!parsed.success || parsed.data.length === 0) return null;
  return (
    <ul className="grid gap-1">
      {parsed.data.map((f) => (
        <li key={`${f.service} ${f.id ?? f.text}`}>
          {f.service}{" "}
          {f.id === undefined ? (
            <PatternText text={f.text} />
          ) : (
            <Link
              href={`/logs?pattern=${f.id}&open=${f.id}&from=${f.firstAt - aroundMs}&to=${f.firstAt + aroundMs}`}
              className="hover:underline"
            >
              <PatternText text={f.text} />
            </Link>
          )}{" "}
          <span className="whitespace-nowrap text-muted">
            {f.times.toLocaleString("en-US")} times
          </span>
        </li>
      ))}
    </ul>
  );
}
