/**
 * A log narrowed to a page: the small world's page is as the log's was, at many events of real runs.
 * @module
 */
import { assert, assertEquals, assertGreater, assertThrows } from "@std/assert";
import { narrowed, placeOf, wordsOf } from "../../../../cli/explore/from.ts";
import { memoryOf, type OpenLog, openLog } from "../../../../cli/logs.ts";
import { InputError } from "../../../../cli/errors.ts";
import { search } from "../../../../core/run/search/search.ts";
import { applyAll } from "../../../../core/state/apply.ts";
import { Bit, type Memory, State, stateOf } from "../../../../core/state/memory.ts";
import { Status } from "../../../../core/state/views.ts";
import { Kind } from "../../../../events/kinds.ts";
import { kindOf, pfnOf } from "../../../../events/log.ts";

const BITS = Bit.Migrate | Bit.Log | Bit.Fetched | Bit.Received | Bit.Seen;
const SCALARS = ["Phase", "Hinting", "LogMode", "Paused", "ConfigPending"] as const;
const FIRST_ID = 0x80000001 | 0;

function logOf(design: string): Promise<OpenLog> {
  const url = new URL(`../../../../fixtures/logs/format-1-${design}.log`, import.meta.url);
  return openLog(design, false, Deno.readFileSync(url));
}

/** An id counted from the first; what is no id as it is. */
const idOf = (id: number, first: number): number => id === 0 || id === 1 ? id : 2 + id - first;

/** Of a page what matters to its fate, wherever it lies. */
function fateOf(memory: Memory, page: number, firstId: number): Record<string, unknown> {
  const { bits, content, arrived, status } = memory;
  const written = (bits[page] & Bit.Written) !== 0;
  return {
    bits: bits[page] & BITS,
    written,
    lost: written && content[page] !== arrived[page],
    id: idOf(status[Status.Id], firstId),
    received: idOf(status[Status.Received], firstId),
    ...Object.fromEntries(SCALARS.map((name) => [name, status[Status[name]]])),
  };
}

function inUse({ block, orders }: Memory, pfn: number): boolean {
  for (let order = 0; order < orders; order++) {
    const head = pfn & ~((1 << order) - 1);
    if (stateOf(block[head]) === State.Used && ((block[head] >>> 2) & 15) >= order) return true;
  }
  return false;
}

for (const design of ["v33", "merged", "wait-on-ack"]) {
  Deno.test(`${design}: a page of a narrowed log is as the log's was, at sixty events`, async () => {
    const log = await logOf(design), words = wordsOf(log);
    const told = [];
    for (let index = 0; index < log.events; index++) {
      const kind = kindOf(words, index);
      if (kind === Kind.HintRead || kind === Kind.PageWritten || kind === Kind.PagesSent) {
        told.push(index);
      }
    }
    const first = words[
      (words as Int32Array).findIndex((_, at) =>
        at % 4 === 0 && kindOf(words, at / 4) === Kind.IdIssued
      ) + 2
    ];
    let hinted = 0;
    for (let at = 0; at < 60; at++) {
      const index = told[Math.floor((at * told.length) / 60)];
      const pfn = pfnOf(words, index);
      const { projected, fresh } = narrowed(log, index + 1, String(pfn), words);
      const memory = memoryOf(log), small = fresh(true).sim.machine.memory;
      applyAll(memory, words, 0, projected.cut);
      assertEquals(
        fateOf(small, 0, FIRST_ID),
        fateOf(memory, pfn, first),
        `event ${index + 1}, page ${pfn}`,
      );
      assertEquals(
        stateOf(small.block[0]) === State.Used,
        inUse(memory, pfn),
        `event ${index + 1}`,
      );
      hinted += small.status[Status.Filled] > 0 ? 1 : 0;
    }
    assertGreater(hinted, 0, "no descriptor was ever filled");
  });
}

Deno.test("a search goes on from a narrowed log, and comes to an end", async () => {
  const log = await logOf("wait-on-ack"), words = wordsOf(log);
  let at = 0;
  while (kindOf(words, at) !== Kind.HintRead) at++;
  const { spec, fresh } = narrowed(log, at + 1, undefined, words);
  const { verdict, states, actions } = search(fresh());
  assertEquals([verdict, spec.design, spec.host], ["safe", "wait-on-ack", log.header.host]);
  assert(states > 1000 && actions["switch over"] > 0, `${states} states`);
});

Deno.test("a log that carries what no small world can is refused", async () => {
  const log = await logOf("bitmap-2016");
  const words = wordsOf(log);
  assertThrows(() => narrowed(log, log.events, undefined, words), Error, "bitmaps");
});

Deno.test("a place is a log and an event", () => {
  assertEquals(placeOf("out/v33.log@202604"), { path: "out/v33.log", at: "202604" });
  assertEquals(placeOf("a@b/c.log@7"), { path: "a@b/c.log", at: "7" });
  assertThrows(() => placeOf("out/v33.log"), InputError, "give a log and an event");
});
