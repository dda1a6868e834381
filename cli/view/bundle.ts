/**
 * The page as a browser gets it: four files, bundled of `replay/viewer` and what it imports, and kept in a
 * folder that bears the hash of the sources, so that it is bundled once.
 * @module
 */
import { createHash } from "node:crypto";
import { InputError, systemError } from "../errors.ts";
import { makeDirectory, OutputFile } from "../files.ts";
import { note } from "../output.ts";

const HOUSE = new URL("../../", import.meta.url).pathname;
const VIEWER = `${HOUSE}replay/viewer/`;
/** What the page is made of: its own folder, and the rooms that it may import. */
const ROOMS = ["events", "core/state", "replay"];
const KEPT = "out/.view";

/** The page's files. */
export interface Site {
  readonly html: string;
  readonly style: string;
  readonly page: string;
  readonly worker: string;
}

/** Its files by what they are called, in the kept folder and in a link. */
export const siteNames = {
  html: "index.html",
  style: "style.css",
  page: "page.js",
  worker: "worker.js",
} as const satisfies Record<keyof Site, string>;

/**
 * The page: taken as it is kept, or bundled.
 * @throws InputError if it cannot be bundled
 */
export async function siteOf(kept = KEPT): Promise<Site> {
  const folder = `${kept}/${await hashOfSources()}`;
  const found = await readKept(folder);
  if (found !== null) return found;
  if (Deno.stderr.isTerminal()) note("bundling the page (once, until the sources change)");
  const [html, style, page, worker] = await Promise.all([
    Deno.readTextFile(`${VIEWER}page/index.html`),
    Deno.readTextFile(`${VIEWER}page/style.css`),
    bundled("page/main.ts", "esm"),
    // A browser starts no module from a blob of a page that is a file.
    bundled("worker/main.ts", "iife"),
  ]);
  const site = { html, style, page, worker };
  keep(kept, folder, site);
  return site;
}

async function hashOfSources(): Promise<string> {
  const hash = createHash("sha256").update(Deno.version.deno);
  for (const path of ROOMS.flatMap((room) => filesIn(`${HOUSE}${room}`)).sort()) {
    hash.update(`${path.slice(HOUSE.length)}\0`).update(await Deno.readFile(path)).update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}

function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesIn(`${folder}/${name}`) : [`${folder}/${name}`]
  );
}

/** Null unless all files are there. */
async function readKept(folder: string): Promise<Site | null> {
  try {
    const texts = await Promise.all(
      Object.entries(siteNames).map(async ([what, name]) => [
        what,
        await Deno.readTextFile(`${folder}/${name}`),
      ]),
    );
    return Object.fromEntries(texts);
  } catch {
    return null;
  }
}

/** Keeps the page in place of older ones. That it cannot be kept costs time at the next start, no more. */
function keep(kept: string, folder: string, site: Site): void {
  try {
    makeDirectory(kept);
    for (const { name } of Deno.readDirSync(kept)) {
      Deno.removeSync(`${kept}/${name}`, { recursive: true });
    }
    makeDirectory(folder);
    for (const [what, name] of Object.entries(siteNames)) {
      using file = new OutputFile(`${folder}/${name}`);
      file.write(new TextEncoder().encode(site[what as keyof Site]));
      file.commit();
    }
  } catch (error) {
    const known = error instanceof InputError ? error : systemError(error, `keep ${folder}`);
    note(`the page is bundled again next time: ${known?.message ?? error}`);
  }
}

/** @throws InputError with the reason that Deno gives */
async function bundled(entry: string, format: "esm" | "iife"): Promise<string> {
  let output: Deno.CommandOutput;
  try {
    output = await new Deno.Command(Deno.execPath(), {
      args: [
        "bundle",
        "--quiet",
        "--frozen",
        "--platform=browser",
        `--format=${format}`,
        "--minify",
        `--config=${VIEWER}deno.json`,
        `--lock=${VIEWER}deno.lock`,
        `${VIEWER}${entry}`,
      ],
      env: { NO_COLOR: "1" },
      stdin: "null",
    }).output();
  } catch (error) {
    throw systemError(error, "start deno bundle") ?? error;
  }
  const decoder = new TextDecoder();
  if (output.success && output.stdout.length > 0) return decoder.decode(output.stdout);
  throw new InputError(
    `cannot bundle the page (replay/viewer/${entry}): ${
      reasonOf(decoder.decode(output.stderr))
    }; ` +
      `the first time npm must be within reach`,
  );
}

/** The line of what Deno said that names the error. */
function reasonOf(said: string): string {
  const lines = said.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return lines.find((line) => /^error/i.test(line))?.replace(/^error: */i, "") ?? lines[0] ??
    "it says nothing";
}
