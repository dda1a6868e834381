/**
 * The view `summary`: event and time, zones, free blocks, hints, channel, migration, lanes, faults.
 *
 * JSON: `time` (ns), `migrationTime` (ns since its begin, or null), `zones[]` (`name`, `managed`,
 * `free`, `percpu`, `used` in pages, `freeBlocks[]` by order), `known` (null, or for a log without
 * lists `used`, `free`, `unknown` in pages), `hints` (`outstanding`, `stale`,
 * `freeAgain` in pages), `channel` (`status`, `id`, `received`, `active`, `queued`, `held`, `size`),
 * `migration` (`phase`, `round`, `dirty`, `pagesSent`, `pagesZero`, `bytes`), `lanes[]` (`lane`,
 * `name`, `cpu`, `event`, `kind`, `time`, `waitsFor`), `faults[]`.
 * @module
 */
import { Kind, kindNames, STATUSES, textName } from "../../events/kinds.ts";
import { HOST_CPU, kindOf, valueOf, type Words } from "../../events/log.ts";
import { lockName, zoneName } from "../../core/state/geometry.ts";
import type { MemoryView } from "../../core/state/memory.ts";
import { Fault, Phase, Status } from "../../core/state/views.ts";
import type { KeptFold } from "../fold.ts";
import { freeByOrder, percpuPagesOf } from "../free_blocks.ts";
import { knownPages, tellsNoLists } from "../known_pages.ts";
import { hintedPages } from "../stale_pages.ts";
import { bytes, count, eventName, idName, length, mib, offset, table, wrapped } from "../text.ts";
import { laneName, type Scene, type Shown, type View } from "./view.ts";

/** What was sent so far: totals are views, never state. */
class SentFold implements KeptFold {
  pagesSent = 0;
  pagesZero = 0;
  begunAt = -1;
  constructor(private readonly memory: MemoryView) {}

  after(words: Words, index: number): void {
    const kind = kindOf(words, index);
    if (kind === Kind.PagesSent) this.pagesSent += valueOf(words, index);
    else if (kind === Kind.ZeroPagesSent) this.pagesZero += valueOf(words, index);
    else if (kind === Kind.MigrationBegun) {
      this.begunAt = this.memory.now[0] ?? 0;
      this.pagesSent = this.pagesZero = 0;
    }
  }

  keep(): number[] {
    return [this.pagesSent, this.pagesZero, this.begunAt];
  }

  takeUp(kept: number[]): void {
    [this.pagesSent, this.pagesZero, this.begunAt] = kept;
  }
}

/** `GuestPaused` style names to words: `counted below zero`. */
const spaced = (name: string): string => name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

function nameOfNumber(table: Readonly<Record<string, number>>, number: number): string {
  return Object.keys(table).find((name) => table[name] === number) ?? String(number);
}

function faultsOf(view: MemoryView): string[] {
  return Object.entries(Fault)
    .filter(([, bit]) => view.status[Status.Faults] & bit)
    .map(([name]) => spaced(name));
}

function zonesOf(view: MemoryView) {
  return view.geometry.zones.map((_, zone) => {
    const managed = view.zoneManaged[zone], free = view.zoneFree[zone];
    const percpu = percpuPagesOf(view, zone);
    const freeBlocks = freeByOrder(view, zone);
    return {
      name: zoneName(view.geometry, zone),
      managed,
      free,
      percpu,
      used: managed - free - percpu,
      freeBlocks,
    };
  });
}

function lanesOf(scene: Scene) {
  const { memory } = scene;
  return Array.from({ length: memory.geometry.lanes }, (_, lane) => ({
    lane,
    name: laneName(scene, lane),
    cpu: scene.lanes[lane]?.cpu ?? 0,
    event: memory.laneLast[lane] ?? 0,
    kind: memory.laneKind[lane] ? textName(kindNames[memory.laneKind[lane]]!) : null,
    time: memory.laneTime[lane] ?? 0,
    waitsFor: memory.laneWait[lane] ? lockName(memory.geometry, memory.laneWait[lane] - 1) : null,
  }));
}

function jsonOf(scene: Scene, sent: SentFold) {
  const { memory, wire } = scene;
  const { status } = memory;
  const now = memory.now[0] ?? 0;
  const begun = sent.begunAt >= 0;
  return {
    time: now,
    migrationTime: begun ? now - sent.begunAt : null,
    zones: zonesOf(memory),
    known: tellsNoLists(memory) ? knownPages(memory) : null,
    hints: hintedPages(memory),
    channel: {
      status: STATUSES[status[Status.Hinting]],
      id: status[Status.Id] >>> 0,
      received: status[Status.Received] >>> 0,
      active: status[Status.Active] >>> 0,
      queued: status[Status.Queued] - status[Status.Taken],
      held: status[Status.Filled] - status[Status.Reclaimed],
      size: memory.geometry.queue,
    },
    migration: {
      phase: nameOfNumber(Phase, status[Status.Phase]).toLowerCase(),
      round: status[Status.Round],
      dirty: status[Status.Dirty],
      pagesSent: sent.pagesSent,
      pagesZero: sent.pagesZero,
      bytes: sent.pagesSent * wire.pageBytes + sent.pagesZero * wire.zeroPageBytes +
        (begun ? wire.otherBytes : 0),
    },
    lanes: lanesOf(scene),
    faults: faultsOf(memory),
  };
}

type Summary = ReturnType<typeof jsonOf>;

/** What a log without lists knows instead. */
function knownLines({ used, free, unknown }: NonNullable<Summary["known"]>): string[] {
  return [
    "pages, as far as the trace tells (it names no lists)",
    ...table([
      ["  in use", count(used), mib(used)],
      ["  given back", count(free), mib(free)],
      ["  unknown", count(unknown), mib(unknown)],
    ]),
  ];
}

function zoneLines({ zones }: Summary): string[] {
  const cells = (pages: number): string[] => [count(pages), mib(pages)];
  const rows = zones.map((zone) => [
    zone.name,
    count(zone.managed),
    ...cells(zone.free),
    ...cells(zone.percpu),
    ...cells(zone.used),
  ]);
  return table([["zone", "managed", "free", "", "per-cpu", "", "used", ""], ...rows]);
}

function blockLines({ zones }: Summary): string[] {
  const orders = zones[0].freeBlocks.map((_, order) => String(order));
  const rows = zones.map((zone) => [zone.name, ...zone.freeBlocks.map((blocks) => count(blocks))]);
  return table([["order", ...orders], ...rows]);
}

function migrationLine({ migration }: Summary): string {
  if (migration.phase === "none") return "none yet";
  return `${migration.phase}, round ${migration.round}, ${count(migration.dirty)} pages to send; ` +
    `sent so far ${count(migration.pagesSent)} pages and ${
      count(migration.pagesZero)
    } zero pages, ` +
    bytes(migration.bytes);
}

function laneLines({ lanes, time }: Summary, clock: Scene["clock"]): string[] {
  return table(
    lanes.map(({ lane, name, cpu, event, kind, time: last, waitsFor }) => [
      `  ${lane}`,
      name,
      cpu >= HOST_CPU ? "host" : `cpu${cpu}`,
      kind === null ? "nothing yet" : kind,
      kind === null ? "" : `${eventName(event)}${waitsFor ? ` waits for ${waitsFor}` : ""}`,
      kind === null ? "" : last === time ? "now" : `${length(time - last, clock)} ago`,
    ]),
    4,
  );
}

function textOf(scene: Scene, summary: Summary): string {
  const { hints, channel, faults, migrationTime } = summary;
  const at = scene.memory.status[Status.Events];
  const ids = channel.id === 0
    ? "no id issued yet"
    : `id ${idName(channel.id)} issued, ${idName(channel.received)} read by the guest, ` +
      `${idName(channel.active)} announced`;
  const labelled = (label: string, text: string): string[] =>
    wrapped(text, 68).map((line, index) => `${(index === 0 ? label : "").padEnd(12)}${line}`);
  return [
    `event ${count(at)} of ${count(scene.events)}   time ${length(summary.time, scene.clock)}` +
    (migrationTime === null ? "" : ` (migration ${offset(migrationTime).trim()})`),
    ...(scene.title ? [scene.title] : []),
    "",
    ...(summary.known
      ? knownLines(summary.known)
      : [...zoneLines(summary), "", "free blocks by order", ...blockLines(summary)]),
    "",
    ...labelled(
      "hints",
      `${count(hints.outstanding)} pages outstanding; ${count(hints.stale)} of them stale ` +
        `(${count(hints.freeAgain)} of these free again)`,
    ),
    ...labelled(
      "channel",
      `${channel.status}; ${ids}; queue: ${channel.queued} waiting, ${channel.held} of ` +
        `${channel.size} descriptors in use`,
    ),
    ...labelled("migration", migrationLine(summary)),
    ...labelled("faults", faults.length === 0 ? "none" : faults.join(", ")),
    "",
    "lanes, with their last event",
    ...laneLines(summary, scene.clock),
  ].join("\n");
}

export const summary: View = {
  name: "summary",
  sentence: "zones, free blocks, hints, channel, migration, lanes and faults",
  kept: true,
  begin(scene) {
    const fold = new SentFold(scene.memory);
    return {
      fold,
      show(): Shown {
        const json = jsonOf(scene, fold);
        return { json, text: textOf(scene, json) };
      },
    };
  },
};
