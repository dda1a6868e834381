/**
 * Small inputs that claim or become much are refused before they take the memory.
 * @module
 */
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { zstdCompressSync } from "node:zlib";
import { InputError } from "../../cli/errors.ts";
import { textSource } from "../../cli/log/text.ts";
import { readLists } from "../../cli/start/dump.ts";
import { smallFile } from "../support/logs.ts";
import { assertRefused, filesIn, inFolder, lineOf, run, smallLog } from "./front_desk.ts";

const MIB = 2 ** 20;

/** Zeros that are some thousand times as many once they are out of it. */
const bomb = zstdCompressSync(new Uint8Array(64 * MIB));
const bombs = (count: number): Uint8Array => {
  const bytes = new Uint8Array(bomb.length * count);
  for (let at = 0; at < count; at++) bytes.set(bomb, at * bomb.length);
  return bytes;
};

Deno.test("what is read whole and becomes too much is refused; a trace is read as it comes", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.zst`, bombs(8));
    assertRefused(
      await run("verify", ["a.zst"], { folder }),
      /^verify: a\.zst: cannot decompress: more than 100 times as much comes out of the zstd data/,
    );
    await Deno.writeTextFile(
      `${folder}/peak.ts`,
      `import { readTrace } from "${new URL("../../cli/import/trace.ts", import.meta.url).href}";
       const before = Deno.memoryUsage().rss;
       let peak = 0;
       const timer = setInterval(() => peak = Math.max(peak, Deno.memoryUsage().rss - before), 5);
       const error = await readTrace("a.zst", 1000).catch((error) => error);
       clearInterval(timer);
       console.log(JSON.stringify([error.name, peak]));`,
    );
    const config = new URL("../../deno.json", import.meta.url).pathname;
    const args = ["run", "--no-check", "--allow-read", `--config=${config}`, "peak.ts"];
    const command = new Deno.Command(Deno.execPath(), { args, cwd: folder });
    const [name, peak] = JSON.parse(new TextDecoder().decode((await command.output()).stdout));
    assertEquals(name, "InputError");
    assert(peak > 0 && peak < 128 * MIB, `${peak} bytes for what is 512 MiB`);
  }));

Deno.test("a text log whose line has no end is refused at 16 MiB", async () => {
  let given = 0;
  const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      given += MIB;
      controller.enqueue(new Uint8Array(MIB).fill(32));
    },
  });
  const read = async (): Promise<void> => void await textSource("a.txt", endless);
  await assertRejects(read, InputError, "a.txt:1: the line is longer than 16 MiB");
  assert(given < 24 * MIB, `${given}`);
});

Deno.test("texts of /proc that no kernel writes are refused in a line", () =>
  inFolder(async (folder) => {
    const text = (name: string): string =>
      Deno.readTextFileSync(
        new URL(`../../fixtures/traces/proc-512/${name}.txt`, import.meta.url),
      );
    const zoneinfo = text("zoneinfo");
    const wrong: [RegExp, string, RegExp][] = [
      [/spanned +\d+/, "spanned  99999999999999", /zone DMA: it spans 99999999999999 pages/],
      [/start_pfn: +\d+/, "start_pfn: 4294967296", /beyond 1 TiB/],
      [/zone +DMA\b/, "zone (((", /pagetypeinfo: zone \(\(\(/],
      [/zone +DMA\n/, `zone ${"a".repeat(100)}\n`, /a zone has no name, or none of a kernel/],
      [/managed +\d+/, "managed 268435456", /268435456 of its \d+ pages are managed/],
      [/boost +\d+/, "boost 1000000", /zone DMA: its mark min is less than its boost/],
    ];
    for (const [what, by, why] of wrong) {
      await Deno.writeTextFile(`${folder}/zoneinfo`, zoneinfo.replace(what, by));
      await Deno.writeTextFile(`${folder}/pagetypeinfo`, text("pagetypeinfo"));
      const error = await assertRejects(() => readLists(folder), InputError);
      assertMatch(error.message, why);
    }
  }));

Deno.test("a word of a text log that is too long for a line is cut in the error", () =>
  inFolder(async (folder) => {
    const { out } = await run("log", ["-", "--to", "3"], { folder, stdin: smallLog() });
    assert(!out.startsWith("hintlab-log"), "a filtered log has no header");
    const whole = await run("log", ["-"], { folder, stdin: smallLog() });
    const [header] = whole.out.split("\n");
    await Deno.writeTextFile(`${folder}/a.txt`, `${header}\n${"x".repeat(100_000)}\n`);
    const refused = await run("replay", ["a.txt"], { folder });
    assertRefused(refused, /^replay: a\.txt:2: cannot read "x{80}\.\.\.": no such kind of event/);
    assertEquals(filesIn(folder), ["a.txt"]);
  }));

/** Runs `simulate` where `logs` is a disk of its own, of 8 KiB; null where no such disk can be made. */
async function onSmallDisk(folder: string, args: readonly string[]) {
  const script = `mount -t tmpfs -o size=8k tmpfs logs || exit 99
    cp part logs/v33.log.part 2>/dev/null
    "$@"; code=$?; ls -A logs; exit $code`;
  const child = `import subprocess, sys
sys.exit(subprocess.run(["unshare", "-rm", "sh", "-c"] + sys.argv[1:], stdin=subprocess.DEVNULL).returncode)`;
  const { code, stdout, stderr } = await new Deno.Command("python3", {
    args: ["-c", child, script, "sh", Deno.execPath(), ...lineOf("simulate"), ...args],
    cwd: folder,
  }).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

Deno.test("a full disk is one line; a log that is gone on with is still there, a new one is not", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/logs`);
    const full = "simulate: cannot write logs/v33.log: the disk is full\n";
    const made = await onSmallDisk(folder, ["small", "--design", "v33", "--out", "logs"]);
    if (made.code === 99 || /unshare|mount/.test(made.err)) {
      console.log("no disk can be made here: its test is skipped");
      return;
    }
    assertEquals(made, { code: 2, out: "", err: full });
    await Deno.writeFile(`${folder}/part`, smallFile("v33", 65536).subarray(0, 6000));
    const resumed = await onSmallDisk(folder, ["--resume", "logs/v33.log"]);
    assertEquals(resumed, { code: 2, out: "v33.log.part\n", err: full });
  }));
