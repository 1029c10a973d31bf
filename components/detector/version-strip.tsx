"use client";
import { useState } from "react";
import type { ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Ago } from "../ui/time";
import { VersionDiff } from "./version-diff";

type Detector = ViewOutput<"detector">;

const shownAtFirst = 8;

/** Every version with who made it and why; any two can be compared, an old one tried in the editor or brought back. */
export function VersionStrip({
  detector,
  mayEdit,
  busy,
  onTry,
  onRevert,
}: {
  detector: Detector;
  mayEdit: boolean;
  busy: boolean;
  /** Puts its settings into the form, where the preview compares them with the live ones */
  onTry(version: number): void;
  onRevert(version: number): void;
}) {
  const [diff, setDiff] = useState<{ from: number; to: number } | null>(null);
  const [all, setAll] = useState(false);
  const { versions, version: live } = detector;
  const shown = all ? versions : versions.slice(0, shownAtFirst);
  return (
    <Card title="Versions" aside={versions.length}>
      <ol>
        {shown.map((v, i) => {
          const before = versions[i + 1]?.version;
          const against = v.version === live ? before : live;
          return (
            <li
              key={v.version}
              className="row flex flex-wrap items-center gap-x-3 gap-y-0.5 px-3.5 py-1.5"
            >
              <span className="w-8 font-mono text-sm">v{v.version}</span>
              {v.version === live ? <Chip tone="good">live</Chip> : null}
              {v.version === detector.shadow ? <Chip tone="accent">shadow</Chip> : null}
              <span className="min-w-0 flex-1 truncate" title={v.note}>
                {v.note || <span className="text-faint">no note</span>}
              </span>
              <span className="text-muted text-sm">
                {v.raised} raised{v.strong > 0 ? `, ${v.strong} strong` : ""}
              </span>
              <span className="text-muted text-sm">
                {v.author ?? "Sitroom"}, <Ago at={v.createdAt} />
              </span>
              <span className="flex">
                {against === undefined ? null : (
                  <Button
                    size="sm"
                    variant="ghost"
                    aria-label={`Compare version ${v.version} with version ${against}`}
                    onClick={() =>
                      setDiff({
                        from: Math.min(v.version, against),
                        to: Math.max(v.version, against),
                      })
                    }
                  >
                    Compare
                  </Button>
                )}
                {v.version !== live && mayEdit ? (
                  <>
                    <Button
                      size="sm"
                      variant="ghost"
                      aria-label={`Try version ${v.version} in the editor`}
                      onClick={() => onTry(v.version)}
                    >
                      Try
                    </Button>
                    {v.version === detector.shadow ? null : (
                      <Button
                        size="sm"
                        variant="ghost"
                        className="text-accent"
                        aria-label={`Revert to version ${v.version}`}
                        disabled={busy}
                        onClick={() => onRevert(v.version)}
                      >
                        Revert
                      </Button>
                    )}
                  </>
                ) : null}
              </span>
            </li>
          );
        })}
      </ol>
      {versions.length > shownAtFirst ? (
        <Button size="sm" variant="ghost" className="m-2" onClick={() => setAll(!all)}>
          {all ? "Fewer" : `${versions.length - shownAtFirst} older`}
        </Button>
      ) : null}
      {diff ? <VersionDiff versions={versions} {...diff} onClose={() => setDiff(null)} /> : null}
    </Card>
  );
}
