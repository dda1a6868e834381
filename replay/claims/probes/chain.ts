/**
 * Facts about pages that were hinted and then written before the switch-over: whether each link of the
 * chain hint, write, dirty, sent holds.
 *
 * Facts, in pages: `written` (hinted and written after that), `writtenInCall` (between the reading of the hint and
 * the return of its call), `logged` (whose last write left the page dirty: in the log or in the bitmap), `sent`
 * (sent again after the last write), `same` (equal at both ends at switch-over), `chained` (logged, sent and same).
 * `firstBroken` is the first page that is not, NONE if there is none.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf, NONE, orderOf, pfnOf, valueOf, type Words } from "../../../events/log.ts";
import { Bit, type MemoryView } from "../../../core/state/memory.ts";
import type { Facts, Probe } from "../claim.ts";

/** Marks of a page. */
const Hinted = 1, Written = 2, InCall = 4, Logged = 8, Sent = 16;

class Chain implements Probe {
  private readonly marks: Uint8Array;
  private isInCall = false;
  private isOver = false;
  private result: Facts = {
    written: 0,
    writtenInCall: 0,
    logged: 0,
    sent: 0,
    same: 0,
    chained: 0,
    firstBroken: NONE,
  };

  constructor(private readonly memory: MemoryView) {
    this.marks = new Uint8Array(memory.frames);
  }

  before(words: Words, index: number): void {
    if (kindOf(words, index) !== Kind.SwitchedOver) return;
    this.isOver = true;
    this.result = this.count();
  }

  after(words: Words, index: number): void {
    if (this.isOver) return;
    const kind = kindOf(words, index), pfn = pfnOf(words, index);
    switch (kind) {
      case Kind.HintCallBegun:
        this.isInCall = true;
        return;
      case Kind.HintCallEnded:
        this.isInCall = false;
        return;
      case Kind.HintRead:
      case Kind.HintMarked:
        this.marks.fill(Hinted, pfn, pfn + (1 << orderOf(words, index)));
        return;
      case Kind.DeviceWrote:
      case Kind.PageWritten:
        return this.wrote(pfn, 1 << orderOf(words, index));
      case Kind.PagesSent:
      case Kind.ZeroPagesSent:
        for (let page = pfn, end = pfn + valueOf(words, index); page < end; page++) {
          this.marks[page] |= Sent;
        }
        return;
    }
  }

  facts(): Facts {
    return this.result;
  }

  private wrote(pfn: number, pages: number): void {
    const { marks, memory } = this;
    for (let page = pfn; page < pfn + pages; page++) {
      if ((marks[page] & Hinted) === 0) continue;
      const isLogged = (memory.bits[page] & (Bit.Log | Bit.Fetched | Bit.Migrate)) !== 0;
      marks[page] = (marks[page] & (Hinted | InCall)) | Written | (isLogged ? Logged : 0) |
        (this.isInCall ? InCall : 0);
    }
  }

  private count(): Facts {
    const { marks, memory: { arrived, content } } = this;
    let written = 0, writtenInCall = 0, logged = 0, sent = 0, same = 0, chained = 0;
    let firstBroken = NONE;
    for (let page = 0; page < marks.length; page++) {
      if ((marks[page] & Written) === 0) continue;
      const isSame = arrived[page] === content[page];
      written++;
      if ((marks[page] & InCall) !== 0) writtenInCall++;
      if ((marks[page] & Logged) !== 0) logged++;
      if ((marks[page] & Sent) !== 0) sent++;
      if (isSame) same++;
      if (isSame && (marks[page] & Logged) !== 0 && (marks[page] & Sent) !== 0) chained++;
      else if (firstBroken === NONE) firstBroken = page;
    }
    return { written, writtenInCall, logged, sent, same, chained, firstBroken };
  }
}

export const chain = (memory: MemoryView): Probe => new Chain(memory);
