"use client";
import { useState } from "react";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { ReasonDialog } from "../ui/reason-dialog";

type Detector = ViewOutput<"detector">;

/** What it is called, what runs, whether it may page, and the two switches. */
export function DetectorHeader({ detector, mayEdit }: { detector: Detector; mayEdit: boolean }) {
  const [asking, setAsking] = useState(false);
  const toggle = useVerb("enable-detector", {
    says: (o) => (o.enabled ? "Detection is on" : "Detection is off"),
  });
  const trust = useVerb("trust-detector", {
    says: (o) => (o.trusted ? "It may page now" : "It records and pages nobody"),
  });
  const { untrusted } = detector;
  return (
    <header className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="font-semibold text-xl">{detector.title}</h1>
        <Chip tone={detector.enabled ? "good" : "outline"}>
          {detector.enabled ? `v${detector.version} live` : `v${detector.version}, off`}
        </Chip>
        {detector.managed === "auto" ? (
          <Chip title="Attached by Sitroom to every service; your changes stay">automatic</Chip>
        ) : null}
        {mayEdit ? (
          <span className="ml-auto flex gap-2">
            {untrusted === null ? (
              <Button
                size="sm"
                variant="ghost"
                disabled={trust.isPending}
                onClick={() => setAsking(true)}
              >
                Do not trust
              </Button>
            ) : null}
            <Button
              size="sm"
              disabled={toggle.isPending}
              onClick={() => toggle.mutate({ id: detector.id, enabled: !detector.enabled })}
            >
              {detector.enabled ? "Switch off" : "Switch on"}
            </Button>
          </span>
        ) : (
          <Chip className="ml-auto" title="Changing detectors needs the role editor">
            read only
          </Chip>
        )}
      </div>
      {untrusted === null ? null : (
        <div className="flex flex-wrap items-center gap-2 rounded-md bg-weak-soft px-3 py-2">
          <p className="min-w-0 flex-1">
            <b className="font-medium text-weak">Not trusted</b>
            {untrusted ? `: ${untrusted}.` : "."} What it finds is recorded and pages nobody.
          </p>
          {mayEdit ? (
            <Button
              size="sm"
              disabled={trust.isPending}
              onClick={() => trust.mutate({ id: detector.id, trusted: true })}
            >
              Trust it
            </Button>
          ) : null}
        </div>
      )}
      <ReasonDialog
        open={asking}
        onOpenChange={setAsking}
        title="Do not trust this detector?"
        says="It goes on recording, but what it finds pages nobody and joins no situation until somebody trusts it again."
        common={["Too noisy", "Blind to real incidents", "Being tuned"]}
        keep="Keep trusting it"
        go="Do not trust"
        onReason={(why) => trust.mutate({ id: detector.id, trusted: false, why })}
      />
    </header>
  );
}
