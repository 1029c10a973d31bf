"use client";
import { Check, MoreHorizontal, X } from "lucide-react";
import type { ReactNode } from "react";
import { useMay } from "../nav/use-shell";
import { useVerb, type ViewOutput } from "../query";
import { CauseIcon } from "../situation/cause-icon";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Menu, MenuItem } from "../ui/menu";
import { Meter } from "../ui/meter";

type Situation = ViewOutput<"situation">;
type Suspect = Situation["suspects"][number];

const kinds: Record<string, string> = { deploy: "deployment", flag: "flag", config: "config" };
const kindWords = (s: Suspect) =>
  s.kind !== "change" ? s.kind : (kinds[s.changeKind ?? ""] ?? s.changeKind ?? "change");

function Judge({ situationId, suspect }: { situationId: number; suspect: Suspect }) {
  const judge = useVerb("judge-suspect");
  const set = (state: "confirmed" | "cleared" | "none") =>
    judge.mutate({ situationId, kind: suspect.kind, ref: suspect.ref, state });
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon-sm" aria-label={`Judge ${suspect.title}`}>
          <MoreHorizontal size={14} aria-hidden="true" />
        </Button>
      }
    >
      {suspect.state === "confirmed" ? null : (
        <MenuItem icon={<Check size={14} aria-hidden="true" />} onSelect={() => set("confirmed")}>
          Confirm as the cause
        </MenuItem>
      )}
      {suspect.state === "cleared" ? null : (
        <MenuItem icon={<X size={14} aria-hidden="true" />} onSelect={() => set("cleared")}>
          Clear: not the cause
        </MenuItem>
      )}
      {suspect.state === "confirmed" || suspect.state === "cleared" ? (
        <MenuItem onSelect={() => set("none")}>Take the judgement back</MenuItem>
      ) : null}
    </Menu>
  );
}

function First({ suspect, judge }: { suspect: Suspect; judge: ReactNode }) {
  const evidence = [...suspect.evidence].sort((a, b) => b.weight - a.weight);
  return (
    <div className="px-3.5 pt-2.5 pb-3">
      <div className="flex items-center gap-2">
        <CauseIcon changeKind={suspect.changeKind} size={14} />
        <span className="min-w-0 truncate font-semibold" title={suspect.title}>
          {suspect.title}
        </span>
        {suspect.state === "confirmed" ? (
          <Chip tone="good" className="shrink-0">
            Confirmed
          </Chip>
        ) : (
          <span className="shrink-0 text-muted">{kindWords(suspect)}</span>
        )}
        <span className="ml-auto font-medium font-mono">{suspect.score.toFixed(2)}</span>
        {judge}
      </div>
      <Meter share={suspect.score} tone="strong" className="mt-1.5 mb-2" />
      <ul className="grid gap-1 text-sm">
        {evidence.slice(0, 5).map((e) => (
          <li key={`${e.name}${e.says}`} className="grid grid-cols-[34px_minmax(0,1fr)] gap-2">
            <span className="text-right font-mono text-muted">
              {e.weight < 0 ? "−" : "+"}
              {Math.abs(e.weight).toFixed(1)}
            </span>
            <span>{e.says}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Lower({ suspect, judge }: { suspect: Suspect; judge: ReactNode }) {
  const against = suspect.veto ?? (suspect.state === "cleared" ? "Cleared" : null);
  const best = [...suspect.evidence].sort((a, b) => b.weight - a.weight)[0];
  return (
    <div className="border-line border-t px-3.5 py-1.5">
      <div className="flex items-center gap-2">
        <CauseIcon changeKind={suspect.changeKind} />
        <span className="min-w-0 truncate text-muted" title={suspect.title}>
          {suspect.title}
        </span>
        <span className="shrink-0 text-faint text-sm">{kindWords(suspect)}</span>
        <Meter share={suspect.score} tone="faint" className="ml-auto w-12 shrink-0" />
        <span className="font-mono text-muted text-sm">{suspect.score.toFixed(2)}</span>
        {judge}
      </div>
      {against || best ? (
        <p className="pl-[21px] text-muted text-sm">{against ?? best?.says}</p>
      ) : null}
    </div>
  );
}

/** Who is suspected, with the evidence for the first and the veto of the others; or that no change is guilty. */
export function LikelyCause({ situation }: { situation: Situation }) {
  const may = useMay("responder", situation.services);
  const { suspects, step } = situation;
  const judge = (suspect: Suspect) =>
    may && situation.status !== "resolved" ? (
      <Judge situationId={situation.id} suspect={suspect} />
    ) : null;
  const [first, ...rest] = suspects;
  const guilty = first && first.veto === null && first.state !== "cleared";
  const changeGuilty = suspects.some(
    (s) => s.kind === "change" && s.veto === null && s.state !== "cleared" && s.score >= 0.3,
  );
  return (
    <Card title="Likely cause" aside={suspects.length > 0 ? `${suspects.length} looked at` : null}>
      {first ? (
        guilty ? (
          <First suspect={first} judge={judge(first)} />
        ) : (
          <p className="px-3.5 py-3 text-muted">Every suspect so far has been ruled out.</p>
        )
      ) : (
        <p className="px-3.5 py-3 text-muted">
          {step === "diagnosing"
            ? "Looking: suspects appear here within seconds of the first checks."
            : "Nothing stands out: no service and no change explains this."}
        </p>
      )}
      {(guilty ? rest : suspects).slice(0, 4).map((s) => (
        <Lower key={s.id} suspect={s} judge={judge(s)} />
      ))}
      {first && !changeGuilty && step !== "diagnosing" ? (
        <p className="border-line border-t px-3.5 py-2.5 text-sm">
          <span className="font-medium">No change is guilty.</span>{" "}
          <span className="text-muted">
            Nothing that was changed lately explains this, so no rollback is proposed.
          </span>
        </p>
      ) : null}
    </Card>
  );
}
