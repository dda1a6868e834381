/**
 * Sweeps by way of NATS for tests: a server, workers and coordinators as they run in earnest.
 * @module
 */
import { assertEquals } from "@std/assert";
import { Child, type Ended } from "../../support/child.ts";
import { NatsServer } from "../../support/nats_server.ts";
import { inFolder, lineOf } from "../front_desk.ts";

const support = new URL("../../support/", import.meta.url).pathname;

/** 32 runs of a small guest, of two designs; its scenario names a file. */
const SPEC = {
  scenario: "./traced.json",
  axes: [{ name: "used", key: "guest.usedMib", of: "guest.mib", values: [0.25, 0.5] }],
  designs: ["none", "v33"],
  seeds: { count: 8 },
};
export const RUNS = 32;

const small = JSON.parse(
  Deno.readTextFileSync(new URL("../../../fixtures/scenarios/small.json", import.meta.url)),
);
const SCENARIO = { ...small, tasks: [...small.tasks, { kind: "trace", trace: "t.txt" }] };
const TRACE =
  "   wl-7  [000] .....   1.0: mm_page_alloc: page=1 pfn=0x10 order=0 migratetype=1 gfp_flags=none\n";

/** Writes the sweep and what it names; returns its file. */
async function writeSweep(folder: string): Promise<string> {
  await Deno.writeTextFile(`${folder}/lab.jsonc`, JSON.stringify(SPEC));
  await Deno.writeTextFile(`${folder}/traced.json`, JSON.stringify(SCENARIO));
  await Deno.writeTextFile(`${folder}/t.txt`, TRACE);
  return `${folder}/lab.jsonc`;
}

/** What a test has. */
export interface Lab {
  readonly folder: string;
  readonly server: NatsServer;
  /** The sweep's file, and where its result goes. */
  readonly file: string;
  readonly out: string;
}

/** A server and a sweep, taken away afterwards. */
export async function inLab(
  test: (lab: Lab) => Promise<void>,
  flags: readonly string[] = [],
): Promise<void> {
  await inFolder(async (folder) => {
    const file = await writeSweep(folder);
    await using server = new NatsServer(folder, flags);
    await server.start();
    await test({ folder, server, file, out: `${folder}/lab.parquet` });
  });
}

type Env = Readonly<Record<string, string>>;

/** A worker with one slot, as a user starts it. */
export const worker = ({ server }: Lab, args: readonly string[] = [], env: Env = {}): Child =>
  new Child(
    Deno.execPath(),
    [...lineOf("worker"), "--nats", server.url, "--slots=1", "--json", ...args],
    env,
  );

/** A coordinator, as a user starts it; its workers lose their runs after a second. */
export const coordinator = ({ server, file, out }: Lab, args = ["--lease=1"]): Child =>
  new Child(
    Deno.execPath(),
    [...lineOf("sweep"), file, "--out", out, "--nats", server.url, ...args],
  );

/** A coordinator with a fault: see `sweeper.ts`. */
export const sweeper = ({ server, file, out }: Lab, fault: string): Child =>
  new Child(Deno.execPath(), [...HELPED, `${support}sweeper.ts`, file, out, server.url, fault]);

/** A worker whose threads are poisoned; one that may kill is killed by a run. */
export const poisoned = (lab: Lab, mayKill = false): Child =>
  helped(lab, "poisoned_thread.ts", 1, mayKill ? ["--allow-run"] : []);

/** A worker that does not end its last run until there is a file `go`. */
export const waiting = (lab: Lab): Child => helped(lab, "waiting_thread.ts", 2, []);

const helped = ({ server }: Lab, thread: string, slots: number, flags: readonly string[]): Child =>
  new Child(Deno.execPath(), [
    ...HELPED,
    ...flags,
    ...[`${support}nats_worker.ts`, server.url, thread, `${slots}`],
  ]);

const HELPED = [
  "run",
  "--no-prompt",
  "--no-check",
  "--allow-read",
  "--allow-write",
  "--allow-net=127.0.0.1",
  "--allow-env=NATS_CREDS,NATS_NKEY,NATS_USER,NATS_PASSWORD,NATS_TOKEN",
];

/** Waits until the coordinator has kept so many runs. */
export async function kept({ folder }: Lab, by: Child, runs: number): Promise<void> {
  const path = `${folder}/lab.sweep/runs`;
  const lines = (): number => {
    try {
      return Deno.readTextFileSync(path).split("\n").length - 2;
    } catch {
      return 0;
    }
  };
  await by.until(`${runs} runs are kept`, () => lines() >= runs);
}

/** Tells a worker to end, and says what it has done. */
export async function tallyOf(one: Child): Promise<Record<string, number>> {
  one.kill("SIGINT");
  const { code, out, err } = await one.end();
  assertEquals(code, 0, err);
  return JSON.parse(out);
}

const ofPool = new Map<string, Promise<Uint8Array>>();

/** What the pool writes for the same sweep. */
function poolBytes(fault: string): Promise<Uint8Array> {
  const made = ofPool.get(fault) ?? makePoolBytes(fault);
  ofPool.set(fault, made);
  return made;
}

async function makePoolBytes(fault: string): Promise<Uint8Array> {
  let bytes = new Uint8Array();
  await inFolder(async (folder) => {
    const file = await writeSweep(folder), out = `${folder}/lab.parquet`;
    const child = new Child(Deno.execPath(), [
      ...HELPED,
      `${support}sweeper.ts`,
      ...[file, out, "pool", fault],
    ]);
    const { code, err } = await child.end();
    assertEquals(code, 0, err);
    bytes = await Deno.readFile(out);
  });
  return bytes;
}

/**
 * The sweep has ended well: every run is in its store once, and its result has the bytes of the pool's.
 * @param fault of the pool's threads: see `sweeper.ts`
 */
export async function assertWhole(
  { folder, out }: Lab,
  { code, err }: Ended,
  fault = "none",
): Promise<void> {
  assertEquals(code, 0, err);
  const [, ...lines] = (await Deno.readTextFile(`${folder}/lab.sweep/runs`)).trimEnd().split("\n");
  const indexes = lines.map((line) => JSON.parse(line.replace(/^\S+ \S+ /, ""))[0] as number);
  assertEquals(indexes.sort((a, b) => a - b), Array.from({ length: RUNS }, (_, index) => index));
  assertEquals(await Deno.readFile(out), await poolBytes(fault));
}
