"use client";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useView } from "../query";
import { LinkTabs } from "../ui/link-tabs";
import { Skeleton, SkeletonRows } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { AutonomySection } from "./autonomy-section";
import { FreezesSection } from "./freezes-section";
import { GuardrailsSection } from "./guardrails-section";
import { LimitsForm } from "./limits-form";
import { RestartsSection } from "./restarts-section";
import { SituationsSection } from "./situations-section";

const tabNames = ["autonomy", "guardrails", "situations"] as const;

/** What Sitroom may do by itself: how far each service's remedies go, and the guardrails that hold for all of them. */
export function PolicyPage() {
  const [tab] = useQueryState("tab", parseAsStringLiteral(tabNames).withDefault("autonomy"));
  const query = useView("policy", {}, { topics: ["settings", "remedy"], everyMs: 30_000 });
  return (
    <div className="w-full max-w-[1320px] px-6 pt-1 pb-16 max-md:px-3.5">
      <LinkTabs
        label="Policy"
        tabs={[
          { href: "/policy", label: "Autonomy", on: tab === "autonomy" },
          { href: "/policy?tab=guardrails", label: "Guardrails", on: tab === "guardrails" },
          { href: "/policy?tab=situations", label: "Situations", on: tab === "situations" },
        ]}
      />
      <div className="mt-4 grid gap-4">
        <ViewState
          query={query}
          what="Policy"
          skeleton={
            <>
              <Skeleton className="h-4 w-96 max-w-full" />
              <SkeletonRows rows={6} className="rounded-lg border border-line bg-surface" />
            </>
          }
        >
          {(data) =>
            tab === "situations" ? (
              <SituationsSection />
            ) : tab === "autonomy" ? (
              <AutonomySection data={data} />
            ) : (
              <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_380px]">
                <GuardrailsSection data={data} />
                <div className="grid gap-4">
                  <LimitsForm key={JSON.stringify(data.limits)} data={data} />
                  <FreezesSection
                    data={{
                      limits: data.limits,
                      services: data.services.map((s) => s.service),
                    }}
                  />
                  <RestartsSection data={data} />
                </div>
              </div>
            )
          }
        </ViewState>
      </div>
    </div>
  );
}
