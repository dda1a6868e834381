/**
 * The page's HTML: told what it opens, or made one file that holds all.
 * @module
 */
import { createHash } from "node:crypto";
import type { Boot, BootLog } from "../../replay/viewer/protocol.ts";
import { type Site, siteNames } from "./bundle.ts";

const BOOT = /<script type="application\/json" id="boot">[^<]*<\/script>/;
const SCRIPT = `<script type="module" src="${siteNames.page}"></script>`;
const STYLE = `<link rel="stylesheet" href="${siteNames.style}">`;
const HEAD = /<meta charset="?utf-8"? ?\/?>/i;

/** A log in a page that is one file. */
export interface Enclosed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** JSON within HTML: no `<` that could end its element. */
const jsonIn = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

/** Code within HTML: nothing that HTML takes for its element's end, or for a comment. */
const codeIn = (code: string): string => code.replaceAll(/<(?=\/script|script|!--)/gi, "\\x3c");

/** Puts a part in its place. A page whose parts are not to be found is a bug of ours. */
function put(html: string, place: RegExp | string, part: string): string {
  const at = typeof place === "string" ? html.indexOf(place) : html.search(place);
  if (at < 0) throw new Error(`index.html has no ${place}`);
  return html.replace(place, () => part);
}

/** The page with what it is told when it begins. */
export function withBoot(html: string, boot: Boot): string {
  return put(html, BOOT, `<script type="application/json" id="boot">${jsonIn(boot)}</script>`);
}

const hashOf = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/**
 * The page as one file: script, style, worker and logs are in it. Its policy lets it run these and nothing
 * else, and go nowhere, but to the logs beside it.
 */
export function oneFile(
  site: Site,
  beside: readonly BootLog[],
  enclosed: readonly Enclosed[],
): string {
  const page = codeIn(site.page), style = site.style;
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(page)} 'wasm-unsafe-eval'`,
    "worker-src blob:",
    `style-src ${hashOf(style)}`,
    `connect-src ${beside.length === 0 ? "" : "'self' "}data:`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const held = [
    `<script type="text/plain" id="worker">${codeIn(site.worker)}</script>`,
    ...enclosed.map(({ bytes }, at) =>
      `<script type="text/plain" id="log-${at}">${bytes.toBase64()}</script>`
    ),
  ].join("\n");
  const boot: Boot = {
    worker: null,
    logs: [...beside, ...enclosed.map(({ name }, at) => ({ name, element: `log-${at}` }))],
  };
  let html = withBoot(site.html, boot);
  html = put(
    html,
    HEAD,
    `<meta charset="utf-8">\n<meta http-equiv="content-security-policy" content="${policy}">`,
  );
  html = put(html, STYLE, `<style>${style}</style>`);
  return put(html, SCRIPT, `${held}\n<script type="module">${page}</script>`);
}
