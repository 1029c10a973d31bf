"use client";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { Ago } from "../ui/time";

/** Every version with who made it and why; an old one can be put into the editor or brought back. */
export function RunbookVersions({
  data,
  mayEdit,
  onTry,
}: {
  data: ViewOutput<"runbook">;
  mayEdit: boolean;
  onTry(text: string): void;
}) {
  const revert = useVerb("revert-runbook", {
    says: (o) => (o.version === 0 ? "It is as it came" : `It runs as version ${o.version}`),
  });
  const { row, versions, shipped } = data;
  if (!row) return null;
  const rows = [
    ...versions,
    ...(shipped === null
      ? []
      : [{ version: 0, text: shipped, note: "As it came", author: "Sitroom", createdAt: null }]),
  ];
  return (
    <Card title="Versions" aside={versions.length}>
      {rows.length === 0 ? (
        <EmptyState className="py-8" title="No version yet" />
      ) : (
        <ol>
          {rows.map((v) => (
            <li
              key={v.version}
              className="row flex flex-wrap items-center gap-x-3 gap-y-0.5 px-3.5 py-1.5"
            >
              <span className="w-12 font-mono text-sm">
                {v.version === 0 ? "shipped" : `v${v.version}`}
              </span>
              {v.version === row.version ? <Chip tone="good">live</Chip> : null}
              <span className="min-w-0 flex-1 truncate" title={v.note}>
                {v.note || <span className="text-faint">no note</span>}
              </span>
              <span className="text-muted text-sm">
                {v.author}
                {v.createdAt === null ? null : (
                  <>
                    , <Ago at={v.createdAt} />
                  </>
                )}
              </span>
              {mayEdit && v.version !== row.version ? (
                <span className="flex">
                  <Button
                    size="sm"
                    variant="ghost"
                    aria-label={`Put version ${v.version} into the editor`}
                    onClick={() => onTry(v.text)}
                  >
                    Try
                  </Button>
                  <Button
                    size="sm"
                    variant="ghost"
                    className="text-accent"
                    aria-label={`Revert to version ${v.version}`}
                    disabled={revert.isPending}
                    onClick={() =>
                      revert.mutate({ name: row.name, from: row.version, to: v.version })
                    }
                  >
                    Revert
                  </Button>
                </span>
              ) : null}
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
