"use client";
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { defaultDetector } from "@/lib/detect/detectors";
import type { DetectorSettings } from "@/lib/detect/model";
import { tickFormat } from "../chart/format-value";
import { Segments } from "../chart/segments";
import { useMay } from "../nav/use-shell";
import { useVerb, useView, type ViewOutput } from "../query";
import { Skeleton } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { AdvancedForm } from "./advanced-form";
import { ConfigDialog } from "./config-dialog";
import { DetectorHeader } from "./detector-header";
import { changesOf, startDraft, switchAlgorithm } from "./prepare-draft";
import { previewDays } from "./preview-head";
import { PreviewPane } from "./preview-pane";
import { ReadinessPanel } from "./readiness-panel";
import { SaveBar } from "./save-bar";
import { Scorecard } from "./scorecard";
import { Sentence } from "./sentence";
import { ShadowCard } from "./shadow-card";
import { matchTarget } from "./target-form";
import type { PreviewSpan } from "./use-preview";
import { useUnsavedGuard } from "./use-unsaved-guard";
import { VersionStrip } from "./version-strip";

type Detector = ViewOutput<"detector">;

const modes = [
  { value: "simple", label: "Simple" },
  { value: "advanced", label: "Advanced" },
] as const;
const parsers = {
  mode: parseAsStringLiteral(["simple", "advanced"]).withDefault("simple"),
  series: parseAsInteger,
  days: parseAsStringLiteral(previewDays).withDefault("7"),
};

/** One detector: its settings on the left, what they would have raised on real history on the right. */
export function DetectorPage({ id }: { id: string }) {
  const query = useView("detector", { id }, { topics: ["detector", "readiness"] });
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
  const [shadow, setShadow] = useState(false);
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
  const saveShadow = useVerb("shadow-detector", {
    says: (o) => `Version ${o.version} runs as a shadow for ${o.hours} h`,
  });
  const revert = useVerb("revert-detector", { says: (o) => `Went back, as version ${o.version}` });
  const { matched, error } = useMemo(
    () => matchTarget(draft.target, detector.series),
    [draft.target, detector.series],
  );
  const series = matched.find((s) => s.id === state.series) ?? matched[0];
  const companion = draft.counts.minTraffic?.metric ?? null;
  const history = useView(
    "detector-history",
    { detectorId: detector.id, seriesId: series?.id ?? 0, days: 28, companion },
    { enabled: series !== undefined },
  );
  const metrics = [
    ...new Set(
      detector.series
        .filter((s) => s.service !== null && s.service === series?.service && s.id !== series?.id)
        .map((s) => s.metric),
    ),
  ];
  const words = series ? { unit: series.unit, metric: series.metric } : { unit: null, metric: "" };
  const settingsOf = (n: number) => detector.versions.find((v) => v.version === n)?.settings;
  const form = {
    live,
    recommended: defaultDetector,
    series: detector.series,
    metrics,
    disabled: !mayEdit,
    onChange: setDraft,
    onAlgorithm: (algorithm: string) => setDraft(switchAlgorithm(draft, algorithm, live)),
  };
  return (
    <div className="flex flex-1 flex-col">
      <div className="grid flex-1 grid-cols-[minmax(0,1fr)] xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <div className="flex min-w-0 flex-col gap-4 border-line p-5 max-md:p-3 xl:border-r">
          <DetectorHeader detector={detector} mayEdit={mayEdit} />
          <div className="flex flex-wrap items-center gap-2">
            <Segments
              label="How much to show"
              value={state.mode}
              options={modes}
              onChange={(mode) => void setState({ mode })}
            />
            <span className="ml-auto">
              <ConfigDialog id={detector.id} title={detector.title} settings={draft} />
            </span>
          </div>
          <Sentence {...form} {...words} settings={draft} />
          {state.mode === "advanced" ? (
            <AdvancedForm
              {...form}
              draft={draft}
              matched={matched.length}
              error={error}
              unit={series ? tickFormat(0, 0, series.unit, series.metric).unit : ""}
            />
          ) : null}
          <ReadinessPanel detector={detector} />
          <Scorecard detectorId={detector.id} />
        </div>
        <div className="flex min-w-0 flex-col gap-4 p-5 max-md:p-3">
          {detector.shadow === null ? null : (
            <ShadowCard
              detectorId={detector.id}
              version={detector.version}
              mayEdit={mayEdit}
              history={series ? history.data : undefined}
              words={words}
            />
          )}
          <PreviewPane
            detectorId={detector.id}
            trusted={detector.untrusted === null}
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
            onTry={(n) => {
              const old = settingsOf(n);
              if (old) setDraft(startDraft(old));
              setNote(`As version ${n}`);
            }}
            onRevert={(to) => {
              const old = settingsOf(to);
              revert.mutate(
                { id: detector.id, version: detector.version, to },
                { onSuccess: () => old && setDraft(startDraft(old)) },
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
          shadow={detector.enabled ? shadow : null}
          problem={error}
          busy={save.isPending || saveShadow.isPending}
          onNote={setNote}
          onShadow={setShadow}
          onDiscard={() => setDraft(live)}
          onSave={() => {
            const what = { id: detector.id, version: detector.version, settings: draft, note };
            const saved = () => setNote("");
            if (!shadow || !detector.enabled) save.mutate(what, { onSuccess: saved });
            else
              saveShadow.mutate(what, {
                onSuccess: () => {
                  saved();
                  setShadow(false);
                  setDraft(live);
                },
              });
          }}
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
