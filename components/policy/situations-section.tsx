"use client";
import Link from "next/link";
import { useView } from "../query";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { SkeletonRows } from "../ui/skeleton";
import { Ago } from "../ui/time";
import { ViewState } from "../ui/view-state";
import { BusinessSeries } from "./business-series";
import { GroupingRulesForm } from "./grouping-rules-form";
import { LearnedWeights } from "./learned-weights";

/** What makes a situation: the bars and limits, what people have taught, and what loss is counted in. */
export function SituationsSection() {
  const query = useView("grouping", {}, { topics: ["settings", "situation"] });
  return (
    <ViewState query={query} what="Rules for situations" skeleton={<SkeletonRows rows={6} />}>
      {(data) => (
        <div className="grid gap-4">
          <Card title="What makes a situation">
            <GroupingRulesForm rules={data.rules} />
          </Card>
          <LearnedWeights learned={data.learned} />
          <BusinessSeries business={data.business} />
          {data.labels.length > 0 ? (
            <Card title="Latest labels">
              <ul>
                {data.labels.map((l) => (
                  <li key={l.id} className="row flex flex-wrap items-center gap-x-3 px-3.5 py-1.5">
                    <Link
                      href={`/situations/${l.situationId}`}
                      className="min-w-0 flex-1 hover:underline"
                    >
                      {l.says}
                    </Link>
                    {l.undone ? <Chip>Undone</Chip> : null}
                    <span className="text-muted text-sm">
                      {l.author}, <Ago at={l.at} />
                    </span>
                  </li>
                ))}
              </ul>
            </Card>
          ) : null}
        </div>
      )}
    </ViewState>
  );
}
