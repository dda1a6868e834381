/**
 * An unfinished log: what a run that was killed left, opened to its last whole block.
 * @module
 */
import { BLOCK_HEADER_BYTES } from "../../events/file/block.ts";
import { type ByteSource, type LogFile, openLog } from "../../events/file/reader.ts";
import { DIGEST_EVERY, PREFIX_BYTES } from "../../events/file/writer.ts";
import { codec } from "../codec.ts";
import { InputError } from "../errors.ts";
import { isThere, OutputFile, PART } from "../files.ts";
import { badLog, fileSource } from "../logs.ts";

/** An unfinished log, open to its last whole block; nobody else can write it meanwhile. */
export class Unfinished {
  private constructor(
    /** Where it stands, and where it will once it is whole. */
    readonly from: string,
    readonly path: string,
    readonly log: LogFile,
    readonly source: ByteSource & Disposable,
    readonly file: OutputFile,
  ) {}

  /**
   * Opens what a run that was killed left of its log.
   * @param word the log's name, or that of its part
   * @returns the number of its events if the log is whole
   * @throws InputError if there is none, it is being written, or its header is not whole
   */
  static open(word: string): Unfinished | number {
    const path = word.endsWith(PART) ? word.slice(0, -PART.length) : word;
    const isPart = isThere(`${path}${PART}`), from = isPart ? `${path}${PART}` : path;
    if (!isThere(from)) {
      throw new InputError(`cannot resume ${word}: there is no such file, and no ${path}${PART}`);
    }
    const file = isPart ? new OutputFile(path, true) : null, source = fileSource(from);
    try {
      const log = openLog(source, codec, { recover: true });
      if (file !== null) return new Unfinished(from, path, log, source, file);
      if (log.damage !== null) return new Unfinished(from, path, log, source, new OutputFile(path));
      source[Symbol.dispose]();
      return log.events;
    } catch (error) {
      file?.discard();
      source[Symbol.dispose]();
      throw badLog(from, error, "; there is nothing to go on with: run it anew");
    }
  }

  /** Blocks that an unbroken run has just so; the last of a log may be short, and bears digests. */
  steadyBlocks(blockEvents: number): number {
    const { blocks, index } = this.log, last = blocks - 1;
    if (blocks === 0) return 0;
    const isLast = index[last].events < blockEvents ||
      (blocks % DIGEST_EVERY !== 0 && this.log.digestsOf(last).length > 0);
    return isLast ? last : blocks;
  }

  /** The byte behind a number of blocks. */
  endOf(blocks: number): number {
    if (blocks === 0) return PREFIX_BYTES + this.lengthAt(0);
    const { offset } = this.log.index[blocks - 1];
    return offset + BLOCK_HEADER_BYTES + this.lengthAt(offset);
  }

  /** The length that both a file's head and a block's give in their fourth word. */
  private lengthAt(offset: number): number {
    return new DataView(this.source.read(offset + 12, 4).slice().buffer).getUint32(0, true);
  }

  [Symbol.dispose](): void {
    this.source[Symbol.dispose]();
    this.file[Symbol.dispose]();
  }
}
