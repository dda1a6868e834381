/**
 * Who may ask the server of the page, and what a browser may do with its answers.
 * @module
 */
import { timingSafeEqual } from "node:crypto";

export const HOST = "127.0.0.1";
const TOKEN_BYTES = 16;

/**
 * What the page may do: run our own code, and WebAssembly, for zstd and the digest's hash (zstddec fetches its
 * own from a `data:` URL); ask this server for logs. Nothing comes from outside, and nothing goes there.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "connect-src 'self' data:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** What every answer bears, a refusal too. */
export const headers: Readonly<Record<string, string>> = {
  "content-security-policy": policy,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

/** A secret that nobody guesses, as it stands in a path. */
export function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES));
  return bytes.toHex();
}

/** True if two secrets are equal; how long it takes tells nothing of where they differ. */
function isSame(given: string, token: string): boolean {
  const encoder = new TextEncoder();
  const a = encoder.encode(given), b = encoder.encode(token);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Why a request is refused; null if it is not. */
export interface Refusal {
  readonly status: 403 | 405;
  readonly why: string;
}

/**
 * Looks at a request before anything is done for it. A page of another site that a browser was led to cannot
 * ask by a name of its own (`Host`, DNS rebinding), nor from its own origin, nor without the token.
 * @returns the path behind the token, or why the request is refused
 */
export function admit(request: Request, port: number, token: string): string | Refusal {
  const hosts = [`${HOST}:${port}`, `localhost:${port}`];
  const host = request.headers.get("host"), origin = request.headers.get("origin");
  if (host === null || !hosts.includes(host)) {
    return { status: 403, why: `refused: this is ${hosts[0]}, and answers to no other name` };
  }
  if (origin !== null && !hosts.includes(origin.replace(/^http:\/\//, ""))) {
    return { status: 403, why: "refused: the request comes from a page of another origin" };
  }
  const [, given, path] = /^\/([^/]*)\/?(.*)$/.exec(new URL(request.url).pathname) ?? ["", "", ""];
  if (!isSame(given, token)) {
    return { status: 403, why: "refused: open the whole link that `deno task view` printed" };
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    return { status: 405, why: "refused: there is nothing to do here but to read (GET, HEAD)" };
  }
  return path;
}
