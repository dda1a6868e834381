/**
 * What the log file needs from outside: compression, checksum and hash are handed in, so that the
 * same code runs in a browser.
 * @module
 */

export interface Codec {
  /** A zstd frame (RFC 8878) of `bytes`. */
  compress(bytes: Uint8Array): Uint8Array;
  /**
   * What is inside a zstd frame; it may lie where the next call overwrites it.
   * @param size bytes that must come out
   * @throws SyntaxError if the frame is damaged or gives another size
   */
  decompress(bytes: Uint8Array, size: number): Uint8Array;
  /** CRC-32 as in zip and gzip (polynomial 0xedb88320). */
  crc32(bytes: Uint8Array): number;
  /** SHA-256 of all parts, one after the other: 32 bytes. */
  sha256(...parts: readonly Uint8Array[]): Uint8Array;
}

/** The digest of one view of the state: see `core/state/digest.ts`. */
export interface ViewDigest {
  /** The view's number, for ever. */
  readonly view: number;
  /** 64 bits. */
  readonly digest: bigint;
}
