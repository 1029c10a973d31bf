import { Check, X } from "lucide-react";
import Link from "next/link";
import { type Guardrail, guardrailId } from "@/lib/remediate/model";
import { cn } from "../ui/cn";

/** The conditions that a remedy must meet: a tick each, a cross with its reason where one stops it. `full` shows every reason. */
export function GuardrailList({
  guardrails,
  full = false,
}: {
  guardrails: readonly Guardrail[];
  full?: boolean;
}) {
  return (
    <ul className={cn("grid gap-x-3 gap-y-1.5 text-sm", !full && "grid-cols-2")}>
      {guardrails.map((g) => (
        <li
          key={g.name}
          title={g.says}
          className={cn("flex min-w-0 items-start gap-1.5", !g.ok && "col-span-full")}
        >
          {g.ok ? (
            <Check size={13} className="mt-[3px] shrink-0 text-good" aria-label="passes" />
          ) : (
            <X size={13} className="mt-[3px] shrink-0 text-strong" aria-label="stops it" />
          )}
          <span className={cn("min-w-0", g.ok ? (full ? "" : "truncate") : "text-ink")}>
            {full || !g.ok ? (
              <>
                <Link
                  href={`/policy/${guardrailId(g.name)}`}
                  className={cn(
                    "font-medium underline-offset-2 hover:underline",
                    !g.ok && "text-strong",
                  )}
                >
                  {g.name}
                </Link>
                . <span className="text-muted">{g.says}</span>
              </>
            ) : (
              g.name
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
