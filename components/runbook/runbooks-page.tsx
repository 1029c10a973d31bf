"use client";
import { ListChecks, Plus } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { SearchBox } from "../metric/search-box";
import { useMay } from "../nav/use-shell";
import { useView } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { SkeletonRows } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { RunbooksTable } from "./runbooks-table";

/** What Sitroom looks at by itself when a situation opens. */
export function RunbooksPage() {
  const [q, setQ] = useQueryState("q", parseAsString.withDefault(""));
  const mayEdit = useMay("editor");
  const query = useView("runbooks", {}, { topics: ["runbook", "situation"], everyMs: 60_000 });
  return (
    <div className="flex flex-1 flex-col gap-4 p-5 max-md:p-3">
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox label="Title or name" value={q} onChange={(v) => void setQ(v || null)} />
        <p className="min-w-0 flex-1 text-muted max-lg:hidden">
          Every runbook that applies runs by itself when a situation opens, reads only, and is done
          within a minute.
        </p>
        {mayEdit ? (
          <Button asChild variant="primary" className="ml-auto">
            <Link href="/runbooks/new">
              <Plus size={14} aria-hidden="true" /> New runbook
            </Link>
          </Button>
        ) : null}
      </div>
      <ViewState
        query={query}
        what="The runbooks"
        skeleton={
          <Card>
            <SkeletonRows rows={8} />
          </Card>
        }
      >
        {(data) => {
          const needle = q.trim().toLowerCase();
          const rows = data.rows.filter((r) =>
            `${r.title} ${r.name} ${r.says}`.toLowerCase().includes(needle),
          );
          return (
            <Card
              title="Runbooks"
              note={`${data.rows.filter((r) => r.enabled).length} on; interesting counts the situations of ${data.days} days`}
            >
              {rows.length > 0 ? (
                <RunbooksTable rows={rows} mayEdit={mayEdit} />
              ) : (
                <EmptyState
                  icon={<ListChecks size={17} aria-hidden="true" />}
                  title={`Nothing matches “${q}”`}
                >
                  Try a part of a title, or write a runbook for it.
                </EmptyState>
              )}
            </Card>
          );
        }}
      </ViewState>
    </div>
  );
}
