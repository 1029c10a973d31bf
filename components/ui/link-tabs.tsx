"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type LinkTab = { href: string; label: string; count?: number | undefined; on: boolean };

/** On a phone the open tab may stand outside the strip: moves the strip, never the page. */
function intoView(tab: HTMLElement | null) {
  const strip = tab?.parentElement;
  if (!tab || !strip) return;
  const [a, b] = [tab.getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollLeft += a.left + a.width / 2 - (b.left + b.width / 2);
}

/** Tabs that are pages of their own: the address holds which one is open. */
export function LinkTabs({
  label,
  tabs,
  aside,
}: {
  label: string;
  tabs: readonly LinkTab[];
  aside?: ReactNode;
}) {
  return (
    <nav aria-label={label} className="flex h-10 items-stretch border-line border-b">
      <div className="flex min-w-0 gap-0.5 overflow-x-auto [scrollbar-width:none]">
        {tabs.map((tab) => (
          <Link
            key={tab.href}
            href={tab.href}
            ref={tab.on ? intoView : undefined}
            scroll={false}
            aria-current={tab.on ? "page" : undefined}
            className={cn(
              "relative flex items-center gap-1.5 whitespace-nowrap px-2.5 -outline-offset-2 first:pl-0 hover:text-ink",
              tab.on
                ? "font-medium text-ink after:absolute after:right-2.5 after:bottom-0 after:left-2.5 after:h-0.5 after:bg-accent first:after:left-0"
                : "text-muted",
            )}
          >
            {tab.label}
            {tab.count === undefined ? null : (
              <span className="font-normal text-faint text-sm">{tab.count}</span>
            )}
          </Link>
        ))}
      </div>
      {aside ? (
        <div className="ml-auto flex items-center gap-1.5 text-muted text-sm">{aside}</div>
      ) : null}
    </nav>
  );
}
