/**
 * The table of event kinds: number, name, family, role, fields and one sentence each.
 * Numbers are on disk and are never reused; a new kind takes a free number of its family.
 * @module
 */

/** The number of each kind as it stands on disk. Ranges of 20 (by and large) belong to one family. */
export const Kind = {
  // world 1..19
  ZoneDescribed: 1,
  BlockOnList: 2,
  BlockOnPercpu: 3,
  PagesUsed: 4,
  PagesHold: 5,
  PageblocksTyped: 6,
  WatermarkSet: 7,
  ReserveSet: 8,
  PercpuLimitsSet: 9,
  WorldReady: 10,
  // allocator 20..39
  PageAllocated: 20,
  PageFreed: 21,
  BlockTaken: 22,
  PageRefilled: 23,
  BlockPut: 24,
  PageDrained: 25,
  PageblockStolen: 26,
  AllocationFailed: 27,
  FreeAnnounced: 28,
  RemovalSeen: 29,
  DrainSeen: 30,
  StealSeen: 31,
  PercpuFactorSet: 32,
  IsolationSeen: 33,
  BulkSeen: 34,
  // locks 40..59
  LockAcquired: 40,
  LockContended: 41,
  LockReleased: 42,
  InterruptsOff: 43,
  InterruptsOn: 44,
  ContextEntered: 45,
  ContextLeft: 46,
  // guest memory 60..69
  PageWritten: 60,
  PageRelied: 61,
  // hints 70..89
  HintCallBegun: 70,
  HintRead: 71,
  HintCallEnded: 72,
  BlockHeld: 73,
  BlockReturned: 74,
  ArrayBegun: 75,
  BlockUnlinked: 76,
  HintMarked: 77,
  BitmapCleared: 78,
  BlocksCounted: 79,
  BlockReported: 80,
  ListTurned: 81,
  PageInflated: 82,
  BlockIsolated: 83,
  BlockReleased: 84,
  StructPageUsed: 85,
  // channel 90..109
  IdIssued: 90,
  StatusChanged: 91,
  InterruptRaised: 92,
  IdRead: 93,
  DescriptorFilled: 94,
  DescriptorQueued: 95,
  DescriptorReceived: 96,
  DescriptorUsed: 97,
  DescriptorReclaimed: 98,
  ReportRequested: 99,
  ReportBegan: 100,
  ReportEnded: 101,
  BalloonTargetSet: 102,
  BalloonTargetRead: 103,
  // dirty log 110..119
  LogArmed: 110,
  LogFetched: 111,
  LogMerged: 112,
  LogDisarmed: 113,
  ChunkCleared: 114,
  RingHarvested: 115,
  WriteMarked: 116,
  // migration 120..149
  MigrationBegun: 120,
  RoundBegun: 121,
  RoundEnded: 122,
  BitsCleared: 123,
  PagesRead: 124,
  PagesSent: 125,
  ZeroPagesSent: 126,
  HintApplied: 127,
  HintDropped: 128,
  GuestPaused: 129,
  SwitchedOver: 130,
  GuestResumed: 131,
  MigrationCancelled: 132,
  MigrationFailed: 133,
  RateWindowBegun: 134,
  DowntimeLimitSet: 135,
  PostcopyBegun: 136,
  FaultAsked: 137,
  FaultAnswered: 138,
  BitmapWordRead: 139,
  BitmapWordWritten: 140,
  // reclaim 150..169
  KswapdWoken: 150,
  ShrinkerCalled: 151,
  KswapdTurnSeen: 152,
  KswapdBegan: 153,
  KswapdEnded: 154,
  DirectReclaimBegan: 155,
  DirectReclaimEnded: 156,
  OutOfMemory: 157,
  // host 170..179
  PageDiscarded: 170,
  DeviceWrote: 171,
  // time 180..199
  TimePassed: 180,
  ClockSteppedBack: 181,
  LaneNoted: 182,
  EventsLost: 183,
} as const;

/** The name of a kind. */
export type KindName = keyof typeof Kind;
/** The number of a kind. */
export type Kind = (typeof Kind)[KindName];

/** Who decides an event: an actor (`decision`), what follows from one (`consequence`), or the world. */
export type Role = "decision" | "consequence" | "outside";

/** How a field's number is written in text. */
export type Form = "count" | "frame" | "signed" | "id" | readonly string[];

/** A field of an event: `bits` bits of one word from `shift` on. */
export interface Field {
  /** Its name in text. */
  readonly name: string;
  /** The word that it lies in. */
  readonly word: "order" | "pfn" | "value";
  /** Its lowest bit. */
  readonly shift: number;
  /** How many bits it has. */
  readonly bits: number;
  /** How its number is written. */
  readonly form: Form;
  /** What one unit of the number is: pages, frames, blocks, ns; empty for a flag or a name. */
  readonly unit: string;
}

/** What the table says of a kind. */
export interface KindRow {
  /** Kinds that belong together. */
  readonly family: string;
  /** Who decides it. */
  readonly role: Role;
  /** Its fields, in the order in which text shows them. */
  readonly fields: readonly Field[];
  /** What happened. */
  readonly sentence: string;
}

/** Migratetypes as Linux numbers them (include/linux/mmzone.h, 4.17 to 6.x with CMA). */
export const TYPES = [
  "unmovable",
  "movable",
  "reclaimable",
  "highatomic",
  "cma",
  "isolate",
] as const;
/** Contexts of a cpu; the number is word 0's two bits. */
export const CONTEXTS = ["task", "softirq", "hardirq", "nmi"] as const;
/** Statuses of free page hinting as QEMU numbers them (hw/virtio/virtio-balloon.c). */
export const STATUSES = ["stop", "requested", "start", "done"] as const;
/** What a descriptor carries. */
export const MESSAGES = [
  "none",
  "start",
  "stop",
  "hint",
  "array",
  "bitmap",
  "report",
  "inflate",
] as const;
/** What pages hold after a write of the world or of zeros. */
export const FILLS = ["data", "zeros", "poison"] as const;
/** Why the host dropped a hint. */
export const DROPS = ["status", "range", "id", "queue-full", "poison"] as const;
/** The marks of a zone; all in pages. */
export const MARKS = ["min", "low", "high", "boost"] as const;
/**
 * Modes of the dirty log. `initially-set` is manual protect with every bit set as logging begins
 * (KVM_DIRTY_LOG_INITIALLY_SET).
 */
export const LOG_MODES = ["get-and-clear", "manual-protect", "initially-set", "ring"] as const;
/** Which interrupt the host raised. */
export const INTERRUPTS = ["config", "used"] as const;

const field = (
  name: string,
  word: Field["word"],
  shift: number,
  bits: number,
  form: Form = "count",
  unit = "",
): Field => ({ name, word, shift, bits, form, unit });

const pfn = field("pfn", "pfn", 0, 32, "frame", "frame");
const order = field("order", "order", 0, 4, "count", "2^n pages");
const zone = field("zone", "order", 0, 4);
const lock = field("lock", "pfn", 0, 32);
const count = field("count", "value", 0, 28, "count", "pages");
const typeAt = (name: string, shift: number): Field => field(name, "value", shift, 3, TYPES);
const flag = (name: string, shift: number): Field => field(name, "value", shift, 1);
const whole = (name: string, unit = ""): Field => field(name, "value", 0, 32, "signed", unit);
const slot = whole("slot");
const id = field("id", "value", 0, 32, "id");
const put = [
  field("merged", "value", 0, 4, "count", "2^n pages"),
  typeAt("list", 4),
  flag("tail", 7),
];
const taken = [
  field("found", "value", 0, 4, "count", "2^n pages"),
  typeAt("list", 4),
  flag("tail", 7),
];

const row = (family: string, role: Role, sentence: string, ...fields: Field[]): KindRow => ({
  family,
  role,
  fields,
  sentence,
});

/** Every kind's row, by name. The compiler asks for one row a kind. */
export const kinds: Readonly<Record<KindName, KindRow>> = {
  ZoneDescribed: row(
    "world",
    "outside",
    "A zone has this many managed pages.",
    zone,
    whole("managed", "pages"),
  ),
  BlockOnList: row(
    "world",
    "outside",
    "A free block stands at the tail of its zone list.",
    pfn,
    order,
    typeAt("list", 0),
  ),
  BlockOnPercpu: row(
    "world",
    "outside",
    "A free block stands at the tail of a per-cpu list.",
    pfn,
    order,
    typeAt("list", 0),
  ),
  PagesUsed: row(
    "world",
    "outside",
    "Pages were allocated before the log began; the actor owns them.",
    pfn,
    count,
    typeAt("type", 28),
  ),
  PagesHold: row(
    "world",
    "outside",
    "Pages hold data, zeros or poison from before the log.",
    pfn,
    count,
    field("fill", "value", 28, 2, FILLS),
  ),
  PageblocksTyped: row(
    "world",
    "outside",
    "Pageblocks from this frame on have this migratetype.",
    pfn,
    field("blocks", "value", 0, 28, "count", "pageblocks"),
    typeAt("type", 28),
  ),
  WatermarkSet: row(
    "world",
    "outside",
    "A zone's mark is this many pages.",
    zone,
    field("mark", "pfn", 0, 2, MARKS),
    whole("pages", "pages"),
  ),
  ReserveSet: row(
    "world",
    "outside",
    "A zone keeps pages back from requests that prefer another zone.",
    zone,
    field("request", "pfn", 0, 32),
    whole("pages", "pages"),
  ),
  PercpuLimitsSet: row(
    "world",
    "outside",
    "A cpu's lists of a zone drain at `high` pages, in batches.",
    zone,
    field("high", "pfn", 0, 32, "count", "pages"),
    whole("batch", "pages"),
  ),
  WorldReady: row("world", "outside", "The world is described; what follows happened."),

  PageAllocated: row(
    "allocator",
    "decision",
    "A block was handed out, from a per-cpu list or from hand.",
    pfn,
    order,
    field("gfp", "value", 0, 16),
    typeAt("type", 16),
    flag("percpu", 19),
    flag("slow", 20),
    flag("owned", 21),
    flag("unlisted", 22),
  ),
  PageFreed: row(
    "allocator",
    "decision",
    "A block was given back, to a per-cpu list or to hand.",
    pfn,
    order,
    typeAt("type", 0),
    flag("percpu", 3),
    flag("unlisted", 4),
  ),
  BlockTaken: row(
    "allocator",
    "consequence",
    "A block was taken off a zone list and split; it is in hand.",
    pfn,
    order,
    ...taken,
  ),
  PageRefilled: row(
    "allocator",
    "consequence",
    "A block went from a zone list to the tail of this cpu's list.",
    pfn,
    order,
    ...taken,
    typeAt("type", 8),
  ),
  BlockPut: row(
    "allocator",
    "consequence",
    "A block in hand merged up to an order and went on a zone list.",
    pfn,
    order,
    ...put,
  ),
  PageDrained: row(
    "allocator",
    "consequence",
    "A block left a per-cpu list, merged and went on a zone list.",
    pfn,
    order,
    ...put,
    field("from", "value", 8, 8),
  ),
  PageblockStolen: row(
    "allocator",
    "consequence",
    "A block of another type was claimed for a request.",
    pfn,
    order,
    typeAt("from", 0),
    typeAt("to", 3),
    flag("whole", 6),
    flag("owned", 7),
    flag("tail", 8),
  ),
  AllocationFailed: row(
    "allocator",
    "consequence",
    "A request got nothing.",
    order,
    field("gfp", "value", 0, 16),
    typeAt("type", 16),
  ),

  PercpuFactorSet: row(
    "allocator",
    "consequence",
    "The next drain of this cpu's lists of a zone takes 2^factor batches.",
    zone,
    whole("factor", "2^n batches"),
  ),
  FreeAnnounced: row(
    "allocator",
    "outside",
    "A traced kernel works on a list of pages to give back; this one is not given back yet.",
    pfn,
    order,
  ),
  RemovalSeen: row(
    "allocator",
    "outside",
    "A traced kernel took a block off a zone list.",
    pfn,
    order,
    typeAt("type", 0),
    flag("percpu", 3),
  ),
  DrainSeen: row(
    "allocator",
    "outside",
    "A traced kernel moved a block from a per-cpu list to a zone list.",
    pfn,
    order,
    typeAt("type", 0),
  ),
  IsolationSeen: row(
    "allocator",
    "outside",
    "Compaction in a traced kernel took a free block off its zone list (told by a kprobe).",
    pfn,
    order,
  ),
  BulkSeen: row(
    "allocator",
    "outside",
    "A traced kernel handed out several pages at once, with no event for each (told by a kprobe).",
    field("pages", "value", 0, 24, "count", "pages"),
    flag("asked", 24),
  ),
  StealSeen: row(
    "allocator",
    "outside",
    "A traced kernel served a request of `order` from a block of another type.",
    pfn,
    order,
    field("found", "value", 0, 4, "count", "2^n pages"),
    typeAt("from", 4),
    typeAt("to", 7),
    flag("owned", 10),
    flag("fragmenting", 11),
  ),

  LockAcquired: row("locks", "consequence", "The actor holds a lock.", lock),
  LockContended: row(
    "locks",
    "consequence",
    "The actor waits for a lock that another holds.",
    lock,
  ),
  LockReleased: row("locks", "consequence", "The actor let a lock go.", lock),
  InterruptsOff: row("locks", "consequence", "Interrupts are off on this cpu."),
  InterruptsOn: row("locks", "consequence", "Interrupts are on again on this cpu."),
  ContextEntered: row(
    "locks",
    "outside",
    "The cpu entered a softirq, hardirq or nmi.",
    field("context", "value", 0, 2, CONTEXTS),
  ),
  ContextLeft: row(
    "locks",
    "outside",
    "The cpu went back to a context.",
    field("context", "value", 0, 2, CONTEXTS),
  ),

  PageWritten: row(
    "guest memory",
    "decision",
    "The guest wrote each page of a block; unlogged, no log has noticed.",
    pfn,
    order,
    field("fill", "value", 0, 2, FILLS),
    flag("unlogged", 2),
  ),
  PageRelied: row(
    "guest memory",
    "decision",
    "The guest read a page and relied on what it held.",
    pfn,
  ),

  HintCallBegun: row(
    "hints",
    "consequence",
    "A call for free blocks began; its array is the block named.",
    field("array", "pfn", 0, 32, "frame", "frame"),
    order,
    whole("capacity", "entries"),
  ),
  HintRead: row(
    "hints",
    "decision",
    "A free block was read as a hint, into an entry of the array.",
    pfn,
    order,
    field("index", "value", 0, 30),
    flag("held", 30),
    flag("swapped", 31),
  ),
  HintCallEnded: row(
    "hints",
    "consequence",
    "The call returned this many entries, or a negative error.",
    whole("returned", "entries"),
  ),
  BlockHeld: row("hints", "consequence", "The actor keeps a block that it hinted.", pfn, order),
  BlockReturned: row("hints", "decision", "The actor gives up a block that it held.", pfn, order),
  ArrayBegun: row(
    "hints",
    "consequence",
    "The call under way goes on storing in this block.",
    field("array", "pfn", 0, 32, "frame", "frame"),
  ),
  BlockUnlinked: row(
    "hints",
    "decision",
    "A free block was unlinked by hand: flags and counters still call it free.",
    pfn,
    order,
  ),
  HintMarked: row(
    "hints",
    "decision",
    "A free block's pages were marked as hints, in the caller's bitmap from `bit` on.",
    pfn,
    order,
    whole("bit", "bits"),
  ),
  BitmapCleared: row(
    "hints",
    "consequence",
    "The caller filled its bitmap with zeros, to be used for the pages from this one on.",
    field("first", "pfn", 0, 32, "frame", "frame"),
  ),
  BlocksCounted: row(
    "hints",
    "consequence",
    "The caller asked how many free blocks of an order there are.",
    order,
    whole("blocks", "blocks"),
  ),

  StructPageUsed: row(
    "hints",
    "decision",
    "Somebody used the struct page of a frame: pfn_to_page, and what stands there.",
    pfn,
  ),
  BlockReported: row(
    "hints",
    "consequence",
    "The host was told of a free block: it is not told again before it was used.",
    pfn,
    order,
  ),
  ListTurned: row(
    "hints",
    "consequence",
    "A zone list was turned: it begins with this block now; or it was turned at its own head (a list's number, " +
      "plus 1), and nothing hangs off that any more.",
    pfn,
    order,
    field("head", "value", 0, 31),
  ),

  BlockIsolated: row(
    "hints",
    "consequence",
    "A free block was taken off its zone list, whole; the actor keeps it, neither free nor in use.",
    pfn,
    order,
  ),
  BlockReleased: row(
    "hints",
    "consequence",
    "An isolated block left the actor's keeping: it is in hand.",
    pfn,
    order,
  ),
  PageInflated: row(
    "hints",
    "consequence",
    "The actor put a page into the balloon, and its number at an entry of the batch that it tells next.",
    pfn,
    whole("entry"),
  ),

  IdIssued: row("channel", "decision", "The host issued a command id.", id),
  StatusChanged: row(
    "channel",
    "decision",
    "The host changed the status of hinting.",
    field("status", "value", 0, 2, STATUSES),
  ),
  InterruptRaised: row(
    "channel",
    "consequence",
    "The host raised an interrupt in the guest.",
    field("interrupt", "value", 0, 1, INTERRUPTS),
  ),
  IdRead: row(
    "channel",
    "consequence",
    "The guest read the command id from the config space (0 stop, 1 done).",
    id,
  ),
  DescriptorFilled: row(
    "channel",
    "consequence",
    "The guest filled the next descriptor; a START names its id in place of a frame.",
    pfn,
    field("message", "value", 0, 3, MESSAGES),
    flag("reference", 3),
    field("number", "value", 4, 27, "count", "id, order or entries"),
  ),
  DescriptorQueued: row(
    "channel",
    "consequence",
    "The guest made a descriptor available to the host.",
    slot,
  ),
  DescriptorReceived: row(
    "channel",
    "consequence",
    "The host took a descriptor from the queue.",
    slot,
  ),
  DescriptorUsed: row("channel", "consequence", "The host gave a descriptor back.", slot),
  DescriptorReclaimed: row(
    "channel",
    "consequence",
    "The guest took a used descriptor back; its slot is free.",
    slot,
  ),

  ReportRequested: row(
    "channel",
    "consequence",
    "A free block is large enough to be reported: a report is due after the delay.",
  ),
  ReportBegan: row("channel", "decision", "The guest began to report free blocks."),
  ReportEnded: row(
    "channel",
    "consequence",
    "The report is over; it is due again if it was asked for meanwhile.",
  ),
  BalloonTargetSet: row(
    "channel",
    "decision",
    "The host wants so many pages in the balloon.",
    whole("pages", "pages"),
  ),
  BalloonTargetRead: row(
    "channel",
    "consequence",
    "The guest read from the config space how large the balloon is to be.",
    whole("pages", "pages"),
  ),

  LogArmed: row(
    "dirty log",
    "decision",
    "The hypervisor logs guest writes from here on; rings notice none to a page that was left unprotected.",
    field("mode", "value", 0, 2, LOG_MODES),
    flag("unprotected", 2),
  ),
  LogFetched: row(
    "dirty log",
    "consequence",
    "The log of these pages was fetched and cleared.",
    pfn,
    count,
  ),
  LogMerged: row(
    "dirty log",
    "consequence",
    "The fetched log of these pages was merged into the migration bitmap.",
    pfn,
    count,
  ),
  LogDisarmed: row("dirty log", "decision", "The hypervisor logs guest writes no longer."),
  ChunkCleared: row(
    "dirty log",
    "consequence",
    "The kernel's log of a chunk was cleared, as far as it was seen dirty at the last fetch; spilt, the log of its neighbour was cleared with it, seen or not.",
    pfn,
    count,
    field("spilt", "order", 0, 1),
  ),
  RingHarvested: row(
    "dirty log",
    "consequence",
    "Every cpu's ring of dirty pages was emptied; these pages are logged anew.",
    pfn,
    count,
  ),
  WriteMarked: row(
    "dirty log",
    "consequence",
    "A cpu marked a block in the log that it is about to write.",
    pfn,
    order,
  ),

  MigrationBegun: row(
    "migration",
    "decision",
    "A migration began: every page is to be sent, unless the bitmap was left as it was, or emptied.",
    flag("left", 0),
    flag("emptied", 1),
  ),
  RoundBegun: row("migration", "decision", "A round of sending began.", whole("round")),
  RoundEnded: row("migration", "decision", "A round of sending ended.", whole("round")),
  BitsCleared: row(
    "migration",
    "consequence",
    "The bits of a run of pages were cleared, to send them.",
    pfn,
    count,
  ),
  PagesRead: row("migration", "consequence", "The host read a run of pages.", pfn, count),
  PagesSent: row("migration", "consequence", "A run of pages was sent whole.", pfn, count),
  ZeroPagesSent: row(
    "migration",
    "consequence",
    "A run of pages was sent as zero pages; fresh ones were touched for the first time to be read.",
    pfn,
    count,
    field("fresh", "order", 0, 1),
  ),
  HintApplied: row(
    "migration",
    "consequence",
    "The host cleared a hinted block's bits: skipped.",
    pfn,
    order,
    whole("index"),
  ),
  HintDropped: row(
    "migration",
    "consequence",
    "The host (or the driver) let a hint fall.",
    pfn,
    order,
    field("reason", "value", 0, 3, DROPS),
    field("entry", "value", 3, 28, "count", "array index + 1"),
  ),
  GuestPaused: row("migration", "decision", "The host stopped the guest."),
  SwitchedOver: row("migration", "decision", "The destination is the guest from here on."),
  GuestResumed: row("migration", "consequence", "The guest runs again."),
  MigrationCancelled: row("migration", "decision", "The migration was cancelled."),
  MigrationFailed: row("migration", "outside", "The migration failed."),
  RateWindowBegun: row(
    "migration",
    "consequence",
    "A new window of the rate limit began; with fewer pages than these left, a sync is due.",
    whole("threshold", "pages"),
  ),
  DowntimeLimitSet: row(
    "migration",
    "decision",
    "The guest may stand still for so long.",
    whole("limit", "us"),
  ),

  PostcopyBegun: row(
    "migration",
    "decision",
    "The destination discards what is still to be sent, and the guest goes on there.",
  ),
  FaultAsked: row(
    "migration",
    "consequence",
    "The guest touched a page that the destination has not: it waits, and the source is asked.",
    pfn,
    field("block", "value", 0, 4, "count", "2^n pages to be written"),
    field("fill", "value", 4, 2, FILLS),
  ),
  FaultAnswered: row(
    "migration",
    "consequence",
    "The page that the guest waited for is there, or, at the end of postcopy, zeros in its place.",
    pfn,
  ),
  BitmapWordRead: row(
    "migration",
    "consequence",
    "The actor read the bits of the 32 pages around this one, to clear some of them; its lane keeps them.",
    pfn,
  ),
  BitmapWordWritten: row(
    "migration",
    "consequence",
    "The actor wrote the bits of the 32 pages around this one; it counts what it cleared of those that it read.",
    pfn,
    field("bits", "value", 0, 32, "id"),
  ),
  KswapdWoken: row(
    "reclaim",
    "consequence",
    "Free memory fell under the low mark: kswapd was woken.",
    zone,
  ),
  KswapdTurnSeen: row(
    "reclaim",
    "outside",
    "A traced kernel's kswapd began to balance its node, or ended (told by a kprobe).",
    flag("ended", 0),
  ),
  KswapdBegan: row("reclaim", "decision", "Kswapd began to balance the node."),
  KswapdEnded: row("reclaim", "decision", "Kswapd found a zone above its high mark, or gave up."),
  DirectReclaimBegan: row(
    "reclaim",
    "decision",
    "The actor found no page above the min mark, and reclaims itself.",
  ),
  DirectReclaimEnded: row("reclaim", "consequence", "The actor has done with reclaiming."),
  OutOfMemory: row(
    "reclaim",
    "decision",
    "Reclaim found nothing: who is to be told when memory is out was told.",
  ),
  PageDiscarded: row(
    "host",
    "consequence",
    "The host gave the memory behind a hinted block back: it reads as zeros.",
    pfn,
    order,
    whole("index"),
  ),
  DeviceWrote: row(
    "host",
    "outside",
    "A device of the host wrote a block of the guest's memory, and logged it itself, unless it is unlogged.",
    pfn,
    order,
    flag("unlogged", 0),
  ),
  ShrinkerCalled: row(
    "reclaim",
    "decision",
    "Reclaim asked the shrinker for pages.",
    whole("pages", "pages"),
  ),

  TimePassed: row(
    "time",
    "outside",
    "Time passed that is too long for one event: high * 2^31 + low ns.",
    field("low", "pfn", 0, 32, "signed", "ns"),
    field("high", "value", 0, 32, "signed", "2^31 ns"),
  ),
  ClockSteppedBack: row(
    "time",
    "outside",
    "An imported clock ran backwards: by high * 2^31 + ns.",
    whole("ns", "ns"),
    field("high", "pfn", 0, 32, "signed", "2^31 ns"),
  ),
  LaneNoted: row(
    "time",
    "decision",
    "The actor noted its phase and two words.",
    field("phase", "order", 0, 4),
    field("first", "pfn", 0, 32, "signed"),
    field("second", "value", 0, 32, "signed"),
  ),
  EventsLost: row(
    "time",
    "outside",
    "A tracer lost events here: what follows may contradict what came before.",
    whole("events", "events"),
  ),
};

/** `page-allocated` for `PageAllocated`: the name in text. */
export function textName(name: KindName): string {
  return name.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();
}

/** The name of each kind number; undefined where no kind has the number. */
export const kindNames: readonly (KindName | undefined)[] = Array.from(
  { length: 256 },
  (_, number) => (Object.keys(Kind) as KindName[]).find((name) => Kind[name] === number),
);
