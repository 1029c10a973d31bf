"use client";
import { Command } from "cmdk";
import { Keyboard, Moon, Search, Server, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { SeverityGlyph } from "../situation/severity-glyph";
import { Kbd } from "../ui/kbd";
import { navItems } from "./nav-items";
import { useShell } from "./use-shell";

function Item({
  icon,
  children,
  hint,
  value,
  onSelect,
}: {
  icon: ReactNode;
  children: ReactNode;
  hint?: string;
  value: string;
  onSelect(): void;
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-hover max-md:h-11"
    >
      <span className="grid w-4 place-items-center text-muted">{icon}</span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {hint ? <Kbd className="text-faint">{hint}</Kbd> : null}
    </Command.Item>
  );
}

const heading =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-sm";

/** Search or jump to: pages, open situations, services, theme, help. */
export function CommandPalette({
  open,
  onOpenChange,
  onHelp,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
  onHelp(): void;
}) {
  const router = useRouter();
  const shell = useShell().data;
  const { resolvedTheme, setTheme } = useTheme();
  const light = resolvedTheme === "light";
  const then = (deed: () => void) => () => {
    onOpenChange(false);
    deed();
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[min(560px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-xl border border-line-strong bg-raised shadow-float"
        >
          <Radix.Title className="sr-only">Search or jump to</Radix.Title>
          <Command label="Search or jump to" loop>
            <div className="flex items-center gap-2.5 border-line border-b px-4">
              <Search size={15} className="text-muted" aria-hidden="true" />
              <Command.Input
                placeholder="Search pages, situations, services"
                className="h-11 flex-1 bg-transparent text-md outline-none placeholder:text-faint max-md:text-lg"
              />
              <Kbd className="text-faint">esc</Kbd>
            </div>
            <Command.List className="max-h-[min(420px,60vh)] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-8 text-center text-muted">
                Nothing has that name. Try a service, S- and a number, or a page.
              </Command.Empty>
              {shell && shell.situations.length > 0 ? (
                <Command.Group heading="Open situations" className={heading}>
                  {shell.situations.map((s) => (
                    <Item
                      key={s.id}
                      value={`${s.name} ${s.title}`}
                      icon={<SeverityGlyph severity={s.severity} />}
                      onSelect={then(() => router.push(`/situations/${s.id}`))}
                    >
                      <span className="mr-2 font-mono text-muted text-sm">{s.name}</span>
                      {s.title}
                    </Item>
                  ))}
                </Command.Group>
              ) : null}
              <Command.Group heading="Pages" className={heading}>
                {navItems.map((item) => (
                  <Item
                    key={item.href}
                    value={`page ${item.label}`}
                    icon={<item.icon size={15} strokeWidth={1.75} aria-hidden="true" />}
                    hint={`g ${item.key}`}
                    onSelect={then(() => router.push(item.href))}
                  >
                    {item.label}
                  </Item>
                ))}
              </Command.Group>
              {shell && shell.services.length > 0 ? (
                <Command.Group heading="Services" className={heading}>
                  {shell.services.map((service) => (
                    <Item
                      key={service}
                      value={`service ${service}`}
                      icon={<Server size={15} strokeWidth={1.75} aria-hidden="true" />}
                      onSelect={then(() =>
                        router.push(`/metrics?view=all&service=${encodeURIComponent(service)}`),
                      )}
                    >
                      {service}
                    </Item>
                  ))}
                </Command.Group>
              ) : null}
              <Command.Group heading="Sitroom" className={heading}>
                <Item
                  value="switch theme dark light"
                  icon={
                    light ? (
                      <Moon size={15} aria-hidden="true" />
                    ) : (
                      <Sun size={15} aria-hidden="true" />
                    )
                  }
                  onSelect={then(() => setTheme(light ? "dark" : "light"))}
                >
                  {light ? "Switch to the dark theme" : "Switch to the light theme"}
                </Item>
                <Item
                  value="keyboard help shortcuts"
                  icon={<Keyboard size={15} aria-hidden="true" />}
                  hint="?"
                  onSelect={then(onHelp)}
                >
                  Keyboard keys
                </Item>
              </Command.Group>
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
