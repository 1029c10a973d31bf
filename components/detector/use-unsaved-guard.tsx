"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";

/** Asks before unsaved changes are left behind, by a link or by closing the tab. Returns the question to render. */
export function useUnsavedGuard(dirty: boolean, what = "this detector"): ReactNode {
  const router = useRouter();
  const [leavingTo, setLeavingTo] = useState<string | null>(null);
  // Outside system: the browser's navigation.
  useEffect(() => {
    if (!dirty) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!(link instanceof HTMLAnchorElement) || link.target || event.ctrlKey || event.metaKey)
        return;
      if (link.pathname === window.location.pathname && link.host === window.location.host) return;
      event.preventDefault();
      event.stopPropagation();
      setLeavingTo(link.href);
    };
    window.addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onClick, true);
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, true);
    };
  }, [dirty]);
  return (
    <Dialog
      open={leavingTo !== null}
      onOpenChange={(open) => !open && setLeavingTo(null)}
      title="Leave without saving?"
      says={`The changes to ${what} are only in this tab.`}
      foot={
        <>
          <Button onClick={() => setLeavingTo(null)}>Stay</Button>
          <Button
            variant="danger"
            onClick={() => {
              const to = leavingTo;
              setLeavingTo(null);
              if (to) router.push(to.replace(window.location.origin, ""));
            }}
          >
            Leave, discard changes
          </Button>
        </>
      }
    />
  );
}
