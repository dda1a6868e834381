/**
 * The form `html`: one file that holds the page of `view` and a log, to attach to a mail or an issue.
 * @module
 */
import { count } from "../../replay/text.ts";
import { InputError } from "../errors.ts";
import { OutputFile } from "../files.ts";
import { siteOf } from "../view/bundle.ts";
import { oneFile } from "../view/html.ts";
import type { ShownLog } from "../view/log.ts";
import type { Written } from "./write.ts";

/** Bytes of a log that still fits: its page, by mail, is a message of 23 MB; most take up to 25. */
export const HTML_LOG_BYTES = 12 * 2 ** 20;

/**
 * Writes the page of a log.
 * @throws InputError if the log is too large, or the page cannot be made
 */
export async function writeHtml(path: string, log: ShownLog): Promise<Written> {
  if (log.size > HTML_LOG_BYTES) {
    throw new InputError(
      `--html: ${log.name} has ${count(log.size)} bytes, too many for one page (at most ` +
        `${count(HTML_LOG_BYTES)}); \`view --build DIR LOG\` puts a log beside its page`,
    );
  }
  using file = new OutputFile(path);
  const enclosed = { name: log.name, bytes: log.read(0, log.size) };
  const html = new TextEncoder().encode(oneFile(await siteOf(), [], [enclosed]));
  file.write(html);
  file.commit();
  return { form: "html", path, bytes: html.length };
}
