import type { ReactNode } from "react";

/** One titled section of the drawer. */
export function Part({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="border-line border-b px-4 py-3">
      <h3 className="mb-1.5 flex items-center font-semibold text-sm">
        {title}
        <span className="ml-auto font-normal text-muted">{aside}</span>
      </h3>
      {children}
    </section>
  );
}
