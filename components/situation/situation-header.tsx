"use client";
import { Check, MoreHorizontal, Pencil, UserPlus, UserX } from "lucide-react";
import { useState } from "react";
import { Field } from "../form/field";
import { useKeys } from "../nav/use-keys";
import { useMay } from "../nav/use-shell";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { Kbd } from "../ui/kbd";
import { Menu, MenuItem } from "../ui/menu";
import { ResolveDialog } from "./resolve-dialog";
import { SeverityGlyph } from "./severity-glyph";
import { useSituationDeeds } from "./use-situation-deeds";

type Situation = ViewOutput<"situation">;

function RenameDialog({
  situation,
  open,
  onOpenChange,
}: {
  situation: Situation;
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const [title, setTitle] = useState(situation.title);
  const rename = useVerb("rename-situation");
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Rename ${situation.name}`}
      foot={
        <Button
          variant="primary"
          disabled={title.trim().length < 3}
          onClick={() => {
            rename.mutate({ id: situation.id, title: title.trim() });
            onOpenChange(false);
          }}
        >
          Rename
        </Button>
      }
    >
      <Field label="Title" hint="What broke, for whom. It no longer changes by itself.">
        <Input value={title} maxLength={160} onChange={(e) => setTitle(e.target.value)} />
      </Field>
    </Dialog>
  );
}

/** Severity, title, and what a person does first. Keys a and m. */
export function SituationHeader({ situation: s }: { situation: Situation }) {
  const may = useMay("responder", s.services);
  const deeds = useSituationDeeds();
  const [dialog, setDialog] = useState<"resolve" | "rename" | null>(null);
  const open = s.status !== "resolved";
  const mayAck = may && s.status === "open";
  useKeys({
    a: () => mayAck && deeds.acknowledge(s.id),
    m: () => may && open && deeds.assignToMe(s.id),
  });
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="flex min-w-0 flex-1 items-start gap-3">
        <span className="mt-2">
          <SeverityGlyph severity={s.severity} size={14} />
        </span>
        <h1 className="min-w-0 font-semibold text-xl tracking-tight">{s.title}</h1>
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
              <Button
                aria-keyshortcuts="m"
                disabled={deeds.busy}
                onClick={() => deeds.assignToMe(s.id)}
              >
                Assign to me <Kbd>m</Kbd>
              </Button>
              <Button onClick={() => setDialog("resolve")}>Resolve</Button>
            </>
          ) : null}
          <Menu
            trigger={
              <Button size="icon" aria-label="More">
                <MoreHorizontal size={15} aria-hidden="true" />
              </Button>
            }
          >
            <MenuItem
              icon={<Pencil size={14} aria-hidden="true" />}
              onSelect={() => setDialog("rename")}
            >
              Rename
            </MenuItem>
            {s.owner && open ? (
              <MenuItem
                icon={<UserX size={14} aria-hidden="true" />}
                onSelect={() => deeds.assign(s.id, null)}
              >
                Take the owner off
              </MenuItem>
            ) : null}
          </Menu>
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
          <Button size="phone" className="flex-1" onClick={() => setDialog("resolve")}>
            Resolve
          </Button>
        </div>
      ) : null}
      <ResolveDialog
        open={dialog === "resolve"}
        onOpenChange={(o) => setDialog(o ? "resolve" : null)}
        names={[s.name]}
        onResolve={(reason) => deeds.resolve(s.id, reason)}
      />
      <RenameDialog
        key={s.title}
        situation={s}
        open={dialog === "rename"}
        onOpenChange={(o) => setDialog(o ? "rename" : null)}
      />
    </header>
  );
}
