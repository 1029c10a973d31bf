"use client";
import { LinkTabs } from "../ui/link-tabs";

/** The detectors themselves, and the rules that make many at once. */
export function DetectorsTabs({
  on,
  detectors,
  rules,
}: {
  on: "detectors" | "rules";
  detectors?: number | undefined;
  rules?: number | undefined;
}) {
  return (
    <LinkTabs
      label="Detectors and bulk rules"
      tabs={[
        { href: "/detectors", label: "Detectors", count: detectors, on: on === "detectors" },
        { href: "/detectors/rules", label: "Bulk rules", count: rules, on: on === "rules" },
      ]}
    />
  );
}
