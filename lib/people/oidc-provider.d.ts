/** What the tests use of it; the package has no types of its own. */
declare module "oidc-provider" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    callback(): (req: IncomingMessage, res: ServerResponse) => void;
  }

  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export { Provider as default };
}
