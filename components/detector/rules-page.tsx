"use client";
import { Layers, Plus } from "lucide-react";
import { useState } from "react";
import { useMay } from "../nav/use-shell";
import { useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { SkeletonRows } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { DetectorsTabs } from "./detectors-tabs";
import { RuleCard } from "./rule-card";
import { RuleDialog } from "./rule-dialog";

type Rule = ViewOutput<"detector-rules">["rules"][number];

/** Rules that make one trained detector for each series of an expression. */
export function RulesPage() {
  const [writing, setWriting] = useState<Rule | "new" | null>(null);
  const mayEdit = useMay("editor");
  const query = useView("detector-rules", {}, { topics: ["detector"], everyMs: 15_000 });
  const add = mayEdit ? (
    <Button variant="primary" onClick={() => setWriting("new")}>
      <Plus size={14} aria-hidden="true" /> New rule
    </Button>
  ) : null;
  return (
    <div className="flex flex-1 flex-col gap-4 px-5 pt-1 pb-5 max-md:px-3">
      <DetectorsTabs
        on="rules"
        detectors={query.data?.detectors}
        rules={query.data?.rules.length}
      />
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 text-muted">
          A rule gives every series of an expression a detector of its own, trained on that series'
          history. Applying it again changes nothing until the rule or the series change.
        </p>
        {add}
      </div>
      <ViewState
        query={query}
        what="The rules"
        skeleton={
          <Card>
            <SkeletonRows rows={4} />
          </Card>
        }
      >
        {(data) =>
          data.rules.length === 0 ? (
            <Card>
              <EmptyState icon={<Layers size={17} aria-hidden="true" />} title="No bulk rules yet">
                For example: every 5xx series gets fixed limits trained on its last four weeks. You
                see which detectors a rule would make before it makes any.
              </EmptyState>
            </Card>
          ) : (
            data.rules.map((rule) => (
              <RuleCard
                key={rule.id}
                rule={rule}
                mayEdit={mayEdit}
                onEdit={() => setWriting(rule)}
              />
            ))
          )
        }
      </ViewState>
      {writing ? (
        <RuleDialog
          rule={writing === "new" ? null : writing}
          metrics={query.data?.metrics ?? []}
          onClose={() => setWriting(null)}
        />
      ) : null}
    </div>
  );
}
