/**
 * `deno task worker`: takes runs of sweeps from a NATS server and does them, on any machine.
 * @module
 */
import { count, many } from "../replay/text.ts";
import {
  type Command,
  EXIT_OK,
  type Given,
  InputError,
  note,
  numberOf,
  print,
  runCommand,
} from "./command.ts";
import { Bench, type Tally } from "./sweep/nats/bench.ts";
import { findSweeps } from "./sweep/nats/find.ts";
import { Link } from "./sweep/nats/link.ts";
import { BEGUN } from "./sweep/nats/words.ts";
import { programVersion } from "./sweep/version.ts";

const SLOTS_MAX = 1024, LOOK_MS = 1000, MINUTE_MS = 60_000, VERSION_SHOWN = 12;
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

const command: Command = {
  name: "worker",
  sentence:
    "Takes runs of sweeps from a NATS server (deno task sweep FILE --nats URL puts them there) and does them, " +
    "until Ctrl-C: what it has not finished then goes to others. Its sources must be those of the sweep's " +
    "coordinator.",
  words: "",
  wordsMax: 0,
  options: {
    nats: { value: "URL", help: "the server: nats://HOST:4222, or tls://..." },
    credentials: {
      value: "FILE",
      help:
        "a .creds file, the seed of an NKey, user:password, or a token (default: what NATS_CREDS, " +
        "NATS_NKEY, NATS_USER and NATS_PASSWORD, or NATS_TOKEN say)",
    },
    slots: { value: "N", help: "runs at the same time (default: as many as there are cores)" },
    "until-idle": { help: "end when no sweep is there, or none has runs to be had" },
    json: { help: "print one object at the end instead of a line" },
  },
  examples: [
    [
      "deno task worker --nats nats://10.0.0.5:4222",
      "all cores of this machine work for the sweeps there",
    ],
    ["deno task worker --nats tls://nats.lab --slots 2 --credentials lab.creds", "two at a time"],
  ],
  json: [
    "done, failed (tries), back (given back at the end)",
  ],
};

/** What is done, each minute. */
class Watch {
  private readonly timer: ReturnType<typeof setInterval>;

  constructor(tally: Tally, private before = 0) {
    this.timer = setInterval(() => {
      const { done } = tally;
      if (done === this.before) return; // it waits, as it said
      note(`${many(done, "run")} done, ${count(done - this.before)} in the last minute`);
      this.before = done;
    }, MINUTE_MS);
  }

  [Symbol.dispose](): void {
    clearInterval(this.timer);
  }
}

async function main(given: Given): Promise<number> {
  const url = given.text("nats"), text = given.text("slots");
  if (url === undefined) {
    throw new InputError("which server? give its address: --nats nats://127.0.0.1:4222");
  }
  const slots = text === undefined
    ? navigator.hardwareConcurrency
    : numberOf("--slots", text, 1, SLOTS_MAX);
  const version = programVersion(), stop = new AbortController();
  await using link = await Link.open(url, given.text("credentials"), "hintlab worker");
  link.waitsForRoom = true; // the coordinator makes it
  for (const signal of SIGNALS) Deno.addSignalListener(signal, () => stop.abort());
  note(`${many(slots, "slot")} for ${link.shown}, version ${version.slice(0, VERSION_SHOWN)}`);
  const tally: Tally = { done: 0, failed: 0, back: 0 };
  {
    using _ = new Watch(tally);
    await takeRuns(link, { version, slots, tally, stop: stop.signal }, given.flag("until-idle"));
  }
  print(given.flag("json") ? JSON.stringify(tally) : tallyText(tally));
  return EXIT_OK;
}

interface Working {
  readonly version: string;
  readonly slots: number;
  readonly tally: Tally;
  readonly stop: AbortSignal;
}

/** Works at one sweep after the other. */
async function takeRuns(link: Link, working: Working, untilIdle: boolean): Promise<void> {
  const { version, stop, tally } = working;
  while (!stop.aborted) {
    const before = tally.done + tally.failed;
    for (const { names } of await findSweeps(link, version)) {
      if (!stop.aborted) await new Bench({ link, names, ...working }).work();
    }
    if (tally.done + tally.failed > before) continue;
    if (untilIdle) return;
    await link.heard(BEGUN, LOOK_MS, stop);
  }
}

function tallyText({ done, failed, back }: Tally): string {
  return [
    `${many(done, "run")} done`,
    ...(failed > 0 ? [`${many(failed, "failure")}`] : []),
    ...(back > 0 ? [`${count(back)} given back`] : []),
  ].join(", ");
}

if (import.meta.main) await runCommand(command, main);
