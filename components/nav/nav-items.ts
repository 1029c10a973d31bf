import {
  Activity,
  CalendarClock,
  ChartColumn,
  ChartLine,
  GitCommitVertical,
  HeartPulse,
  House,
  ListChecks,
  type LucideIcon,
  Mail,
  ScanSearch,
  ScrollText,
  Settings,
  Share2,
  ShieldCheck,
  SlidersHorizontal,
  Undo2,
  Waypoints,
} from "lucide-react";

export type NavItem = {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Other places that belong to it */
  also?: readonly string[];
  /** Second key after g */
  key: string;
  /** Which of the shell's counters stands beside it */
  count?: "situations" | "anomalies" | "changes24h" | "pending" | "unsent" | "own";
  /** A number there asks for a person */
  needsYou?: boolean;
};

/** The pages in groups, as the navigation shows them; the palette and the g-keys read the same list. */
export const navGroups: readonly (readonly NavItem[])[] = [
  [
    { href: "/", label: "Overview", icon: House, key: "o" },
    { href: "/situations", label: "Situations", icon: Activity, key: "s", count: "situations" },
    { href: "/anomalies", label: "Anomalies", icon: ScanSearch, key: "a", count: "anomalies" },
    { href: "/metrics", label: "Metrics", icon: ChartLine, key: "m" },
    { href: "/graph", label: "Service graph", icon: Share2, key: "g", also: ["/services"] },
    { href: "/traces", label: "Traces", icon: Waypoints, key: "t" },
    { href: "/logs", label: "Logs", icon: ScrollText, key: "l" },
    {
      href: "/changes",
      label: "Changes",
      icon: GitCommitVertical,
      key: "c",
      count: "changes24h",
    },
  ],
  [
    { href: "/detectors", label: "Detectors", icon: SlidersHorizontal, key: "d" },
    { href: "/runbooks", label: "Runbooks", icon: ListChecks, key: "b" },
    { href: "/maintenance", label: "Maintenance", icon: CalendarClock, key: "w" },
    {
      href: "/actions",
      label: "Actions",
      icon: Undo2,
      key: "r",
      count: "pending",
      needsYou: true,
    },
  ],
  [
    { href: "/messages", label: "Messages", icon: Mail, key: "n", count: "unsent", needsYou: true },
    { href: "/reports", label: "Reports", icon: ChartColumn, key: "e" },
    { href: "/policy", label: "Policy", icon: ShieldCheck, key: "p" },
    { href: "/status", label: "Status", icon: HeartPulse, key: "h", count: "own", needsYou: true },
    { href: "/settings", label: "Settings", icon: Settings, key: "," },
  ],
];

export const navItems: readonly NavItem[] = navGroups.flat();

/** The item whose page this path belongs to. */
export const navItemOf = (pathname: string): NavItem | undefined =>
  navItems.find((item) =>
    item.href === "/"
      ? pathname === "/"
      : [item.href, ...(item.also ?? [])].some((href) => `${pathname}/`.startsWith(`${href}/`)),
  );
