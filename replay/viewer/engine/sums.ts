/**
 * Sums over a log's events: bytes that the migration under way has put on the wire, and pages taken less pages
 * given back.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf, orderOf, valueOf, type Words } from "../../../events/log.ts";
import type { Fold } from "../../fold.ts";
import type { Wire } from "../../views/view.ts";

const COUNT = 0x0fffffff; // 28 bits of a count

/** The sums at an event. */
export interface Sum {
  /** Bytes sent; begins anew with each migration. */
  readonly bytes: number;
  /** Pages handed out less pages given back since the log began. */
  readonly taken: number;
}

/** Sums that go along. */
export class Sums implements Fold, Sum {
  bytes: number;
  taken: number;

  constructor(private readonly wire: Wire, { bytes, taken }: Sum = { bytes: 0, taken: 0 }) {
    this.bytes = bytes;
    this.taken = taken;
  }

  after(words: Words, index: number): void {
    switch (kindOf(words, index)) {
      case Kind.PageAllocated:
        this.taken += 1 << orderOf(words, index);
        return;
      case Kind.PageFreed:
        this.taken -= 1 << orderOf(words, index);
        return;
      case Kind.MigrationBegun:
        this.bytes = this.wire.otherBytes;
        return;
      case Kind.PagesSent:
        this.bytes += (valueOf(words, index) & COUNT) * this.wire.pageBytes;
        return;
      case Kind.ZeroPagesSent:
        this.bytes += (valueOf(words, index) & COUNT) * this.wire.zeroPageBytes;
        return;
    }
  }
}
