/**
 * The page of `--html`: the file is begun before anything runs, and written whole or not at all.
 * @module
 */
import { InputError } from "../errors.ts";
import { OutputFile } from "../files.ts";
import { note } from "../output.ts";
import { titlesOf } from "./page/titles.ts";
import { documentOf } from "./page/document.ts";
import type { Guest } from "./guests.ts";
import type { Tried } from "./verdicts.ts";

/** A page that is to be written when all has run. */
export class Page {
  private readonly file: OutputFile;

  /** @throws InputError if it cannot be written there */
  constructor(private readonly path: string) {
    if (path === "-") {
      throw new InputError("--html -: the verdicts go there; give the name of a file");
    }
    this.file = new OutputFile(path);
  }

  /**
   * Writes it.
   * @param guests of T11; none, if it was not tried
   * @param folder where the logs are
   */
  async finish(tried: readonly Tried[], guests: readonly Guest[], folder: string): Promise<void> {
    const page = documentOf(tried, guests, await titlesOf(tried), folder);
    this.file.write(new TextEncoder().encode(page));
    this.file.commit();
    note(` page   ${this.path}`);
  }

  [Symbol.dispose](): void {
    this.file[Symbol.dispose]();
  }
}
