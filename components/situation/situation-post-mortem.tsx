"use client";
import { Download } from "lucide-react";
import { useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { CopyButton } from "../ui/copy-button";
import { ErrorState } from "../ui/error-state";
import { saveFile } from "../ui/save-file";
import { SkeletonRows } from "../ui/skeleton";

/** The post-mortem as it stands now, written from what was recorded; copy it or take it with you. */
export function SituationPostMortem({ situation: s }: { situation: ViewOutput<"situation"> }) {
  const query = useView("post-mortem", { id: s.id }, { topics: ["situation"] });
  const { data } = query;
  return (
    <Card
      title="Post-mortem"
      note="Markdown, written from the record; pinned entries make its story"
      aside={
        data ? (
          <>
            <CopyButton text={data.markdown} label="Copy the post-mortem" />
            <Button size="sm" onClick={() => saveFile(data.name, "text/markdown", data.markdown)}>
              <Download size={12} aria-hidden="true" /> Download
            </Button>
          </>
        ) : null
      }
    >
      {data ? (
        <pre className="overflow-x-auto whitespace-pre-wrap break-words px-3.5 py-3 font-mono text-sm leading-[19px]">
          {data.markdown}
        </pre>
      ) : query.error ? (
        <ErrorState
          what="The post-mortem"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <SkeletonRows rows={8} />
      )}
    </Card>
  );
}
