import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { AppProviders } from "@/components/providers/app-providers";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Sitroom", template: "%s · Sitroom" },
  description: "Closes the loop of operations: detect, situate, diagnose, remediate, verify.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: dark)", color: "#0b0d10" },
    { media: "(prefers-color-scheme: light)", color: "#f7f8fa" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // The theme is set by an inline script before anything is painted; it needs the nonce of this request (proxy.ts).
  const nonce = (await headers()).get("x-nonce");
  return (
    <html
      lang="en"
      suppressHydrationWarning
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>
        <AppProviders {...(nonce ? { nonce } : {})}>{children}</AppProviders>
      </body>
    </html>
  );
}
