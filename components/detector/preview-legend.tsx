import { ChangesIcon, DotIcon, LineIcon } from "./preview-marks";

/** What the marks of the preview mean; with a draft, how much it adds and removes. */
export function PreviewLegend({
  against,
  added,
  removed,
}: {
  /** The version that it is compared with; null without a draft */
  against: number | null;
  added: number;
  removed: number;
}) {
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 pt-1 text-muted text-sm [&>span]:inline-flex [&>span]:items-center [&>span]:gap-1.5">
      <span>
        <LineIcon /> Actual
      </span>
      <span>
        <LineIcon band /> Expected
      </span>
      <span>
        <DotIcon level="WEAK" /> WEAK
      </span>
      <span>
        <DotIcon level="STRONG" /> STRONG
      </span>
      {against === null ? null : (
        <>
          <span className="ml-auto text-ink">Against v{against}</span>
          <span>
            <ChangesIcon kind="added" /> {added} added
          </span>
          <span>
            <ChangesIcon kind="removed" /> {removed} removed
          </span>
        </>
      )}
    </p>
  );
}
