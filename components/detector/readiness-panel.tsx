"use client";
import { useView, type ViewOutput } from "../query";
import { Card } from "../ui/card";
import { Eta, ReadinessChip } from "./readiness-chip";

type Detector = ViewOutput<"detector">;

const listed = 6;

/** How far the detector is, and which series are not well or not through, with the reason. */
export function ReadinessPanel({ detector }: { detector: Detector }) {
  const { readiness: summary } = detector;
  const { data } = useView(
    "detector-readiness",
    { id: detector.id },
    { topics: ["detector", "readiness"], everyMs: 15_000 },
  );
  const names = new Map(
    detector.series.map((s) => [
      s.id,
      [s.service ?? s.metric, s.service ? s.title : "", s.tagWords].filter(Boolean).join(" · "),
    ]),
  );
  const notReady = (data?.series ?? []).filter((s) => s.state !== "ready" || s.why !== null);
  const { counts, total } = summary;
  const waiting = counts.waiting > 0 ? `${counts.waiting} wait for a first point` : null;
  return (
    <Card
      title="Readiness"
      aside={<ReadinessChip summary={summary} />}
      note={[`${counts.ready} of ${total} series judged`, waiting].filter(Boolean).join(", ")}
    >
      {summary.state === "failed" ? (
        <p className="px-3.5 py-2 text-strong">{summary.why}</p>
      ) : notReady.length === 0 ? (
        <p className="px-3.5 py-2 text-muted">
          {total === 0
            ? "The target matches no series. Nothing is judged."
            : counts.ready === 0
              ? "The worker has not told anything of this detector yet. It does within seconds of the first point."
              : "Every series that sends points is judged."}
        </p>
      ) : (
        <ul>
          {notReady.slice(0, listed).map((s) => (
            <li key={s.id} className="row flex flex-wrap gap-x-3 gap-y-0.5 px-3.5 py-1.5">
              <span className="min-w-0 flex-1 truncate">{names.get(s.id) ?? `series ${s.id}`}</span>
              <span className="text-muted text-sm">
                {s.state === "learning" && s.share !== null
                  ? `Learning ${Math.round(s.share * 100)} %`
                  : s.state.charAt(0).toUpperCase() + s.state.slice(1)}
                {s.etaAt !== null ? (
                  <>
                    , <Eta at={s.etaAt} />
                  </>
                ) : null}
                {s.why ? `: ${s.why}` : ""}
              </span>
            </li>
          ))}
          {notReady.length > listed ? (
            <li className="px-3.5 py-1.5 text-muted text-sm">
              and {notReady.length - listed} more
            </li>
          ) : null}
        </ul>
      )}
    </Card>
  );
}
