import { CopyButton } from "../ui/copy-button";

/** Text to put somewhere else: a command, a piece of configuration. */
export function Snippet({ title, text }: { title: string; text: string }) {
  return (
    <figure className="m-0 overflow-hidden rounded-lg border border-line bg-surface">
      <figcaption className="flex h-9 items-center border-line border-b pr-1.5 pl-3.5 font-medium text-sm">
        {title}
        <span className="ml-auto">
          <CopyButton text={text} label={`Copy: ${title}`} />
        </span>
      </figcaption>
      <pre className="whitespace-pre-wrap break-all px-3.5 py-3 text-sm leading-[19px]">{text}</pre>
    </figure>
  );
}
