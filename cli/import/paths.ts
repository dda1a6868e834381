/**
 * Where traces come from and where their logs go.
 * @module
 */

const TRACES = new URL("../../fixtures/traces/", import.meta.url);

/** The path of a bundled file. */
export function bundled(name: string): string {
  return decodeURIComponent(new URL(name, TRACES).pathname);
}

/** The trace that is read if none is named. */
export const BUNDLED_TRACE: string = bundled("base-256.ftrace.zst");

/** `out/NAME.log` for a trace's path; its name up to the first point. */
export function logPathFor(path: string): string {
  const name = path === "-" ? "" : path.replace(/^.*\//, "").replace(/(.)\..*$/, "$1");
  return `out/${name || "import"}.log`;
}
