"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { Tooltip } from "radix-ui";
import { type ReactNode, useState } from "react";
import { Toaster } from "sonner";
import { ApiError } from "../query";

const newClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // What the server refused it will refuse again; only silence and breakage are worth another try.
        retry: (count, error) =>
          count < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
      },
    },
  });

/** Theme, address state, data and toasts for every page. */
export function AppProviders({ nonce, children }: { nonce?: string; children: ReactNode }) {
  const [client] = useState(newClient);
  return (
    <ThemeProvider
      {...(nonce ? { nonce } : {})}
      attribute="data-theme"
      defaultTheme="dark"
      themes={["dark", "light"]}
      disableTransitionOnChange
    >
      <NuqsAdapter>
        <QueryClientProvider client={client}>
          <Tooltip.Provider delayDuration={250}>{children}</Tooltip.Provider>
        </QueryClientProvider>
      </NuqsAdapter>
      <Toaster
        style={{ fontFamily: "inherit" }}
        // Save bars and a phone's deeds stand at the foot: a toast stays above them, and off the side where one decides.
        position="bottom-left"
        offset={{ bottom: "64px", left: "16px" }}
        mobileOffset={{ bottom: "84px" }}
        gap={8}
        toastOptions={{
          style: {
            background: "var(--raised)",
            color: "var(--text)",
            border: "1px solid var(--border-strong)",
            boxShadow: "var(--shadow)",
            fontSize: "13px",
          },
        }}
      />
    </ThemeProvider>
  );
}
