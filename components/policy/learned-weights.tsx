"use client";
import { RotateCcw } from "lucide-react";
import { useMay } from "../nav/use-shell";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";

/** What labels have taught grouping, each with what it does to a weight, to be forgotten one by one or all at once. */
export function LearnedWeights({ learned }: { learned: ViewOutput<"grouping">["learned"] }) {
  const may = useMay("editor");
  const forget = useVerb("forget-grouping", { says: () => "Forgotten" });
  return (
    <Card
      title="What people have taught"
      note="bounded to ±60 %; a label undone is a lesson forgotten"
      aside={
        may && learned.length > 0 ? (
          <Button
            size="sm"
            disabled={forget.isPending}
            onClick={() => forget.mutate({ what: null })}
          >
            <RotateCcw size={12} aria-hidden="true" /> Reset all
          </Button>
        ) : null
      }
    >
      {learned.length === 0 ? (
        <p className="px-3.5 py-3 text-muted">
          Nothing yet. Merging, splitting and taking out teach which services belong together;
          confirming and discarding candidates teach which signals are worth a situation.
        </p>
      ) : (
        <ul>
          {learned.map((l) => (
            <li
              key={`${l.kind} ${l.a} ${l.b}`}
              className="row flex min-h-[34px] flex-wrap items-center gap-x-3 gap-y-1 px-3.5 py-1.5"
            >
              <Chip>{l.kind === "tie" ? "Together?" : "Worth it?"}</Chip>
              <span className="min-w-0 flex-1 break-words">
                {l.a || "no service"} {l.kind === "tie" ? "and" : ""} {l.b}
              </span>
              <span className="text-muted text-sm">
                {l.plus} for, {l.minus} against
              </span>
              <span
                className={`w-14 text-right font-mono text-sm ${l.weight < 0 ? "text-weak" : "text-good"}`}
              >
                {l.weight < 0 ? "−" : "+"}
                {Math.abs(Math.round(l.weight * 100))} %
              </span>
              {may ? (
                <Button
                  size="sm"
                  variant="ghost"
                  disabled={forget.isPending}
                  aria-label={`Forget ${l.a} ${l.b}`}
                  onClick={() => forget.mutate({ what: { kind: l.kind, a: l.a, b: l.b } })}
                >
                  Forget
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
