/**
 * Types of the `@std/streams` names in use; a name that is missing here exists in the package and
 * only waits for its line. Signatures agree with JSR's.
 * @module
 */

/** Text in, lines out, without `\n` or `\r\n`; `allowCR` splits at a lone `\r` too. */
export class TextLineStream extends TransformStream<string, string> {
  constructor(options?: { allowCR?: boolean });
}

/** Where the delimiter goes: away (as by default), to the end of a piece, or to the next one's start. */
export type DelimiterDisposition = "suffix" | "prefix" | "discard";

export interface DelimiterStreamOptions {
  disposition?: DelimiterDisposition;
}

/** Bytes in, the pieces between delimiters out. */
export class DelimiterStream
  extends TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  constructor(delimiter: Uint8Array<ArrayBuffer>, options?: DelimiterStreamOptions);
}

/** Text in, the pieces between delimiters out. */
export class TextDelimiterStream extends TransformStream<string, string> {
  constructor(delimiter: string, options?: DelimiterStreamOptions);
}

/** The bytes from `start` until before `end`. */
export class ByteSliceStream
  extends TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  constructor(start?: number, end?: number);
}

export interface LimitedTransformStreamOptions {
  /** Throw at the limit instead of ending there. */
  error?: boolean;
}

/** At most `size` chunks. */
export class LimitedTransformStream<T> extends TransformStream<T, T> {
  constructor(size: number, options?: LimitedTransformStreamOptions);
}

/** At most `size` bytes, in whole chunks. */
export class LimitedBytesTransformStream
  extends TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  constructor(size: number, options?: LimitedTransformStreamOptions);
}

/** A transform from a generator over the chunks. */
export function toTransformStream<I, O>(
  transformer: (src: ReadableStream<I>) => Iterable<O> | AsyncIterable<O>,
  writableStrategy?: QueuingStrategy<I>,
  readableStrategy?: QueuingStrategy<O>,
): TransformStream<I, O>;

/** Chunks of all, in the order in which they come. */
export function mergeReadableStreams<T>(...streams: ReadableStream<T>[]): ReadableStream<T>;
/** One after the other. */
export function concatReadableStreams<T>(...streams: ReadableStream<T>[]): ReadableStream<T>;
/** A chunk of each in turn, until all are done. */
export function zipReadableStreams<T>(...streams: ReadableStream<T>[]): ReadableStream<T>;
/** A chunk of each in turn, until one is done. */
export function earlyZipReadableStreams<T>(...streams: ReadableStream<T>[]): ReadableStream<T>;

/** Of text or of UTF-8 bytes. */
export function toText(stream: ReadableStream): Promise<string>;
export function toBytes(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<Uint8Array<ArrayBuffer>>;
export function toArrayBuffer(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<ArrayBuffer>;
export function toBlob(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Blob>;
export function toJson(stream: ReadableStream): Promise<unknown>;
