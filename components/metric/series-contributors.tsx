"use client";
import { useState } from "react";
import { formatValue } from "../chart/format-value";
import { Segments } from "../chart/segments";
import { useView } from "../query";
import { Card } from "../ui/card";
import { Checkbox } from "../ui/checkbox";
import { EmptyState } from "../ui/empty-state";
import { Meter } from "../ui/meter";
import { Skeleton } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";

/** A series of the same metric to draw behind the chart */
export type ShownSeries = { id: number; name: string };

const mostTags = 5;

/** Which tags explain what changed in the range. One value may be drawn into the chart. */
export function SeriesContributors({
  id,
  range,
  shown,
  onShown,
}: {
  id: number;
  range: { from: string; to: string };
  shown: ShownSeries | null;
  onShown(series: ShownSeries | null): void;
}) {
  const [wanted, setTag] = useState<string | null>(null);
  const query = useView("metric-contributors", { id, ...range });
  return (
    <ViewState
      query={query}
      what="The contributors"
      skeleton={<Skeleton className="h-[180px] w-full rounded-lg" />}
    >
      {(data) => {
        const tags = data.tags.slice(0, mostTags);
        const chosen = tags.find((t) => t.tag === wanted) ?? tags[0];
        const write = (v: number | null) => formatValue(v, data.unit, data.metric);
        return (
          <Card
            title="Contributors"
            note={
              data.against === "week" ? "against a week before" : "against the time just before"
            }
            aside={
              data.cut ? `newest ${data.series} series` : `${data.series} series of this metric`
            }
          >
            {!chosen ? (
              <EmptyState title="Nothing to tell apart">
                This is the only series of its metric. Send it with tags such as region or pool to
                see which of them explains a change.
              </EmptyState>
            ) : (
              <>
                {tags.length > 1 ? (
                  <div className="overflow-x-auto px-3.5 pt-3">
                    <Segments
                      label="By tag"
                      value={chosen.tag}
                      options={tags.map((t) => ({ value: t.tag, label: t.tag }))}
                      onChange={(tag) => setTag(tag)}
                    />
                  </div>
                ) : null}
                <ul className="grid gap-2.5 p-3.5">
                  {chosen.values.map((v) => {
                    const [only] = v.series;
                    const drawable = v.series.length === 1 && only !== undefined && only !== id;
                    const name = `${chosen.tag}=${v.value}`;
                    return (
                      <li
                        key={v.value}
                        className="grid grid-cols-[16px_minmax(0,1fr)] items-start gap-x-2"
                      >
                        {drawable ? (
                          <Checkbox
                            className="mt-1"
                            aria-label={`Draw ${name} into the chart`}
                            checked={shown?.id === only}
                            onCheckedChange={(on) => onShown(on ? { id: only, name } : null)}
                          />
                        ) : (
                          <span />
                        )}
                        <div className="grid gap-1">
                          <span className="flex justify-between gap-3">
                            <span className="truncate" title={v.value}>
                              {v.value}
                              {only === id && v.series.length === 1 ? (
                                <span className="text-faint"> this series</span>
                              ) : v.series.length > 1 ? (
                                <span className="text-faint"> {v.series.length} series</span>
                              ) : null}
                            </span>
                            <span className="whitespace-nowrap text-muted">
                              {v.before === null ? "new" : `${write(v.before)} to`}{" "}
                              <span className="text-ink">
                                {v.now === null ? "gone" : write(v.now)}
                              </span>
                            </span>
                          </span>
                          <Meter share={v.share} tone={v.change >= 0 ? "strong" : "weak"} />
                        </div>
                      </li>
                    );
                  })}
                </ul>
                {chosen.total > chosen.values.length ? (
                  <p className="border-line border-t px-3.5 py-2 text-muted text-sm">
                    {chosen.total - chosen.values.length} more changed less.
                  </p>
                ) : null}
              </>
            )}
          </Card>
        );
      }}
    </ViewState>
  );
}
