/**
 * A trace whose events do not all stay in memory becomes the same log, to the byte.
 */
import { assert, assertEquals } from "@std/assert";
import { SpillFile } from "../../../cli/import/spill.ts";
import { readTrace } from "../../../cli/import/trace.ts";
import { writeImported } from "../../../cli/import/write.ts";
import { EventLog, STRIDE } from "../../../events/log.ts";
import { filesIn, inFolder } from "../front_desk.ts";

const FRAMES = 1 << 20;
const trace = new URL("../../../fixtures/traces/smp2-512.ftrace.zst", import.meta.url).pathname;

Deno.test("events that wait in a file come out as the log that memory would have held", () =>
  inFolder(async (folder) => {
    const whole = `${folder}/whole.log`, spilled = `${folder}/spilled.log`;
    writeImported(await readTrace(trace, FRAMES), whole, 0);
    {
      using spill = new SpillFile(spilled, 1000);
      const read = await readTrace(trace, FRAMES, spill);
      assert(spill.count > 100_000 && read.log.length <= 1000);
      assertEquals(filesIn(folder).length, 2); // the log and what waits
      writeImported(read, spilled, 0, spill);
    }
    assertEquals(filesIn(folder), ["spilled.log", "whole.log"]);
    assertEquals(await Deno.readFile(spilled), await Deno.readFile(whole));
  }));

Deno.test("an event that waits in the file can still be changed", () =>
  inFolder((folder) => {
    using spill = new SpillFile(`${folder}/x.log`, 2);
    spill.put(Int32Array.of(0x101, 7, 9, 1, 0x102, 8, 9, 1));
    spill.change(0, 3);
    const log = new EventLog();
    log.append(0x104, 5, 6, 0);
    const blocks: number[][] = [];
    for (const { words, events } of spill.blocks(log, 2)) {
      blocks.push([...words.slice(0, events * STRIDE)]);
    }
    assertEquals(blocks, [[0x103, 7, 0, 1, 0x102, 8, 9, 1], [0x104, 5, 6, 0]]);
    return Promise.resolve();
  }));
