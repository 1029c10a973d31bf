"use client";
import { useView, type ViewOutput } from "../query";
import { cn } from "../ui/cn";
import { formatCount } from "../ui/format";
import { Fact } from "./fact";

/** What is missing against forecast since the onset: "−312 ± 40 bookings". Absent while no series can say. */
export function LossFact({ situation: s }: { situation: ViewOutput<"situation"> }) {
  const { data } = useView(
    "situation-loss",
    { id: s.id },
    { everyMs: s.resolvedAt === null ? 30_000 : 600_000 },
  );
  return (data?.losses ?? []).map((loss) => {
    const sure = Math.abs(loss.sum) > loss.plusMinus;
    return (
      <Fact
        key={loss.seriesId}
        label={`${capital(loss.name.replace(/ at .*$/, ""))} against forecast`}
      >
        <span
          title={`${capital(loss.name)} since the onset, by the forecast of “${loss.detector}” frozen at the onset; 95 % interval`}
          className={cn(sure && loss.sum < 0 && s.status !== "resolved" && "text-strong")}
        >
          {loss.sum < 0 ? "−" : "+"}
          {formatCount(Math.abs(Math.round(loss.sum)))} ± {formatCount(Math.round(loss.plusMinus))}
        </span>
        <span className="q">{sure ? "so far" : "within forecast"}</span>
      </Fact>
    );
  });
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
