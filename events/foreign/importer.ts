/**
 * A kernel's trace, as bytes, becomes a log's words. Feed pieces in any sizes, then `end`.
 *
 * Pages freed as a list give two events: `mm_page_free`, then at the moment of effect
 * `mm_page_free_batched` (kernel-6.1 facts, rule 26). The first becomes an announcement as soon as
 * the second is read: the words of a log in memory can still be changed.
 * @module
 */
import { Kind } from "../kinds.ts";
import { EventLog, GAP_MAX, NONE, packHead, STRIDE } from "../log.ts";
import { TraceClock } from "./clock.ts";
import { Fields, Seen } from "./fields.ts";
import { gfpOf } from "./gfp_names.ts";
import { type Form, Line } from "./line.ts";
import { LINE_MAX, LineFeed } from "./line_feed.ts";
import { forms } from "./mod.ts";
import { ByteNames } from "./names.ts";
import { PageNumbers } from "./page_numbers.ts";
import { Probe, probeOf, readProbe } from "./probes.ts";
import { ImportReport } from "./report.ts";
import { TraceTasks } from "./tasks.ts";

const UNLISTED_ALLOC = 1 << 22, UNLISTED_FREE = 1 << 4;
const NEWLINE = 10, RETURN = 13, HASH = 35;
const ORDER_MAX = 10, CPUS_MAX = 240, TYPES = 8;

const handlers = [
  "mm_page_alloc",
  "mm_page_free",
  "mm_page_free_batched",
  "mm_page_alloc_zone_locked",
  "mm_page_pcpu_drain",
  "mm_page_alloc_extfrag",
] as const;
const [Alloc, Free, Batched, Removal, Drain, Extfrag] = handlers.keys();
const Probes = handlers.length; // from here on kprobes: known by symbol, not by name

const needs = new Int32Array(Probes + Object.keys(Probe).length);
needs[Probes + Probe.Isolation] = Seen.Pfn | Seen.Order;
needs[Probes + Probe.BulkAsked] = needs[Probes + Probe.BulkTaken] = Seen.Pfn;
needs[Alloc] = Seen.Pfn | Seen.Order | Seen.Type | Seen.Gfp;
needs[Free] = Seen.Pfn | Seen.Order;
needs[Batched] = Seen.Pfn;
needs[Removal] = needs[Drain] = Seen.Pfn | Seen.Order | Seen.Type;
needs[Extfrag] = Seen.Pfn | Seen.AllocOrder | Seen.FallbackOrder | Seen.AllocType |
  Seen.FallbackType;

/** Where events go that memory is not to hold. */
export interface Spill {
  /** So many events are held at most. */
  readonly events: number;
  /** Takes the words of the events held, behind those that it has. */
  put(words: Int32Array): void;
  /** Gives an event that it has, by its index from 0, another kind and the value 0. */
  change(index: number, kind: Kind): void;
}

export class TraceImporter extends LineFeed {
  readonly log = new EventLog(1 << 16);
  readonly clock = new TraceClock();
  readonly tasks = new TraceTasks();
  readonly report: ImportReport = new ImportReport();
  /** Page frames from 0 to behind the last that the trace names. */
  frames = 0;
  /** Cpus from 0 to behind the last. */
  cpus = 0;
  private form: Form | null = null;
  private readonly line = new Line();
  private readonly fields = new Fields();
  private readonly names = new ByteNames();
  private readonly handlerOf: number[] = [];
  private readonly gfpBits: number[] = [];
  /** By pfn: the index of its `mm_page_free` that no batched event has followed yet, plus 1. */
  private readonly pending: PageNumbers;
  private readonly fullAt: number;
  /**
   * An importer at the beginning of a trace.
   * @param framesMax pfns from here on lie beyond memory: their events are skipped and counted
   * @param spill takes the events once they are many; without one the log holds all
   */
  constructor(private readonly framesMax: number, private readonly spill: Spill | null = null) {
    super();
    this.fullAt = spill?.events ?? Infinity;
    this.pending = new PageNumbers(framesMax);
  }

  /**
   * Reads a line of the form of those before it without looking for its end first.
   * @param last a newline, behind which nothing is looked at
   * @returns where the line ends; -1 if it is none of that form, and nothing was done
   */
  protected override readOn(bytes: Uint8Array, from: number, last: number): number {
    const { form, line, fields } = this;
    if (form === null || bytes[from] === HASH || !form.read(line, bytes, from, last)) return -1;
    const id = this.idOf(bytes), handler = this.handlerOf[id];
    const end = handler < 0 || handler >= Probes
      ? bytes.indexOf(NEWLINE, line.fieldsFrom)
      : fields.read(line, bytes, last);
    if (handler >= Probes) readProbe(handler - Probes, fields, bytes, line.fieldsFrom, end);
    if (end - from > LINE_MAX) return -1;
    this.report.line();
    this.report.byName[id]++;
    if (handler >= 0) this.take(handler, bytes);
    return end;
  }

  /** The names of all events that were met, known or not, with their counts. */
  eventNames(): { name: string; count: number; known: boolean }[] {
    return this.names.texts.map((name, id) => ({
      name,
      count: this.report.byName[id],
      known: this.handlerOf[id] !== NONE,
    }));
  }

  protected override read(bytes: Uint8Array, from: number, until: number): void {
    const report = this.report;
    report.line();
    if (until > from && bytes[until - 1] === RETURN) until--;
    if (until === from || bytes[from] === HASH) return;
    if (until - from > LINE_MAX) return report.skip("tooLong");
    if (!this.parse(bytes, from, until)) return this.other(bytes, from, until);
    const id = this.idOf(bytes);
    report.byName[id]++;
    const handler = this.handlerOf[id];
    if (handler < 0) return;
    const { fieldsFrom } = this.line;
    if (handler >= Probes) readProbe(handler - Probes, this.fields, bytes, fieldsFrom, until);
    else this.fields.read(this.line, bytes, until);
    this.take(handler, bytes);
  }

  protected override tooLong(): void {
    this.report.line();
    this.report.skip("tooLong");
  }

  /** The id of the line's event name. */
  private idOf(bytes: Uint8Array): number {
    const { line, names, handlerOf } = this;
    const id = names.idOf(bytes, line.nameFrom, line.nameUntil);
    if (id === handlerOf.length) {
      const handler = handlers.indexOf(names.texts[id] as typeof handlers[number]);
      const probe = handler < 0 ? probeOf(bytes, line.fieldsFrom) : Probe.None;
      handlerOf.push(probe === Probe.None ? handler : Probes + probe);
      this.report.byName.push(0);
    }
    return id;
  }

  /** Appends the event of a line whose fields were read, or says why not. */
  private take(handler: number, bytes: Uint8Array): void {
    const { line, report } = this;
    if ((this.fields.seen & needs[handler]) !== needs[handler]) return report.skip("cut");
    if (line.cpu >= CPUS_MAX) return report.skip("cpu");
    if (!this.clock.fits(line)) return report.skip("clock");
    if (handler > Probes) return this.appendProbe(handler - Probes, bytes);
    if (!this.inRange(handler)) return;
    this.append(handler, bytes);
  }

  private parse(bytes: Uint8Array, from: number, until: number): boolean {
    if (this.form?.read(this.line, bytes, from, until)) return true;
    for (const form of forms) {
      if (form === this.form || !form.read(this.line, bytes, from, until)) continue;
      this.form = form;
      this.report.form = form.name;
      return true;
    }
    return false;
  }

  /** A line that is no event: a tracer's word about itself, or garbage. */
  private other(bytes: Uint8Array, from: number, until: number): void {
    const lost = this.report.otherLine(bytes, from, until);
    if (lost > 0 && this.log.events > 0) this.add(Kind.EventsLost, 0, 0, 0, 0, lost, 0);
  }

  private inRange(handler: number): boolean {
    const { fields, report } = this;
    const isSteal = handler === Extfrag;
    const order = handler === Batched ? 0 : isSteal ? fields.allocOrder : fields.order;
    if (handler === Batched) fields.order = 0;
    const found = isSteal ? fields.fallbackOrder : order;
    if (order < 0 || order > ORDER_MAX || found < 0 || found > ORDER_MAX) {
      report.skip("order");
      return false;
    }
    const type = isSteal ? Math.max(fields.allocType, fields.fallbackType) : fields.type;
    if ((needs[handler] & (Seen.Type | Seen.AllocType)) !== 0 && (type < 0 || type >= TYPES)) {
      report.skip("type");
      return false;
    }
    const pages = 1 << (isSteal ? found : order), pfn = fields.pfn;
    if (pfn < 0 || pfn + pages > this.framesMax) {
      report.skip("beyond");
      return false;
    }
    if ((pfn & (pages - 1)) !== 0) {
      report.skip("unaligned");
      return false;
    }
    if (pfn + pages > this.frames) this.frames = pfn + pages;
    return true;
  }

  private append(handler: number, bytes: Uint8Array): void {
    const { line, fields, log } = this;
    const lane = this.tasks.laneOf(line, bytes);
    const gap = this.clock.gapTo(line, log);
    const { pfn, order } = fields;
    this.cpus = Math.max(this.cpus, line.cpu + 1);
    switch (handler) {
      case Alloc: {
        const bits = this.bitsOf(fields.gfp) | (fields.type << 16);
        if (pfn === 0) return this.add(Kind.AllocationFailed, lane, order, gap, 0, bits, 1);
        this.pending.set(pfn, 0);
        return this.add(Kind.PageAllocated, lane, order, gap, pfn, bits | UNLISTED_ALLOC, 1);
      }
      case Free:
        this.add(Kind.PageFreed, lane, order, gap, pfn, UNLISTED_FREE, 1);
        this.pending.set(pfn, log.events);
        return;
      case Batched:
        this.announced(this.pending.get(pfn));
        this.pending.set(pfn, 0);
        return this.add(Kind.PageFreed, lane, 0, gap, pfn, UNLISTED_FREE, 1);
      case Removal: {
        const value = fields.type | ((fields.seen & Seen.Percpu) !== 0 && fields.percpu ? 8 : 0);
        return this.add(Kind.RemovalSeen, lane, order, gap, pfn, value, 1);
      }
      case Drain:
        return this.add(Kind.DrainSeen, lane, order, gap, pfn, fields.type, 1);
      case Probes + Probe.Isolation:
        return this.add(Kind.IsolationSeen, lane, order, gap, pfn, 0, 1);
      case Extfrag: {
        const value = fields.fallbackOrder | (fields.fallbackType << 4) | (fields.allocType << 7) |
          ((fields.seen & Seen.Owned) !== 0 && fields.owned ? 1 << 10 : 0) |
          ((fields.seen & Seen.Fragmenting) !== 0 && fields.fragmenting ? 1 << 11 : 0);
        return this.add(Kind.StealSeen, lane, fields.allocOrder, gap, pfn, value, 1);
      }
    }
  }

  /** A probe that tells of no block. */
  private appendProbe(probe: number, bytes: Uint8Array): void {
    const { line, log, fields: { pfn: pages } } = this;
    const lane = this.tasks.laneOf(line, bytes), gap = this.clock.gapTo(line, log);
    this.cpus = Math.max(this.cpus, line.cpu + 1);
    if (probe === Probe.Begun || probe === Probe.Ended) {
      const ended = probe === Probe.Ended ? 1 : 0;
      return this.add(Kind.KswapdTurnSeen, lane, 0, gap, 0, ended, 1);
    }
    const asked = probe === Probe.BulkAsked ? 1 << 24 : 0;
    this.add(Kind.BulkSeen, lane, 0, gap, 0, pages | asked, 1);
  }

  /** Turns the `mm_page_free` at an index (plus 1; 0: there was none) into an announcement. */
  private announced(index: number): void {
    if (index === 0) {
      this.report.batchedAlone++;
      return;
    }
    const { words, dropped } = this.log, at = (index - 1 - dropped) * STRIDE;
    if (at < 0) return this.spill!.change(index - 1, Kind.FreeAnnounced);
    words[at] = (words[at] & ~0xff) | Kind.FreeAnnounced;
    words[at + 2] = 0;
  }

  private add(
    kind: Kind,
    lane: number,
    order: number,
    gap: number,
    pfn: number,
    value: number,
    named: number,
  ): void {
    const cpu = named ? this.line.cpu : 0, flags = named ? this.line.flags : 0;
    const { log } = this;
    if (log.length >= this.fullAt) this.put();
    log.append(packHead(kind, lane, cpu, flags, order), pfn, value, Math.min(gap, GAP_MAX));
  }

  private put(): void {
    this.spill!.put(this.log.words.subarray(0, this.log.length * STRIDE));
    this.log.drop();
  }

  private bitsOf(id: number): number {
    if (id === this.gfpBits.length) {
      const { bits, others } = gfpOf(this.fields.gfpNames.texts[id]);
      this.gfpBits.push(bits);
      others.forEach((name) => this.report.flagsNotKept.add(name));
    }
    return this.gfpBits[id];
  }
}
