import Link from "next/link";
import { guardrailId } from "@/lib/remediate/model";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Ago } from "../ui/time";

/** Every guardrail: what it stops, why it is there, and how often it was in the way lately. */
export function GuardrailsSection({ data }: { data: ViewOutput<"policy"> }) {
  return (
    <Card
      title="Guardrails"
      note="checked when a plan is made, when it is approved and again before it is sent"
    >
      <ul>
        {data.guardrails.map((g) => (
          <li
            key={g.name}
            className="row grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 px-3.5 py-2.5"
          >
            <span className="flex flex-wrap items-center gap-2 font-medium">
              <Link
                href={`/policy/${guardrailId(g.name)}`}
                className="underline-offset-2 hover:underline"
              >
                {g.name}
              </Link>
              <Chip tone={g.stops === "all" ? "ink" : "outline"}>
                {g.stops === "all" ? "stops every run" : "asks a person"}
              </Chip>
            </span>
            <span className="text-right text-muted text-sm tabular-nums">
              {g.held === 0 ? (
                <span className="text-faint">never in 30 days</span>
              ) : (
                <>
                  {g.held} of {data.plans} plans
                  {g.lastAt === null ? null : (
                    <>
                      , last <Ago at={g.lastAt} />
                    </>
                  )}
                </>
              )}
            </span>
            <span className="col-span-full text-muted text-sm">{g.why}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
