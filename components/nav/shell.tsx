"use client";
import { Menu as MenuIcon, Search } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { Kbd } from "../ui/kbd";
import { Sheet } from "../ui/sheet";
import { CommandPalette } from "./command-palette";
import { Crumbs } from "./crumbs";
import { HelpDialog } from "./help-dialog";
import { KillSwitch } from "./kill-switch";
import { LiveBadge } from "./live-badge";
import { navItems } from "./nav-items";
import { SideNav } from "./side-nav";
import { StaleBanner } from "./stale-banner";
import { TimeRangePicker } from "./time-range-picker";
import { useKeys } from "./use-keys";
import { UserMenu } from "./user-menu";

/** The frame of every page: navigation, top bar, strips, palette, keys. `narrow` is what the cookie remembers. */
export function Shell({ narrow, children }: { narrow: boolean; children: ReactNode }) {
  const router = useRouter();
  const pathname = usePathname();
  const [small, setSmall] = useState(narrow);
  const [drawerOn, setDrawerOn] = useState<string | null>(null);
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);

  const toggle = () => {
    setSmall(!small);
    // biome-ignore lint/suspicious/noDocumentCookie: the server draws the navigation at its right width from it
    document.cookie = `sitroom-nav=${small ? "wide" : "narrow"};path=/;max-age=31536000;samesite=lax`;
  };
  useKeys({
    "[": toggle,
    "?": () => setHelp(true),
    "/": () => {
      const search = document.querySelector<HTMLInputElement>("[data-search]");
      if (search) search.focus();
      else setPalette(true);
    },
    ...Object.fromEntries(
      navItems.map((item) => [`g ${item.key}`, () => router.push(item.href)] as const),
    ),
  });
  // Outside system: the document's keyboard; ⌘K works while typing too.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setPalette((open) => !open);
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  return (
    <div
      className={cn(
        "grid min-h-dvh md:grid-cols-[184px_minmax(0,1fr)]",
        small && "md:grid-cols-[52px_minmax(0,1fr)]",
      )}
    >
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-accent focus:px-3 focus:py-2 focus:text-accent-ink"
      >
        Skip to the page
      </a>
      <div className="sticky top-0 h-dvh border-line border-r max-md:hidden">
        <SideNav small={small} onToggle={toggle} />
      </div>
      <div className="flex min-w-0 flex-col">
        <header className="sticky top-0 z-20 flex h-12 shrink-0 items-center gap-2 border-line border-b bg-bg px-5 max-md:px-3">
          <Button
            variant="ghost"
            size="icon"
            aria-label="Open navigation"
            className="-ml-1 md:hidden"
            onClick={() => setDrawerOn(pathname)}
          >
            <MenuIcon size={17} aria-hidden="true" />
          </Button>
          <Crumbs />
          <div id="top-bar-slot" className="flex min-w-0 flex-1 items-center gap-2" />
          <button
            type="button"
            onClick={() => setPalette(true)}
            aria-label="Search or jump to"
            aria-keyshortcuts="Meta+K Control+K"
            className="flex h-[30px] items-center gap-2 rounded-md border border-line bg-surface px-2 text-faint hover:border-line-strong lg:w-[216px]"
          >
            <Search size={14} aria-hidden="true" />
            <span className="flex-1 whitespace-nowrap text-left max-lg:hidden">
              Search or jump to
            </span>
            <Kbd className="max-lg:hidden">⌘K</Kbd>
          </button>
          <TimeRangePicker />
          <LiveBadge />
          <KillSwitch />
          <UserMenu onHelp={() => setHelp(true)} />
        </header>
        <StaleBanner />
        <main id="main" className="flex min-w-0 flex-1 flex-col">
          {children}
        </main>
      </div>
      <Sheet
        open={drawerOn === pathname}
        onOpenChange={(open) => setDrawerOn(open ? pathname : null)}
        title="Sitroom"
        side="left"
        className="w-[280px]"
      >
        <div className="flex-1 pt-2">
          <SideNav brand={false} />
        </div>
      </Sheet>
      <CommandPalette open={palette} onOpenChange={setPalette} onHelp={() => setHelp(true)} />
      <HelpDialog open={help} onOpenChange={setHelp} />
    </div>
  );
}
