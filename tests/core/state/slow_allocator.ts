/**
 * The slow twin of the allocator: Linux 4.17 by its rules (facts D2 to D6), with lists as arrays of
 * pfns from head to tail. It shares no code with the fast one and knows no events.
 * @module
 */

export const NOTHING = -1;

/** A zone of the twin's world; `end` is the pfn behind its last. */
export interface SlowZone {
  readonly start: number;
  readonly end: number;
  readonly min: number;
  readonly low: number;
  /** Pages kept back from a request that may use all zones. */
  readonly reserve: number;
  readonly high: number;
  readonly batch: number;
}

export interface SlowWorld {
  readonly zones: readonly SlowZone[];
  readonly orders: number;
  readonly pageblockOrder: number;
  readonly types: number;
}

/** What a request may do besides taking from above low. */
export interface Urgency {
  /** `__GFP_HIGH`: half of min is open to it. */
  readonly high: boolean;
  /** `__GFP_ATOMIC` without `__GFP_NOMEMALLOC`: a quarter of what is left is open to it. */
  readonly harder: boolean;
}

const MOVABLE = 1, HIGHATOMIC = 3, ISOLATE = 5;
const FALLBACKS = [[2, 1], [2, 0], [0, 1]];
const TURN_TYPES = 3;

export class SlowAllocator {
  /** Free blocks by "zone/order/type", head first. */
  readonly lists = new Map<string, number[]>();
  /** Free pages of the cpus by "zone/cpu/type", head first. */
  readonly percpu = new Map<string, number[]>();
  /** Every free block on a zone list, as "pfn/order". */
  private readonly free = new Set<string>();
  /** The type that a page on a per-cpu list was recorded with. */
  private readonly recorded = new Map<number, number>();
  /** Blocks in use, by pfn. */
  private readonly used = new Map<number, { order: number; type: number }>();
  /** Types of pageblocks, by number; movable if missing. */
  private readonly pageblocks = new Map<number, number>();

  constructor(private readonly world: SlowWorld) {}

  list(zone: number, order: number, type: number): number[] {
    return entry(this.lists, `${zone}/${order}/${type}`);
  }

  percpuList(zone: number, cpu: number, type: number): number[] {
    return entry(this.percpu, `${zone}/${cpu}/${type}`);
  }

  typeOf(pfn: number): number {
    return this.pageblocks.get(pfn >> this.world.pageblockOrder) ?? MOVABLE;
  }

  setType(pfn: number, type: number): void {
    this.pageblocks.set(pfn >> this.world.pageblockOrder, type);
  }

  /** Hands out a block; NOTHING if no zone has one above its mark. */
  allocate(cpu: number, order: number, type: number, urgency: Urgency): number {
    const zone = this.zoneFor(order, urgency);
    if (zone === NOTHING) return NOTHING;
    if (order > 0) {
      const pfn = this.take(zone, order, type);
      if (pfn !== NOTHING) this.used.set(pfn, { order, type });
      return pfn;
    }
    const list = this.percpuList(zone, cpu, type);
    const wanted = list.length === 0 ? this.world.zones[zone].batch : 0;
    for (let taken = 0; taken < wanted; taken++) {
      const pfn = this.take(zone, 0, type);
      if (pfn === NOTHING) break;
      list.push(pfn);
      this.recorded.set(pfn, type);
    }
    const pfn = list.shift() ?? NOTHING;
    if (pfn !== NOTHING) this.used.set(pfn, { order, type });
    return pfn;
  }

  /** Gives a block back on a cpu. */
  release(cpu: number, pfn: number): void {
    const { order } = this.used.get(pfn)!;
    this.used.delete(pfn);
    const zone = this.world.zones.findIndex(({ end }) => pfn < end);
    const type = this.typeOf(pfn);
    if (order > 0) return this.put(zone, pfn, order, type);
    this.recorded.set(pfn, type);
    this.percpuList(zone, cpu, type >= TURN_TYPES ? MOVABLE : type).unshift(pfn);
    const { high, batch } = this.world.zones[zone];
    if (this.percpuCount(zone, cpu) >= high) this.drain(zone, cpu, batch);
  }

  percpuCount(zone: number, cpu: number): number {
    return [0, 1, 2].reduce((sum, type) => sum + this.percpuList(zone, cpu, type).length, 0);
  }

  /** From the tails in turn; each empty list met makes the next turn longer, all if two were met. */
  drain(zone: number, cpu: number, count: number): void {
    const pfns: number[] = [];
    let left = Math.min(count, this.percpuCount(zone, cpu));
    let type = 0, turn = 0;
    while (left > 0) {
      do {
        turn++;
        type = (type + 1) % TURN_TYPES;
      } while (this.percpuList(zone, cpu, type).length === 0);
      if (turn === TURN_TYPES) turn = left;
      const list = this.percpuList(zone, cpu, type);
      for (; turn > 0 && left > 0 && list.length > 0; turn--, left--) pfns.push(list.pop()!);
    }
    for (const pfn of pfns) this.put(zone, pfn, 0, this.recorded.get(pfn)!);
  }

  /** Merges a block with its free buddies and puts it on a list. */
  put(zone: number, pfn: number, order: number, type: number): void {
    const { orders, pageblockOrder } = this.world;
    let head = pfn, at = order;
    for (; at < orders - 1; at++) {
      const buddy = head ^ (1 << at);
      if (!this.isFree(zone, buddy, at)) break;
      const isolated = [head, buddy].filter((half) => this.typeOf(half) === ISOLATE).length;
      if (at >= pageblockOrder && isolated === 1) break;
      this.takeOff(zone, buddy, at);
      head = Math.min(head, buddy);
    }
    const parent = head - (head % (2 << at));
    const uncle = parent ^ (2 << at);
    const list = this.list(zone, at, type);
    if (at < orders - 2 && this.isFree(zone, uncle, at + 1)) list.push(head);
    else list.unshift(head);
    this.free.add(`${head}/${at}`);
  }

  freePages(zone: number): number {
    const { orders, types } = this.world;
    let pages = 0;
    for (let order = 0; order < orders; order++) {
      for (let type = 0; type < types; type++) {
        pages += this.list(zone, order, type).length * 2 ** order;
      }
    }
    return pages;
  }

  private isFree(zone: number, pfn: number, order: number): boolean {
    const { start, end } = this.world.zones[zone];
    return pfn >= start && pfn < end && this.free.has(`${pfn}/${order}`);
  }

  /** Takes a free block off whatever list it is on. */
  private takeOff(zone: number, pfn: number, order: number): void {
    for (let type = 0; type < this.world.types; type++) {
      const list = this.list(zone, order, type), at = list.indexOf(pfn);
      if (at >= 0) list.splice(at, 1);
    }
    this.free.delete(`${pfn}/${order}`);
  }

  /** The highest zone above low without rebates, else the highest above min with them. */
  private zoneFor(order: number, { high, harder }: Urgency): number {
    const zones = this.world.zones;
    for (let zone = zones.length - 1; zone >= 0; zone--) {
      if (this.isAbove(zone, order, zones[zone].low)) return zone;
    }
    for (let zone = zones.length - 1; zone >= 0; zone--) {
      let mark = zones[zone].min;
      if (high) mark -= Math.floor(mark / 2);
      if (harder) mark -= Math.floor(mark / 4);
      if (this.isAbove(zone, order, mark)) return zone;
    }
    return NOTHING;
  }

  private isAbove(zone: number, order: number, mark: number): boolean {
    const left = this.freePages(zone) - (2 ** order - 1);
    if (left <= mark + this.world.zones[zone].reserve) return false;
    if (order === 0) return true;
    for (let at = order; at < this.world.orders; at++) {
      for (const type of [0, 1, 2]) if (this.list(zone, at, type).length > 0) return true;
    }
    return false;
  }

  /** The head of the smallest list that will do, split; the upper halves go to the heads. */
  private take(zone: number, order: number, type: number): number {
    for (const mayFallBack of [true, false]) {
      for (let at = order; at < this.world.orders; at++) {
        const pfn = this.list(zone, at, type)[0];
        if (pfn === undefined) continue;
        this.takeOff(zone, pfn, at);
        while (at > order) {
          at--;
          const upper = pfn + 2 ** at;
          this.list(zone, at, type).unshift(upper);
          this.free.add(`${upper}/${at}`);
        }
        return pfn;
      }
      if (!mayFallBack || !this.fallBack(zone, order, type)) return NOTHING;
    }
    return NOTHING;
  }

  /** Claims a block of another type: the largest, or the smallest for a movable request that would split. */
  private fallBack(zone: number, order: number, type: number): boolean {
    const { orders, pageblockOrder } = this.world;
    const found = (at: number): number =>
      FALLBACKS[type].find((other) => this.list(zone, at, other).length > 0) ?? NOTHING;
    const mayClaimAll = (at: number): boolean =>
      at >= pageblockOrder || at >= Math.floor(pageblockOrder / 2) || type !== MOVABLE;
    const sizes = Array.from({ length: orders - order }, (_, at) => order + at)
      .filter((at) => found(at) !== NOTHING);
    if (sizes.length === 0) return false;
    const largest = sizes[sizes.length - 1];
    const at = mayClaimAll(largest) || largest === order ? largest : sizes[0];
    this.claim(zone, this.list(zone, at, found(at))[0], at, type, mayClaimAll(at));
    return true;
  }

  private claim(zone: number, pfn: number, order: number, type: number, all: boolean): void {
    const { pageblockOrder, zones } = this.world;
    const pages = 2 ** pageblockOrder, start = pfn - (pfn % pages);
    const old = this.typeOf(pfn);
    const single = (): void => this.move(zone, pfn, order, type);
    if (old === HIGHATOMIC) return single();
    if (order >= pageblockOrder) {
      for (let at = pfn; at < pfn + 2 ** order; at += pages) this.setType(at, type);
      return single();
    }
    if (!all || start + pages > zones[zone].end) return single();
    let free = 0, movable = 0;
    const first = start === 0 ? pfn : start; // frame 0 is no zone's
    for (let page = first; page < start + pages; page++) {
      const size = this.sizeAt(page);
      if (size !== NOTHING) {
        free += 2 ** size;
        this.move(zone, page, size, type);
      }
      const used = this.used.get(page);
      if (used?.type === MOVABLE) movable += 2 ** used.order;
    }
    const alike = type === MOVABLE ? movable : old === MOVABLE ? pages - free - movable : 0;
    if (free + alike >= pages / 2) this.setType(pfn, type);
  }

  /** The order of the free block at a page; NOTHING if there is none. */
  private sizeAt(pfn: number): number {
    for (let order = 0; order < this.world.orders; order++) {
      if (this.free.has(`${pfn}/${order}`)) return order;
    }
    return NOTHING;
  }

  private move(zone: number, pfn: number, order: number, type: number): void {
    this.takeOff(zone, pfn, order);
    this.list(zone, order, type).unshift(pfn);
    this.free.add(`${pfn}/${order}`);
  }
}

function entry(map: Map<string, number[]>, key: string): number[] {
  let list = map.get(key);
  if (list === undefined) map.set(key, list = []);
  return list;
}
