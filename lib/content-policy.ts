/**
 * The Content-Security-Policy of a page: scripts of this host and those that carry the request's nonce (Next's own inline ones), so
 * that a script which somebody smuggled into a page does not run. Styles may be inline: charts and menus place things by style
 * attributes, which no nonce can cover. `dev`: the development server evaluates code and listens on a web socket.
 */
export const contentPolicy = (nonce: string, dev: boolean): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${dev ? " 'unsafe-eval'" : ""}`,
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "worker-src 'self' blob:",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "base-uri 'self'",
    "object-src 'none'",
  ].join("; ");
