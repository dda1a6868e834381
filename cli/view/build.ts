/**
 * The page as static files: `index.html`, which holds all of the page, and beside it the logs that it opens.
 * @module
 */
import { type ByteSource, sourceOf } from "../../events/file/reader.ts";
import type { BootLog } from "../../replay/viewer/protocol.ts";
import { InputError } from "../errors.ts";
import { makeDirectory, OutputFile } from "../files.ts";
import { Progress } from "../progress.ts";
import { SEEK_ENDING } from "../timeline.ts";
import type { Site } from "./bundle.ts";
import { oneFile } from "./html.ts";
import { seekOf, type ShownLog } from "./log.ts";

const PIECE_BYTES = 1 << 20;

/** A file that was written. */
export interface BuiltFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Writes the page, and logs with the checkpoints that stand beside them.
 * @throws InputError if it cannot be written there
 */
export function buildSite(site: Site, logs: readonly ShownLog[], folder: string): BuiltFile[] {
  const root = folder.replace(/(.)\/+$/, "$1"), files: BuiltFile[] = [], boot: BootLog[] = [];
  makeDirectory(logs.length === 0 ? root : `${root}/logs`);
  logs.forEach((log, at) => {
    const name = `logs/${at + 1}-${log.name.replace(/\.(zst|gz)$/, "")}`,
      url = encodeURI(name).replaceAll(/[?#]/g, encodeURIComponent);
    files.push(write(`${root}/${name}`, log));
    const seek = seekOf(log);
    if (seek !== null) files.push(write(`${root}/${name}${SEEK_ENDING}`, seek));
    boot.push({ name: log.name, url, seek: seek === null ? null : `${url}${SEEK_ENDING}` });
  });
  const html = new TextEncoder().encode(oneFile(site, boot, []));
  return [write(`${root}/index.html`, sourceOf(html)), ...files];
}

function write(path: string, bytes: ByteSource): BuiltFile {
  const { size } = bytes;
  using file = new OutputFile(path);
  using progress = new Progress(`writing ${path}`, size);
  for (let at = 0; at < size;) {
    const piece = bytes.read(at, Math.min(PIECE_BYTES, size - at));
    if (piece.length === 0) throw new InputError(`${path}: what is copied has become shorter`);
    file.write(piece);
    progress.add(piece.length);
    at += piece.length;
  }
  file.commit();
  return { path, bytes: size };
}
