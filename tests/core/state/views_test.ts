/**
 * A view's number is for ever: digests in old logs name it.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import {
  Fault,
  listsOf,
  ownerBase,
  percpuBase,
  Status,
  STATUS_WORDS,
  type ViewRow,
  VIEWS,
} from "../../../core/state/views.ts";
import { GEOMETRY } from "../../support/given.ts";

// Add a line for a new view; never change one.
const NUMBERS = {
  now: 1,
  senderTime: 4,
  laneTime: 2,
  signalTime: 3,
  sender: 30,
  ringUsed: 31,
  laneFault: 32,
  laneFaultWrite: 33,
  device: 34,
  deviceTime: 5,
  kswapdWoken: 61,
  chunkDue: 60,
  next: 10,
  prev: 11,
  content: 12,
  arrived: 13,
  listCount: 14,
  zoneFree: 15,
  zoneManaged: 16,
  zoneMarks: 17,
  zoneReserve: 18,
  percpuPages: 19,
  percpuHigh: 20,
  percpuBatch: 21,
  status: 22,
  laneLast: 23,
  laneFirst: 25,
  laneSecond: 26,
  slotMessage: 27,
  slotPfn: 28,
  array: 29,
  block: 40,
  bits: 50,
  blockType: 51,
  cpuContext: 52,
  cpuIrqsOff: 53,
  lockHolder: 54,
  laneKind: 55,
  lanePhase: 56,
  laneWait: 57,
  slotState: 58,
  percpuFactor: 59,
};

Deno.test("every view keeps its number", () => {
  const rows = Object.entries<ViewRow>(VIEWS);
  const numbers = Object.fromEntries(rows.map(([name, row]) => [name, row.number]));
  assertEquals(numbers, NUMBERS);
  assertEquals(new Set(Object.values(numbers)).size, rows.length);
});

Deno.test("only clocks go when a world is not timed: all else that is kept decides", () => {
  for (const [name, row] of Object.entries<ViewRow>(VIEWS)) {
    const kept = row.length({
      ...GEOMETRY,
      percpuLists: 14,
      chunkOrder: 0,
      ring: 1,
      nodes: 1,
      device: 1,
      timed: false,
    });
    assertEquals(kept === 0, row.clock === true, name);
  }
});

Deno.test("lists: 2 zones x 4 orders x 6 types, 2 zones x 2 cpus x 3, 3 owners", () => {
  assertEquals(
    [percpuBase(GEOMETRY), ownerBase(GEOMETRY), listsOf(GEOMETRY)],
    [48, 48 + 12, 48 + 12 + 3],
  );
});

Deno.test("status words are numbered without gaps, faults are single bits", () => {
  assertEquals(
    Object.values(Status).toSorted((a, b) => a - b),
    Array.from({ length: STATUS_WORDS }, (_, at) => at as never),
  );
  const faults = Object.values(Fault);
  assert(faults.every((bit) => (bit & (bit - 1)) === 0));
  assertEquals(new Set<number>(faults).size, faults.length);
});
