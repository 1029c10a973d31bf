"use client";
import { Clock, Keyboard, LogOut, Moon, Sun, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { signOut } from "next-auth/react";
import { useTheme } from "next-themes";
import { useZone } from "../providers/clock";
import { Avatar } from "../ui/avatar";
import { Menu, MenuItem, MenuLabel, MenuLine } from "../ui/menu";
import { useShell } from "./use-shell";

/** The person signed in: theme, time zone, keys, sign out. */
export function UserMenu({ onHelp }: { onHelp(): void }) {
  const router = useRouter();
  const you = useShell().data?.you;
  const { resolvedTheme, setTheme } = useTheme();
  const [zone, setZone] = useZone();
  const light = resolvedTheme === "light";
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={you ? `Account of ${you.name}` : "Account"}
          className="grid size-[30px] shrink-0 place-items-center rounded-full"
        >
          <Avatar name={you?.name ?? "…"} size="md" />
        </button>
      }
    >
      {you ? (
        <MenuLabel>
          <span className="block font-medium text-base text-ink">{you.name}</span>
          {you.role}
        </MenuLabel>
      ) : null}
      <MenuLine />
      <MenuItem
        icon={light ? <Moon size={14} aria-hidden="true" /> : <Sun size={14} aria-hidden="true" />}
        onSelect={() => setTheme(light ? "dark" : "light")}
      >
        {light ? "Dark theme" : "Light theme"}
      </MenuItem>
      <MenuItem
        icon={<Clock size={14} aria-hidden="true" />}
        onSelect={() => setZone(zone === "utc" ? "local" : "utc")}
      >
        {zone === "utc" ? "Show local times" : "Show UTC times"}
      </MenuItem>
      <MenuItem icon={<Keyboard size={14} aria-hidden="true" />} hint="?" onSelect={onHelp}>
        Keyboard keys
      </MenuItem>
      <MenuItem
        icon={<UserRound size={14} aria-hidden="true" />}
        onSelect={() => router.push("/settings?tab=you")}
      >
        Your account
      </MenuItem>
      <MenuLine />
      <MenuItem
        icon={<LogOut size={14} aria-hidden="true" />}
        onSelect={() => void signOut({ callbackUrl: "/sign-in" })}
      >
        Sign out
      </MenuItem>
    </Menu>
  );
}
