"use client";
import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import type { DetectorSettings } from "@/lib/detect/model";
import { Segments } from "../chart/segments";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { saveFile } from "../ui/save-file";

type Kind = "yaml" | "json";
const kinds: readonly { value: Kind; label: string }[] = [
  { value: "yaml", label: "YAML" },
  { value: "json", label: "JSON" },
];

/** The settings of the form as text: to read, to copy into a repository, to keep. */
export function ConfigDialog({
  id,
  title,
  settings,
}: {
  id: string;
  title: string;
  settings: DetectorSettings;
}) {
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<Kind>("yaml");
  const [yaml, setYaml] = useState("");
  const whole = { id, title, ...settings };
  const json = JSON.stringify(whole, null, 2);
  // Outside system: the YAML writer is loaded when somebody asks for it
  useEffect(() => {
    if (!open) return;
    let current = true;
    void import("yaml").then(({ stringify }) => {
      if (current) setYaml(stringify(JSON.parse(json)));
    });
    return () => {
      current = false;
    };
  }, [open, json]);
  const text = kind === "yaml" ? yaml : json;
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        Show as YAML
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="The settings as text"
        says="What the form holds now, saved or not."
        className="w-[min(640px,calc(100vw-24px))]"
        foot={
          <>
            <CopyButton text={text} label={`Copy as ${kind.toUpperCase()}`} words="Copy" />
            <Button
              size="sm"
              onClick={() =>
                saveFile(
                  `${id}.${kind}`,
                  kind === "yaml" ? "application/yaml" : "application/json",
                  text,
                )
              }
            >
              <Download size={13} aria-hidden="true" /> Download
            </Button>
          </>
        }
      >
        <Segments label="Format" value={kind} options={kinds} onChange={(k) => setKind(k)} />
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls is reached by keyboard
          tabIndex={0}
          className="mt-2 max-h-[50dvh] overflow-auto rounded-md border border-line bg-bg p-3 font-mono text-sm"
        >
          {text}
        </pre>
      </Dialog>
    </>
  );
}
