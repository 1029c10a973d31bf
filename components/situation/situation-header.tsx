"use client";
import { BellOff, Check, Merge, MoreHorizontal, Pencil, UserPlus } from "lucide-react";
import { useState } from "react";
import { useKeys } from "../nav/use-keys";
import { useMay } from "../nav/use-shell";
import type { ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Kbd } from "../ui/kbd";
import { Menu, MenuItem } from "../ui/menu";
import { AssignMenu } from "./assign-menu";
import { MergeDialog } from "./merge-dialog";
import { ResolveDialog } from "./resolve-dialog";
import { SeverityGlyph } from "./severity-glyph";
import { SilenceSituations } from "./silence-situations";
import { TitleForm } from "./title-form";
import { useSituationDeeds } from "./use-situation-deeds";

type Situation = ViewOutput<"situation">;

/** Severity, title, and what a person does first. Keys a, m and s. */
export function SituationHeader({ situation: s }: { situation: Situation }) {
  const may = useMay("responder", s.services);
  const deeds = useSituationDeeds();
  const [dialog, setDialog] = useState<"resolve" | "merge" | "silence" | null>(null);
  const [naming, setNaming] = useState(false);
  const open = s.status !== "resolved";
  const mayAck = may && s.status === "open";
  useKeys({
    a: () => mayAck && deeds.acknowledge(s.id),
    m: () => may && open && deeds.assignToMe(s.id),
    s: () => may && open && setDialog("silence"),
  });
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="flex min-w-0 flex-1 items-start gap-3">
        <span className="mt-2">
          <SeverityGlyph severity={s.severity} size={14} />
        </span>
        {naming ? (
          <TitleForm situation={s} onDone={() => setNaming(false)} />
        ) : (
          <h1 className="group/title min-w-0 font-semibold text-xl tracking-tight">
            {s.title}
            {may && open ? (
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label="Rename"
                className="ml-1.5 align-middle opacity-60 hover:opacity-100 focus-visible:opacity-100"
                onClick={() => setNaming(true)}
              >
                <Pencil size={13} aria-hidden="true" />
              </Button>
            ) : null}
          </h1>
        )}
      </div>
      {may ? (
        <div className="flex gap-2 max-md:hidden">
          {s.status === "open" ? (
            <Button
              aria-keyshortcuts="a"
              disabled={deeds.busy}
              onClick={() => deeds.acknowledge(s.id)}
            >
              Ack <Kbd>a</Kbd>
            </Button>
          ) : null}
          {open ? (
            <>
              <AssignMenu
                owner={s.owner}
                onAssign={(owner) => deeds.assign(s.id, owner)}
                trigger={
                  <Button aria-keyshortcuts="m" disabled={deeds.busy} title="m: assign to me">
                    Assign <Kbd>m</Kbd>
                  </Button>
                }
              />
              <Button aria-keyshortcuts="s" onClick={() => setDialog("silence")}>
                Silence <Kbd>s</Kbd>
              </Button>
              {s.status === "candidate" ? null : (
                <>
                  <Button onClick={() => setDialog("merge")}>
                    <Merge size={13} aria-hidden="true" /> Merge
                  </Button>
                  <Button onClick={() => setDialog("resolve")}>Resolve</Button>
                </>
              )}
            </>
          ) : null}
        </div>
      ) : null}
      {may && open ? (
        <div className="flex w-full gap-2 md:hidden">
          {s.status === "open" ? (
            <Button size="phone" className="flex-1" onClick={() => deeds.acknowledge(s.id)}>
              <Check size={16} aria-hidden="true" /> Ack
            </Button>
          ) : null}
          <Button size="phone" className="flex-1" onClick={() => deeds.assignToMe(s.id)}>
            <UserPlus size={16} aria-hidden="true" /> Take it
          </Button>
          <Menu
            trigger={
              <Button size="phone" aria-label="More">
                <MoreHorizontal size={17} aria-hidden="true" />
              </Button>
            }
          >
            {s.status === "candidate" ? null : (
              <MenuItem
                icon={<Check size={15} aria-hidden="true" />}
                onSelect={() => setDialog("resolve")}
              >
                Resolve
              </MenuItem>
            )}
            <MenuItem
              icon={<BellOff size={15} aria-hidden="true" />}
              onSelect={() => setDialog("silence")}
            >
              Silence
            </MenuItem>
            {s.status === "candidate" ? null : (
              <MenuItem
                icon={<Merge size={15} aria-hidden="true" />}
                onSelect={() => setDialog("merge")}
              >
                Merge
              </MenuItem>
            )}
          </Menu>
        </div>
      ) : null}
      <ResolveDialog
        open={dialog === "resolve"}
        onOpenChange={(o) => setDialog(o ? "resolve" : null)}
        names={[s.name]}
        onResolve={(reason) => deeds.resolve(s.id, reason)}
      />
      {dialog === "merge" ? (
        <MergeDialog id={s.id} name={s.name} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === "silence" ? (
        <SilenceSituations ids={[s.id]} onClose={() => setDialog(null)} />
      ) : null}
    </header>
  );
}
