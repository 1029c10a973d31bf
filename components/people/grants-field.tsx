"use client";
import { Plus, X } from "lucide-react";
import { type Grant, type Role, roles } from "@/lib/people/model";
import { Button } from "../ui/button";
import { Input } from "../ui/input";
import { Select } from "../ui/select";

/** A grant while it is edited: its services as text. */
export type Draft = { key: number; role: Role; services: string };

export const roleOptions = roles.map((r) => ({ value: r, label: r }));
export const listOf = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((s) => s.trim())
    .filter((s) => s !== "");
let lastKey = 0;
export const draftOf = (g: Grant): Draft => ({
  key: ++lastKey,
  role: g.role,
  services: g.services.join(", "),
});

/** Roles on single services: a role and names for each row. */
export function GrantsField({
  drafts,
  known,
  onChange,
}: {
  drafts: readonly Draft[];
  /** Services that there are */
  known: readonly string[];
  onChange(drafts: Draft[]): void;
}) {
  const set = (i: number, change: Partial<Draft>) =>
    onChange(drafts.map((d, k) => (k === i ? { ...d, ...change } : d)));
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-muted text-sm">More on single services</legend>
      {drafts.map((d, i) => {
        const unknown = listOf(d.services).filter((s) => !known.includes(s));
        return (
          <div key={d.key} className="grid gap-1">
            <div className="flex items-center gap-2">
              <Select
                label="Role on these services"
                value={d.role}
                options={roleOptions}
                onChange={(role) => set(i, { role })}
              />
              <Input
                aria-label="Services, separated by commas"
                placeholder="pricing, search"
                value={d.services}
                onChange={(e) => set(i, { services: e.target.value })}
              />
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label="Remove"
                onClick={() => onChange(drafts.filter((_, k) => k !== i))}
              >
                <X size={14} aria-hidden="true" />
              </Button>
            </div>
            {unknown.length > 0 ? (
              <p className="text-faint text-sm">Not seen so far: {unknown.join(", ")}</p>
            ) : null}
          </div>
        );
      })}
      <div>
        <Button
          size="sm"
          onClick={() => onChange([...drafts, draftOf({ role: "approver", services: [] })])}
        >
          <Plus size={13} aria-hidden="true" /> Role on services
        </Button>
      </div>
    </fieldset>
  );
}
