/**
 * Runs the tests and says last how many passed: `N passed, N failed`, then `, N skipped` if any were.
 *
 * ```
 * deno task test                          all but tests/bench/ and *_long_test.ts
 * deno task test core/state               only files whose path holds the words
 * deno task test --filter="free buddies"  flags go to `deno test` as they are
 * ```
 * Tests in tests/browser drive a browser: they have packages of their own, and are run beside the others. It may
 * start any program, because Deno's own path is known only while it runs: under npx `deno` in PATH is a
 * wrapper. The tests themselves may start Deno, Python, nats-server, and those in tests/browser a browser; they
 * reach this machine alone, and but for those see no environment.
 * @module
 */
const LONG = "--long", LONG_ENDING = "_long_test.ts", ENDING = "_test.ts";
const BENCH = "tests/bench", BROWSER = "tests/browser";

/** What `deno test` says at its end; a test's own output may look the same, so the last one counts. */
const SUMMARY =
  /^(?:ok|FAILED) \| (\d+) passed(?: \([^)]*\))? \| (\d+) failed(?: \([^)]*\))?(?: \| (\d+) ignored)?/gm;
// deno-lint-ignore no-control-regex
const COLOUR = /\x1b\[[0-9;]*m/g;
const TAIL_CHARS = 20_000; // enough for a summary and what deno may say after it

/** Begun first: at the end a long one would keep the other cores waiting. */
const LONGEST = ["cli/decoders", "cli/readme", "cli/thread", "cli/sweep/nats"].map((name) =>
  `tests/${name}${ENDING}`
);

/** Test files below a folder, in a fixed order. */
function testFiles(folder: string): string[] {
  const files: string[] = [];
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory && path !== BENCH) files.push(...testFiles(path));
    else if (name.endsWith(ENDING)) files.push(path);
  }
  return files.sort();
}

/** Passes bytes on as they come and returns the last of the text. */
async function passOn(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let tail = "";
  for await (const bytes of stream) {
    tail = (tail + decoder.decode(bytes, { stream: true })).slice(-TAIL_CHARS);
    for (let at = 0; at < bytes.length;) at += await Deno.stdout.write(bytes.subarray(at));
  }
  return tail;
}

/** Debian's lies where not everybody's PATH leads. */
function natsServer(): string {
  const path = "/usr/sbin/nats-server";
  try {
    return Deno.statSync(path).isFile ? path : "nats-server";
  } catch {
    return "nats-server";
  }
}

const isLong = Deno.args.includes(LONG);
const flags = Deno.args.filter((arg) => arg.startsWith("-") && arg !== LONG);
const words = Deno.args.filter((arg) => !arg.startsWith("-"));
const all = testFiles("tests"), longest = all.filter((path) => LONGEST.includes(path));
const files = [...longest, ...all.filter((path) => !LONGEST.includes(path))]
  .filter((path) => path.endsWith(LONG_ENDING) === isLong)
  .filter((path) => words.length === 0 || words.some((word) => path.includes(word)));

if (files.length === 0) {
  console.error("No test file matches: give part of a path below tests/, or nothing for all.");
  console.log("0 passed, 0 failed");
  Deno.exit(1);
}

/** How many passed, failed, were skipped; and what `deno test` exits with. */
interface Ran {
  readonly counts: readonly number[];
  readonly code: number;
}

const deno = Deno.execPath();
const browserFiles = files.filter((path) => path.startsWith(`${BROWSER}/`));

/** Runs test files. */
async function ran(paths: readonly string[], args: readonly string[]): Promise<Ran> {
  if (paths.length === 0) return { counts: [0, 0, 0], code: 0 };
  const child = new Deno.Command(deno, {
    args: ["test", "--no-prompt", "--allow-read", "--allow-write", ...args, ...flags, ...paths],
    stdout: "piped",
    env: Deno.stdout.isTerminal() ? {} : { NO_COLOR: "1" },
  }).spawn();
  const kill = (signal: Deno.Signal) => (): void => child.kill(signal);
  // A gate that gives up signals the task; without this the tests would run on.
  const signals = (["SIGINT", "SIGTERM"] as const).map((signal) => [signal, kill(signal)] as const);
  for (const [signal, act] of signals) Deno.addSignalListener(signal, act);
  const text = (await passOn(child.stdout)).replaceAll(COLOUR, "");
  const { code } = await child.status;
  for (const [signal, act] of signals) Deno.removeSignalListener(signal, act);
  const [, ...counts] = [...text.matchAll(SUMMARY)].at(-1) ?? ["", "0", "0", "0"];
  return { counts: counts.map((figure) => Number(figure ?? 0)), code };
}

const running = ran(files.filter((path) => !browserFiles.includes(path)), [
  // Files side by side on all cores; long tests use all cores themselves.
  ...(isLong ? [] : ["--parallel"]),
  "--sanitize-ops",
  "--sanitize-resources",
  "--allow-net=127.0.0.1",
  // Debian's packages for Python are seen by its own only, whichever comes first in PATH.
  `--allow-run=${deno},python3,/usr/bin/python3,${natsServer()}`,
]);
const packages = [`--config=${BROWSER}/deno.json`, `--lock=${BROWSER}/deno.lock`, "--frozen"];

/** Why the package that drives a browser cannot be had; null if it can. */
async function whyNoDriver(): Promise<string | null> {
  const args = ["cache", "--quiet", ...packages, `${BROWSER}/browser.ts`];
  const env = { NO_COLOR: "1" };
  const { success, stderr } = await new Deno.Command(deno, { args, env, stdout: "null" }).output();
  return success ? null : new TextDecoder().decode(stderr).trim().split("\n")[0];
}

/** What is not even tried: each `test(` that begins a line is a test. */
async function skippedIn(paths: readonly string[], why: string): Promise<Ran> {
  console.error(`puppeteer-core cannot be had: tests that drive a browser are skipped (${why})`);
  const texts = await Promise.all(paths.map((path) => Deno.readTextFile(path)));
  const tests = texts.join("\n").match(/^(Deno\.)?test\(/gm) ?? [];
  return { counts: [0, 0, tests.length], code: 0 };
}

const whyNot = browserFiles.length > 0 ? await whyNoDriver() : null;
const browser = whyNot !== null ? await skippedIn(browserFiles, whyNot) : await ran(browserFiles, [
  ...packages,
  "--allow-net=127.0.0.1",
  "--allow-env",
  "--allow-sys=uid,osRelease,cpus,homedir",
  "--allow-run", // whichever browser is found
]);
const own = await running;
const [passed, failed, skipped] = own.counts.map((figure, at) => figure + browser.counts[at]);
const code = own.code || browser.code;
if (passed + failed === 0) console.error("No test ran.");
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
Deno.exit(code !== 0 ? code : passed + failed === 0 ? 1 : 0);
