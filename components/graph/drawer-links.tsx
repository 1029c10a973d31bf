"use client";
import Link from "next/link";
import { useRangeQuery } from "../metric/use-range-query";
import { useTimeRange } from "../nav/use-time-range";
import { tracesUrl } from "../trace/traces-url";
import { Button } from "../ui/button";

/** From a service to where more is known of it. What else knows of a service is linked here. */
export function DrawerLinks({ service }: { service: string }) {
  const query = useRangeQuery();
  const { text } = useTimeRange();
  const name = encodeURIComponent(service);
  return (
    <>
      <Button asChild>
        <Link href={`/services/${name}${query("?")}`}>Trends</Link>
      </Button>
      <Button asChild>
        <Link href={`/metrics?view=all&service=${name}${query("&")}`}>All series</Link>
      </Button>
      <Button asChild>
        <Link href={tracesUrl({ service, ...text })}>Traces</Link>
      </Button>
      <Button asChild>
        <Link href={`/logs?service=${name}${query("&")}`}>Logs</Link>
      </Button>
    </>
  );
}
