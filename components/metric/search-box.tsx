"use client";
import { Search } from "lucide-react";
import { cn } from "../ui/cn";
import { Input } from "../ui/input";

/** The search field of a list; the key / goes to it. */
export function SearchBox({
  label,
  value,
  onChange,
  className,
}: {
  label: string;
  value: string;
  onChange(value: string): void;
  className?: string;
}) {
  return (
    <div className={cn("relative min-w-40 flex-1 sm:max-w-80", className)}>
      <Search
        size={14}
        aria-hidden="true"
        className="absolute top-1/2 left-2.5 -translate-y-1/2 text-faint"
      />
      <Input
        data-search
        type="search"
        aria-label={label}
        aria-keyshortcuts="/"
        value={value}
        onChange={(e) => onChange(e.target.value)}
        placeholder={label}
        className="h-[30px] pl-8"
      />
    </div>
  );
}
