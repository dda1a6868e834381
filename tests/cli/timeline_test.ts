/**
 * Checkpoints beside a log: made when they are wanted, and never believed when they are not right.
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { hash64 } from "../../cli/codec.ts";
import { memoryOf, type OpenLog, openLog } from "../../cli/logs.ts";
import { foldsOf, goTo, makeCheckpoints, openCheckpoints, sceneOf } from "../../cli/timeline.ts";
import { SeekCheck } from "../../cli/verify/seek.ts";
import { Checkpoints } from "../../replay/timeline.ts";
import { replayBlocks } from "../../replay/replay.ts";
import { views } from "../../replay/views/mod.ts";
import { inFolder, run } from "./front_desk.ts";
import { smallFile } from "../support/logs.ts";

const v33 = smallFile("v33", 1000), none = smallFile("none", 1000);
const limits = { min: 5000, distance: 3000, near: 0 };

/** A log in memory that says that it is a file. */
async function logAt(path: string, bytes: Uint8Array): Promise<OpenLog> {
  const log = await openLog(path, false, bytes);
  return Object.assign(Object.create(log), { path });
}

/** What a view shows at an event, by checkpoints if there are some. */
function shownAt(log: OpenLog, name: string, at: number): string {
  const view = views.find((view) => view.name === name)!;
  const scene = sceneOf(log, at), teller = view.begin(scene);
  goTo(log, scene, foldsOf(view, teller)!, at, limits);
  return teller.show().text;
}

/** The same, replayed from the first event. */
function twinAt(log: OpenLog, name: string, at: number): string {
  const scene = sceneOf(log, at), teller = views.find((view) => view.name === name)!.begin(scene);
  replayBlocks(scene.memory, log, at, teller.fold ? [teller.fold] : []);
  return teller.show().text;
}

function countOf(log: OpenLog): number {
  const found = openCheckpoints(log, memoryOf(log), limits);
  assert(found instanceof Checkpoints, String(found));
  using checkpoints = found;
  return checkpoints.count;
}

Deno.test("what a view shows is the same by checkpoints, wherever a log is entered", () =>
  inFolder(async (folder) => {
    const log = await logAt(`${folder}/a.log`, v33);
    for (const at of [log.events, 9000, 5000, 12_001, 24_000]) {
      for (const name of ["summary", "migration", "buddyinfo"]) {
        assertEquals(shownAt(log, name, at), twinAt(log, name, at), `${name} at ${at}`);
      }
    }
    assert(countOf(log) > 5);
  }));

Deno.test("near the log's begin no checkpoints are made", () =>
  inFolder(async (folder) => {
    const log = await logAt(`${folder}/a.log`, v33);
    assertEquals(shownAt(log, "summary", 4999), twinAt(log, "summary", 4999));
    assertEquals(openCheckpoints(log, memoryOf(log), limits), null);
  }));

Deno.test("checkpoints of another log, cut ones and damaged ones are made anew", () =>
  inFolder(async (folder) => {
    const path = `${folder}/a.log`, seek = `${path}.seek`;
    const other = await logAt(path, none), log = await logAt(path, v33);
    shownAt(other, "summary", other.events);
    const text = twinAt(log, "summary", log.events), stale = await Deno.readFile(seek);
    assertEquals(shownAt(log, "summary", log.events), text);
    const right = await Deno.readFile(seek);
    const damaged = right.slice();
    damaged.fill(0x55, 200, Math.floor(damaged.length * 0.95)); // its frames, not its table
    for (const bytes of [stale, right.subarray(0, right.length - 1), new Uint8Array(0), damaged]) {
      await Deno.writeFile(seek, bytes);
      assertEquals(shownAt(log, "summary", log.events), text);
      assertEquals(hash64(await Deno.readFile(seek)), hash64(right));
    }
  }));

Deno.test("where nothing can be written the log is replayed from its begin", () =>
  inFolder(async (folder) => {
    const log = await logAt(`${folder}/a.log`, v33);
    await Deno.mkdir(`${folder}/a.log.seek`);
    assertEquals(shownAt(log, "summary", log.events), twinAt(log, "summary", log.events));
  }));

/** What `verify` says of the checkpoints beside a log. */
function checked(log: OpenLog) {
  const memory = memoryOf(log);
  using check = new SeekCheck(openCheckpoints(log, memory, limits));
  check.see(0);
  replayBlocks(
    memory,
    log,
    log.events,
    [],
    (block) => check.see(Math.min(log.events, (block + 1) * 1000)),
  );
  return check.result();
}

Deno.test("verify tells right checkpoints from damaged ones, and from those of another reducer", () =>
  inFolder(async (folder) => {
    const log = await logAt(`${folder}/a.log`, v33), seek = `${log.path}.seek`;
    assertEquals(checked(log), null);
    makeCheckpoints(log, sceneOf(log, 0), limits);
    const right = await Deno.readFile(seek), count = countOf(log);
    assertEquals(checked(log), { checkpoints: count, wrong: null });
    const damaged = right.slice();
    damaged[right.length >> 1] ^= 1;
    await Deno.writeFile(seek, damaged);
    assertMatch(checked(log)!.wrong!, /^a chunk of its checkpoint at event \d+ is damaged$/);
    await Deno.writeFile(seek, right.subarray(0, 1000));
    assertEquals(checked(log)!.wrong, "its end is missing or damaged");
    // The state of other events under this log's name, all checksums right.
    const other = await logAt(`${folder}/a.log`, none);
    const changed = Object.assign(Object.create(log), {
      wordsOf: (block: number) => other.wordsOf(block),
    });
    makeCheckpoints(changed, sceneOf(log, 0), limits);
    assertMatch(checked(log)!.wrong!, /^it is wrong at event \d+$/);
  }));

Deno.test("replay --find shows the state at the next match, and --back at the last one before", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.log`, v33);
    const find = async (...words: string[]) => {
      const { code, out } = await run("replay", ["a.log", "--json", ...words], { folder });
      return { code, ...JSON.parse(out) };
    };
    const lines = (await run("log", ["a.log", "--kind", "hint-applied"], { folder })).out.split(
      "\n",
    );
    const events = lines.map((line) => Number(/^#(\d+)/.exec(line)?.[1])).filter((event) =>
      event > 0
    );
    const first = await find("--find", "kind=hint-applied");
    assertEquals([first.code, first.at, first.event], [0, events[0], lines[0]]);
    const after = await find("--find", "kind=hint-applied", "--at", String(events[0]));
    assertEquals(after.at, events[1]);
    const before = await find("--find", "kind=hint-applied", "--back", "--at", String(events[1]));
    assertEquals([before.at, before.digest], [events[0], first.digest]);
    const last = await find("--find", "kind=hint-applied kind=hint-read page=0xc00", "--back");
    assertMatch(last.event, /hint-applied .* pfn=0xc00 /);
    const at = await find("--at", String(last.at));
    assertEquals(at.digest, last.digest);
    const never = await find("--find", "kind=hint-applied page=0");
    assertEquals([never.code, never.at, never.event], [1, null, null]);
  }));

Deno.test("replay --find says in words when nothing matches", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.log`, v33);
    const words = ["a.log", "--find", "actor=writer", "--at", "0", "--back"];
    const { code, out } = await run("replay", words, { folder });
    assertEquals(code, 1);
    assertMatch(out, /^No event before 0 is actor=writer; a\.log has [\d,]+ events\.\n$/);
  }));
