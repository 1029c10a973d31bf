"use client";
import { PanelLeft } from "lucide-react";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { formatSpan } from "@/lib/series/format-span";
import { useNow } from "../providers/clock";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { Led } from "../ui/led";
import { Tooltip } from "../ui/tooltip";
import { BrandMark } from "./brand-mark";
import { type NavItem, navGroups, navItemOf } from "./nav-items";
import { useShell } from "./use-shell";

/** How old the newest sample may be before we say so: two missed windows and the grace of ingest. */
export const staleMs = 60_000;

function Entry({
  item,
  on,
  small,
  suffix,
  count,
}: {
  item: NavItem;
  on: boolean;
  small: boolean;
  suffix: string;
  count: number | undefined;
}) {
  const entry = (
    <Link
      href={`${item.href}${suffix}`}
      aria-current={on ? "page" : undefined}
      aria-label={small ? item.label : undefined}
      className={cn(
        "relative flex h-[30px] items-center gap-[9px] rounded-md px-2 hover:text-ink max-md:h-11 max-md:text-lg",
        on ? "bg-hover font-medium text-ink" : "text-muted",
        small && "justify-center px-0",
      )}
    >
      <item.icon size={16} strokeWidth={1.75} aria-hidden="true" />
      {small ? null : item.label}
      {count ? (
        <span
          className={cn(
            small ? "absolute -top-0.5 right-0 text-[9.5px]" : "ml-auto text-sm",
            item.needsYou ? "font-semibold text-accent" : on ? "text-muted" : "text-faint",
          )}
        >
          {count > 999 ? "999+" : count}
        </span>
      ) : null}
    </Link>
  );
  return small ? (
    <Tooltip says={item.label} side="right">
      {entry}
    </Tooltip>
  ) : (
    entry
  );
}

function Foot({ small }: { small: boolean }) {
  const shell = useShell().data;
  const now = useNow(1000);
  if (!shell) return null;
  const lag = shell.freshestAt === null ? null : Math.max(0, now - shell.freshestAt);
  const fresh = lag !== null && lag < staleMs;
  const says =
    lag === null ? "No data yet" : fresh ? `Data live · ${formatSpan(lag)} old` : "Data stopped";
  const led = <Led tone={fresh ? "good" : lag === null ? "off" : "weak"} />;
  if (small)
    return (
      <Tooltip says={says} side="right">
        <button type="button" aria-label={says} className="grid h-6 place-items-center">
          {led}
        </button>
      </Tooltip>
    );
  return (
    <div className="grid gap-1 px-2 text-faint text-sm">
      <span className="flex items-center gap-2 whitespace-nowrap">
        {led}
        {says}
      </span>
      <span>
        v{shell.version}
        {shell.demo ? " · demo" : ""}
      </span>
    </div>
  );
}

/** The pages, with the number of open items on each. `small` shows icons only. */
export function SideNav({
  small = false,
  onToggle,
  brand = true,
}: {
  small?: boolean;
  onToggle?(): void;
  brand?: boolean;
}) {
  const shell = useShell().data;
  const pathname = usePathname();
  const params = useSearchParams();
  const range = new URLSearchParams();
  for (const key of ["from", "to"]) {
    const value = params.get(key);
    if (value) range.set(key, value);
  }
  const suffix = range.size > 0 ? `?${range}` : "";
  const current = navItemOf(pathname);
  return (
    <div className="flex h-full flex-col px-2 pb-3">
      {brand ? (
        <div
          className={cn(
            "group flex h-12 shrink-0 items-center gap-2",
            small ? "justify-center" : "px-2",
          )}
        >
          <Link
            href="/"
            aria-label="Sitroom, overview"
            className={cn(
              "flex items-center gap-2 font-semibold text-md tracking-tight",
              small && "group-hover:hidden group-focus-within:hidden",
            )}
          >
            <BrandMark />
            {small ? null : "Sitroom"}
          </Link>
          {onToggle ? (
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={small ? "Widen navigation" : "Narrow navigation"}
              aria-keyshortcuts="["
              title="["
              onClick={onToggle}
              className={cn(
                small
                  ? "hidden group-focus-within:inline-flex group-hover:inline-flex"
                  : "ml-auto opacity-0 focus-visible:opacity-100 group-hover:opacity-100",
              )}
            >
              <PanelLeft size={15} aria-hidden="true" />
            </Button>
          ) : null}
        </div>
      ) : null}
      <nav aria-label="Main" className="grid content-start gap-px">
        {navGroups.map((group) => (
          <div
            key={group[0]?.href}
            className="grid gap-px border-line not-first:mt-2 not-first:border-t not-first:pt-2"
          >
            {group.map((item) => (
              <Entry
                key={item.href}
                item={item}
                on={item === current}
                small={small}
                suffix={suffix}
                count={item.count ? shell?.counts[item.count] : undefined}
              />
            ))}
          </div>
        ))}
      </nav>
      <div className="mt-auto grid pt-4">
        <Foot small={small} />
      </div>
    </div>
  );
}
