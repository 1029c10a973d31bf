import type { Plan } from "@/lib/remediate/model";
import { diffNoun, isPage } from "./remedy-words";

function Line({
  sign,
  text,
  note,
}: {
  sign: "−" | "+" | " ";
  text: string;
  note?: string | undefined;
}) {
  const tone = sign === "−" ? "bg-strong-soft" : sign === "+" ? "bg-good-soft" : "text-muted";
  const mark = sign === "−" ? "text-strong" : sign === "+" ? "text-good" : "text-faint";
  return (
    <div
      className={`grid min-h-[22px] grid-cols-[30px_minmax(0,1fr)_auto] items-center pr-3.5 ${tone}`}
    >
      <span className={`text-center ${mark}`}>{sign}</span>
      <span className="min-w-0 break-all">{text}</span>
      {note ? <span className="pl-3 text-muted">{note}</span> : null}
    </div>
  );
}

/** What the plan changes, line by line: what runs now, what will run after, what goes along. */
export function PlanDiff({
  plan,
  begun,
}: {
  plan: Plan /** Its execution has begun or is over */;
  begun: boolean;
}) {
  const name = plan.target.replace(/^(flag|config|pod|instance):/, "");
  const what = diffNoun[plan.kind];
  return (
    <>
      <div className="py-2 font-mono text-sm">
        <Line
          sign=" "
          text={isPage(plan) ? `page ${name}` : `${plan.kind} ${name}`}
          note={`by ${plan.integration}`}
        />
        <Line sign="−" text={`${what}: ${plan.from}`} note={begun ? "ran before" : "runs now"} />
        <Line
          sign="+"
          text={`${what}: ${plan.to}`}
          note={begun ? "with the plan" : "after approval"}
        />
      </div>
      {plan.ridesAlong.length > 0 ? (
        <ul aria-label="Rides along">
          {plan.ridesAlong.map((words) => (
            <li
              key={words}
              className="flex min-h-[30px] items-center gap-3 border-line border-t px-3.5 py-1"
            >
              <span className="min-w-0 flex-1">{words}</span>
              <span className="text-muted text-sm">
                {isPage(plan) ? "Goes with the page" : "Rides along"}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
