"use client";
import Link from "next/link";
import { useRangeQuery } from "../metric/use-range-query";
import { Button } from "../ui/button";

/** From a service to where more is known of it. What else knows of a service, such as its traces, is linked here. */
export function DrawerLinks({ service }: { service: string }) {
  const query = useRangeQuery();
  const name = encodeURIComponent(service);
  return (
    <>
      <Button asChild>
        <Link href={`/services/${name}${query("?")}`}>Trends</Link>
      </Button>
      <Button asChild>
        <Link href={`/metrics?view=all&service=${name}${query("&")}`}>All series</Link>
      </Button>
    </>
  );
}
