"use client";
import type { ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Ago } from "../ui/time";

type Detector = ViewOutput<"detector">;

/** Every version with who made it and why; an old one can come back as a new one. */
export function VersionStrip({
  detector,
  mayEdit,
  busy,
  onRevert,
}: {
  detector: Detector;
  mayEdit: boolean;
  busy: boolean;
  onRevert(version: number): void;
}) {
  return (
    <Card title="Versions" aside={detector.versions.length}>
      <ol>
        {detector.versions.map((v) => (
          <li
            key={v.version}
            className="row flex flex-wrap items-center gap-x-3 gap-y-0.5 px-3.5 py-1.5"
          >
            <span className="w-8 font-mono text-sm">v{v.version}</span>
            {v.version === detector.version ? <Chip tone="good">live</Chip> : null}
            <span className="min-w-0 flex-1 truncate">
              {v.note || <span className="text-faint">no note</span>}
            </span>
            <span className="text-muted text-sm">
              {v.raised} raised{v.strong > 0 ? `, ${v.strong} strong` : ""}
            </span>
            <span className="text-muted text-sm">
              {v.author ?? "Sitroom"}, <Ago at={v.createdAt} />
            </span>
            {v.version !== detector.version && mayEdit ? (
              <Button
                size="sm"
                variant="ghost"
                className="text-accent"
                disabled={busy}
                onClick={() => onRevert(v.version)}
              >
                Revert
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
    </Card>
  );
}
