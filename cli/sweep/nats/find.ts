/**
 * Which sweep a worker may work at: one of its own version of the program that waits on the server.
 * @module
 */
import { InputError } from "../../errors.ts";
import type { Link } from "./link.ts";
import { type About, ANY_RUNS, FORMAT, type Names, namesOfStream, readAbout } from "./words.ts";

const HELLO_MS = 1000, SHOWN = 12;

/** A sweep on the server. */
export interface Found {
  readonly names: Names;
  readonly about: About;
}

/**
 * The sweeps of our version that have a stream on the server.
 * @throws InputError if there are none, but living ones of another version: this worker is no use
 */
export async function findSweeps(link: Link, version: string): Promise<Found[]> {
  const found: Found[] = [], others: Found[] = [];
  await link.insist(async () => {
    found.length = others.length = 0;
    for await (const { config } of link.manager.streams.list(ANY_RUNS)) {
      const about = readAbout(config.description);
      if (about === undefined) continue;
      (about.version === version && about.format === FORMAT ? found : others).push({
        names: namesOfStream(config.name),
        about,
      });
    }
  });
  if (found.length > 0) return found;
  for (const { names, about } of others) {
    if (!await isAlive(link, names)) continue; // somebody left it there
    throw new InputError(
      `${link.shown}: sweep ${about.sweep} is of version ${
        shown(about)
      } of the program, this worker ` +
        `of ${shown({ version, format: FORMAT })}: both must have the same sources`,
    );
  }
  return found;
}

const shown = ({ version, format }: Pick<About, "version" | "format">): string =>
  `${version.slice(0, SHOWN)}.${format}`;

const isAlive = (link: Link, { hello }: Names): Promise<boolean> =>
  link.connection.request(hello, "", { timeout: HELLO_MS }).then(() => true, () => false);
