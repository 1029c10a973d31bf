"use client";
import { Globe, Plus } from "lucide-react";
import type { AnyCheck } from "@/lib/diagnose/check";
import { Button } from "../ui/button";
import { Menu, MenuItem } from "../ui/menu";

/** A step more: a check that is not there yet, or a URL. */
export function StepPicker({
  checks,
  onPick,
}: {
  checks: readonly AnyCheck[];
  onPick(step: Record<string, unknown>): void;
}) {
  return (
    <Menu
      trigger={
        <Button size="sm">
          <Plus size={12} aria-hidden="true" /> Add step
        </Button>
      }
    >
      <MenuItem
        icon={<Globe size={13} aria-hidden="true" />}
        onSelect={() =>
          onPick({
            http: `ask-${Date.now().toString(36).slice(-4)}`,
            title: "Ask a URL",
            url: "https://status.example.com/?service={service}",
            expect: { status: 200 },
          })
        }
      >
        Ask a URL
      </MenuItem>
      {checks.map((c) => (
        <MenuItem key={c.name} onSelect={() => onPick({ check: c.name })}>
          {c.title}
        </MenuItem>
      ))}
    </Menu>
  );
}
