"use client";
import { useView } from "../query";
import { Card } from "../ui/card";
import { SkeletonRows } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { RunbookEditor } from "./runbook-editor";

/** One runbook in its editor; `name` null: a new one, which begins as the text of `copy`. */
export function RunbookPage({ name, copy }: { name: string | null; copy: string | null }) {
  const query = useView("runbook", { name: name ?? copy }, { topics: ["runbook"] });
  return (
    <ViewState
      query={query}
      what="The runbook"
      skeleton={
        <div className="p-5">
          <Card>
            <SkeletonRows rows={12} />
          </Card>
        </div>
      }
    >
      {(data) => <RunbookEditor data={data} isNew={name === null} />}
    </ViewState>
  );
}
