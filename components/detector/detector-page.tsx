"use client";
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { defaultDetector } from "@/lib/detect/detectors";
import type { DetectorSettings } from "@/lib/detect/model";
import { tickFormat } from "../chart/format-value";
import { useMay } from "../nav/use-shell";
import { useVerb, useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { Skeleton } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { AlgorithmPicker } from "./algorithm-picker";
import { CountsForm } from "./counts-form";
import { ParamField } from "./param-field";
import { changesOf, startDraft, switchAlgorithm } from "./prepare-draft";
import { completeParams, paramFields } from "./prepare-fields";
import { PreviewPane, previewDays } from "./preview-pane";
import { SaveBar } from "./save-bar";
import { Section } from "./section";
import { Sentence } from "./sentence";
import { matchTarget, TargetForm } from "./target-form";
import type { PreviewSpan } from "./use-preview";
import { useUnsavedGuard } from "./use-unsaved-guard";
import { VersionStrip } from "./version-strip";

type Detector = ViewOutput<"detector">;

const parsers = {
  series: parseAsInteger,
  days: parseAsStringLiteral(previewDays).withDefault("7"),
};

/** One detector: its settings on the left, what they would have raised on real history on the right. */
export function DetectorPage({ id }: { id: string }) {
  const query = useView("detector", { id }, { topics: ["detector"] });
  return (
    <ViewState query={query} what="This detector" skeleton={<EditorSkeleton />}>
      {(data) => <Editor key={data.id} detector={data} />}
    </ViewState>
  );
}

function Editor({ detector }: { detector: Detector }) {
  const [state, setState] = useQueryStates(parsers, { history: "replace" });
  const live = useMemo(() => startDraft(detector.settings), [detector.settings]);
  const [draft, setDraft] = useState<DetectorSettings>(live);
  const [base, setBase] = useState(detector);
  const [note, setNote] = useState("");
  const [focus, setFocus] = useState<PreviewSpan | null>(null);
  // Another version went live: an untouched form follows it, a touched one keeps the person's work.
  if (base.version !== detector.version) {
    setBase(detector);
    if (changesOf(draft, base.settings).length === 0) setDraft(live);
  }
  const mayEdit = useMay("editor");
  const changes = changesOf(draft, detector.settings);
  const guard = useUnsavedGuard(changes.length > 0 && mayEdit);
  const save = useVerb("save-detector", { says: (o) => `Saved as version ${o.version}` });
  const revert = useVerb("revert-detector", { says: (o) => `Went back, as version ${o.version}` });
  const toggle = useVerb("enable-detector", {
    says: (o) => (o.enabled ? "Detection is on" : "Detection is off"),
  });
  const { matched, error } = useMemo(
    () => matchTarget(draft.target, detector.series),
    [draft.target, detector.series],
  );
  const series = matched.find((s) => s.id === state.series) ?? matched[0];
  const companion = draft.counts.minTraffic?.metric ?? null;
  const history = useView(
    "detector-history",
    { seriesId: series?.id ?? 0, days: 28, companion },
    { enabled: series !== undefined },
  );
  const metrics = [
    ...new Set(
      detector.series
        .filter((s) => s.service !== null && s.service === series?.service && s.id !== series?.id)
        .map((s) => s.metric),
    ),
  ];
  const unit = series ? tickFormat(0, 0, series.unit, series.metric).unit : "";
  return (
    <div className="flex flex-1 flex-col">
      <div className="grid flex-1 grid-cols-[minmax(0,1fr)] xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <div className="flex min-w-0 flex-col gap-4 border-line p-5 max-md:p-3 xl:border-r">
          <header className="flex flex-wrap items-center gap-2">
            <h1 className="font-semibold text-xl">{detector.title}</h1>
            <Chip tone={detector.enabled ? "good" : "outline"}>
              {detector.enabled ? `v${detector.version} live` : `v${detector.version}, off`}
            </Chip>
            {detector.managed === "auto" ? (
              <Chip title="Attached by Sitroom to every service; your changes stay">automatic</Chip>
            ) : null}
            {mayEdit ? (
              <Button
                size="sm"
                className="ml-auto"
                disabled={toggle.isPending}
                onClick={() => toggle.mutate({ id: detector.id, enabled: !detector.enabled })}
              >
                {detector.enabled ? "Switch off" : "Switch on"}
              </Button>
            ) : (
              <Chip className="ml-auto" title="Changing detectors needs the role editor">
                read only
              </Chip>
            )}
          </header>
          <Sentence settings={draft} unit={series?.unit ?? null} metric={series?.metric} />
          <div>
            <Section title="Target" note={error ? "not valid" : `${matched.length} series`}>
              <TargetForm
                target={draft.target}
                series={detector.series}
                disabled={!mayEdit}
                onChange={(target) => setDraft({ ...draft, target })}
              />
            </Section>
            <Section title="Algorithm">
              <AlgorithmPicker
                value={draft.algorithm}
                live={detector.settings.algorithm}
                recommended={defaultDetector}
                disabled={!mayEdit}
                onChange={(algorithm) => setDraft(switchAlgorithm(draft, algorithm, live))}
              />
            </Section>
            <Section title="Parameters">
              {paramFields(draft.algorithm).map((field) => (
                <ParamField
                  key={`${draft.algorithm} ${field.name}`}
                  field={field}
                  value={draft.params[field.name]}
                  live={
                    draft.algorithm === live.algorithm
                      ? live.params[field.name]
                      : completeParams(draft.algorithm, {})[field.name]
                  }
                  disabled={!mayEdit}
                  onChange={(value) =>
                    setDraft({ ...draft, params: { ...draft.params, [field.name]: value } })
                  }
                />
              ))}
            </Section>
            <Section title="What counts">
              <CountsForm
                counts={draft.counts}
                unit={unit === "%" ? "(0.01 is 1 %)" : unit}
                metrics={metrics}
                disabled={!mayEdit}
                onChange={(counts) => setDraft({ ...draft, counts })}
              />
            </Section>
          </div>
        </div>
        <div className="flex min-w-0 flex-col gap-4 p-5 max-md:p-3">
          <PreviewPane
            history={series ? history.data : undefined}
            failed={history.error?.message ?? null}
            draft={draft}
            live={live}
            version={detector.version}
            isDraft={changes.length > 0}
            series={series}
            choices={matched}
            days={state.days}
            focus={focus}
            onSeries={(id) => {
              setFocus(null);
              void setState({ series: id });
            }}
            onDays={(days) => {
              setFocus(null);
              void setState({ days });
            }}
            onFocus={setFocus}
          />
          <VersionStrip
            detector={detector}
            mayEdit={mayEdit}
            busy={revert.isPending}
            onRevert={(to) => {
              const old = detector.versions.find((v) => v.version === to);
              revert.mutate(
                { id: detector.id, version: detector.version, to },
                { onSuccess: () => old && setDraft(startDraft(old.settings)) },
              );
            }}
          />
        </div>
      </div>
      {mayEdit ? (
        <SaveBar
          changes={changes}
          next={Math.max(...detector.versions.map((v) => v.version)) + 1}
          note={note}
          problem={error}
          busy={save.isPending}
          onNote={setNote}
          onDiscard={() => setDraft(live)}
          onSave={() =>
            save.mutate(
              { id: detector.id, version: detector.version, settings: draft, note },
              { onSuccess: () => setNote("") },
            )
          }
        />
      ) : null}
      {guard}
    </div>
  );
}

function EditorSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-5 p-5 xl:grid-cols-[2fr_3fr]">
      <div className="grid content-start gap-4">
        <Skeleton className="h-7 w-60" />
        <Skeleton className="h-24 w-full rounded-lg" />
        <Skeleton className="h-64 w-full rounded-lg" />
        <Skeleton className="h-48 w-full rounded-lg" />
      </div>
      <div className="grid content-start gap-3">
        <Skeleton className="h-[62px] w-full rounded-lg" />
        <Skeleton className="h-[306px] w-full rounded-lg" />
        <Skeleton className="h-[190px] w-full rounded-lg" />
      </div>
    </div>
  );
}
