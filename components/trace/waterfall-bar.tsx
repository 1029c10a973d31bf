"use client";
import { ChevronDown, ChevronUp, FoldVertical, UnfoldVertical } from "lucide-react";
import { SearchBox } from "../metric/search-box";
import { Button } from "../ui/button";

/** Search within the trace, the next failure, the critical path, folding. */
export function WaterfallBar({
  search,
  found,
  failed,
  critical,
  folded,
  onSearch,
  onStep,
  onFailed,
  onCritical,
  onFold,
}: {
  search: string;
  found: number;
  failed: number;
  critical: boolean;
  folded: boolean;
  onSearch(text: string): void;
  onStep(by: 1 | -1): void;
  onFailed(): void;
  onCritical(on: boolean): void;
  onFold(): void;
}) {
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b px-3.5 py-2">
      <SearchBox
        label="Find a span: service, operation, attribute"
        value={search}
        onChange={onSearch}
      />
      {search === "" ? null : (
        <span className="flex items-center gap-1 text-muted text-sm" role="status">
          {found.toLocaleString("en-US")} found
          <Button
            size="icon-sm"
            variant="ghost"
            aria-label="Previous one"
            aria-keyshortcuts="p"
            disabled={found === 0}
            onClick={() => onStep(-1)}
          >
            <ChevronUp size={14} aria-hidden="true" />
          </Button>
          <Button
            size="icon-sm"
            variant="ghost"
            aria-label="Next one"
            aria-keyshortcuts="n"
            disabled={found === 0}
            onClick={() => onStep(1)}
          >
            <ChevronDown size={14} aria-hidden="true" />
          </Button>
        </span>
      )}
      <span className="ml-auto flex flex-wrap items-center gap-2">
        {failed > 0 ? (
          <Button size="sm" variant="danger" onClick={onFailed}>
            Next failure
          </Button>
        ) : null}
        <Button
          size="sm"
          aria-pressed={critical}
          onClick={() => onCritical(!critical)}
          title="What made the trace as long as it was"
        >
          Critical path
        </Button>
        <Button size="sm" onClick={onFold}>
          {folded ? (
            <UnfoldVertical size={13} aria-hidden="true" />
          ) : (
            <FoldVertical size={13} aria-hidden="true" />
          )}
          {folded ? "Unfold all" : "Fold all"}
        </Button>
      </span>
    </div>
  );
}
