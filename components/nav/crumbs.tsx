"use client";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { CopyButton } from "../ui/copy-button";
import { navItemOf } from "./nav-items";

/** Pages below others that have a name and no id. */
const pages: Readonly<Record<string, string>> = {
  "/detectors/rules": "Bulk rules",
  "/metrics/derived": "Derived metrics",
};

/** Where we are, read from the address: "Situations" or "Situations › S-128". */
export function Crumbs() {
  const pathname = usePathname();
  const item = navItemOf(pathname);
  const id = pathname.split("/")[2];
  if (!item) return <span className="font-semibold text-md">Sitroom</span>;
  if (!id) return <h1 className="truncate font-semibold text-md">{item.label}</h1>;
  const page = pages[pathname];
  const name = page ?? (item.href === "/situations" ? `S-${id}` : decodeURIComponent(id));
  return (
    <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-1.5 text-muted">
      <Link href={item.href} className="whitespace-nowrap hover:text-ink">
        {item.label}
      </Link>
      <ChevronRight size={12} aria-hidden="true" className="shrink-0" />
      {page ? (
        <span className="truncate text-ink">{page}</span>
      ) : (
        <>
          <span className="truncate font-mono text-ink text-sm">{name}</span>
          <span className="max-sm:hidden">
            <CopyButton text={name} label={`Copy ${name}`} />
          </span>
        </>
      )}
    </nav>
  );
}
