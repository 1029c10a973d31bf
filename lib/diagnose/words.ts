/** Words that every failure and every code base has, so that sharing them says nothing. */
const common = new Set(
  `the and for from with into not that this but was are has have had its after before when then than only also per via any all out
  error errors err fail failed failing failure failures request requests response returned returning return returns service services
  upstream downstream svc server client handler handle code status http https grpc rpc call calls called func function const let var
  new nil null true false string int int64 float bool struct type map import export package async await context ctx ms seconds second
  minute minutes above below threshold observed ratio count total rate p99 p95 latency duration timeout timeouts timed slow critical
  high low over under because main src pkg services internal lib app java yaml json go ts js py com org github aborted propagating
  update updated updates value values key keys get set run running start started completed public private class void static self`.split(
    /\s+/,
  ),
);

/** The telling words of a text, lower case: identifiers are split at humps and underscores, plurals lose their s. */
export function wordsOf(text: string): Set<string> {
  const found = new Set<string>();
  for (const raw of text.split(/[^A-Za-z0-9]+/))
    for (const part of raw
      .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
      .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
      .split(" ")) {
      const word = part.toLowerCase();
      const stem =
        word.length > 4 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
      if (stem.length >= 3 && !/^\d+$/.test(stem) && !common.has(word) && !common.has(stem))
        found.add(stem);
    }
  return found;
}
