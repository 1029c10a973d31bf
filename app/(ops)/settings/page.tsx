import type { Metadata } from "next";
import { SettingsPage } from "@/components/settings/settings-page";
import { Prefetch } from "../../prefetch";

export const metadata: Metadata = { title: "Settings" };

export default function Page() {
  return (
    <Prefetch views={[["settings", {}]]}>
      <SettingsPage />
    </Prefetch>
  );
}
