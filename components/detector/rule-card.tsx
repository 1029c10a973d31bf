"use client";
import Link from "next/link";
import { useState } from "react";
import { trainers } from "@/lib/detect/trainers";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Dialog } from "../ui/dialog";
import { RulePlan } from "./rule-plan";
import { RuleProgress } from "./rule-progress";

type Rule = ViewOutput<"detector-rules">["rules"][number];

/** One rule: what it asks for, what it has made, how its last application goes, and what applying it would do. */
export function RuleCard({
  rule,
  mayEdit,
  onEdit,
}: {
  rule: Rule;
  mayEdit: boolean;
  onEdit(): void;
}) {
  const [asking, setAsking] = useState<"apply" | "retrain" | "delete" | null>(null);
  const apply = useVerb("apply-detector-rule", { says: () => "The rule is being applied" });
  const remove = useVerb("delete-detector-rule", {
    says: (o) => `Rule removed; ${o.detectors} detectors stay`,
  });
  const busy = rule.run?.state === "queued" || rule.run?.state === "running";
  const trainer = trainers[rule.trainer.name];
  const close = () => setAsking(null);
  return (
    <Card
      title={rule.title}
      note={
        <>
          {trainer?.title ?? rule.trainer.name}, on {rule.days} d of history
        </>
      }
      aside={
        mayEdit ? (
          <>
            <Button size="sm" variant="ghost" onClick={() => setAsking("delete")}>
              Remove
            </Button>
            <Button size="sm" variant="ghost" disabled={busy} onClick={onEdit}>
              Edit
            </Button>
            <Button size="sm" disabled={busy} onClick={() => setAsking("retrain")}>
              Train again
            </Button>
            <Button size="sm" variant="primary" disabled={busy} onClick={() => setAsking("apply")}>
              Apply
            </Button>
          </>
        ) : null
      }
    >
      <div className="grid gap-2 p-3.5">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <code className="min-w-0 break-words font-mono text-sm">{rule.target}</code>
          <Chip>{rule.follows ? "takes up new series every hour" : "only when it is applied"}</Chip>
          <Chip tone={rule.trusted ? "good" : "weak"}>
            {rule.trusted ? "may page at once" : "records until trusted"}
          </Chip>
          <Link
            href={`/detectors?q=${encodeURIComponent(rule.title)}`}
            className="text-accent hover:underline"
          >
            {rule.made} {rule.made === 1 ? "detector" : "detectors"}
            {rule.on < rule.made ? `, ${rule.on} on` : ""}
          </Link>
          {rule.untrusted > 0 ? (
            <span className="text-muted">{rule.untrusted} not trusted</span>
          ) : null}
        </p>
        {rule.run ? (
          <RuleProgress run={rule.run} mayEdit={mayEdit} />
        ) : (
          <p className="text-muted">It has never been applied.</p>
        )}
      </div>
      <Dialog
        open={asking === "apply" || asking === "retrain"}
        onOpenChange={(open) => !open && close()}
        title={asking === "retrain" ? "Train all again?" : "Apply this rule?"}
        says="This is what it would do. What people have edited by hand stays as it is."
        className="w-[min(680px,calc(100vw-24px))]"
        foot={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              variant="primary"
              disabled={apply.isPending}
              onClick={() =>
                apply.mutate({ id: rule.id, retrain: asking === "retrain" }, { onSuccess: close })
              }
            >
              {asking === "retrain" ? "Train again" : "Apply"}
            </Button>
          </>
        }
      >
        {asking === "apply" || asking === "retrain" ? (
          <RulePlan
            wish={{
              id: rule.id,
              title: rule.title,
              target: rule.target,
              trainer: rule.trainer,
              counts: rule.counts,
              days: rule.days,
              retrain: asking === "retrain",
            }}
          />
        ) : null}
      </Dialog>
      <Dialog
        open={asking === "delete"}
        onOpenChange={(open) => !open && close()}
        title={`Remove the rule “${rule.title}”?`}
        says={`Its ${rule.made} detectors stay as ordinary ones, with all they have found.`}
        foot={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              disabled={remove.isPending}
              onClick={() => remove.mutate({ id: rule.id, off: true }, { onSuccess: close })}
            >
              Remove, switch them off
            </Button>
            <Button
              variant="danger"
              disabled={remove.isPending}
              onClick={() => remove.mutate({ id: rule.id, off: false }, { onSuccess: close })}
            >
              Remove the rule
            </Button>
          </>
        }
      />
    </Card>
  );
}
