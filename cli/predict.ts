/**
 * `deno task predict`: what hinting would do for one's own guest, described in words or by files copied
 * from it.
 * @module
 */
import { hosts } from "../core/decide/hosts/mod.ts";
import { profiles } from "../core/decide/profiles/mod.ts";
import { designs } from "../core/run/designs/mod.ts";
import { count, many, WIDTH, wrapped } from "../replay/text.ts";
import {
  type Command,
  EXIT_FINDINGS,
  EXIT_OK,
  type Given,
  InputError,
  named,
  note,
  numberOf,
  print,
  runCommand,
} from "./command.ts";
import { makeDirectory } from "./files.ts";
import { answerText, trustRows } from "./predict/answer.ts";
import { fromFolder } from "./predict/from.ts";
import { GUEST_KEYS, guestOf, wordsOf } from "./predict/guest.ts";
import { jsonOf, KEYS } from "./predict/report.ts";
import { type Job, runJob } from "./predict/run.ts";
import { type Asked, slicesFor } from "./predict/scenario.ts";
import { mbitOf, msOf } from "./predict/units.ts";
import { type Column, table } from "./simulate/table.ts";
import { doAll } from "./threads.ts";

const GUEST = "mem=16G,free=60%,old-data=50%,dirty=20MB/s,ws=1G";
const HOST = "qemu-10", LINK = "10Gbit", DOWNTIME = "300ms", PROFILE = "linux-6.1";
const SEEDS = 3, SEEDS_MAX = 20;

const command: Command = {
  name: "predict",
  sentence:
    "Predicts a live migration of one's own guest, without hints and with: bytes, time, downtime, whether " +
    "it converges, what the guest notices, over a few seeds.",
  words: "",
  wordsMax: 0,
  options: {
    guest: {
      value: "WORDS",
      help: `the guest, as in ${GUEST}; ${
        Object.entries(GUEST_KEYS).map(([key, help]) => `${key}: ${help}`).join("; ")
      }`,
    },
    from: {
      value: "DIR",
      help:
        "files copied from a live guest and its QEMU (fixtures/guests/collect.sh says how); --guest " +
        "goes before what they say",
    },
    link: { value: "RATE", help: `the link to the destination (default: ${LINK})` },
    downtime: { value: "TIME", help: `how long the guest may stand still (default: ${DOWNTIME})` },
    design: {
      value: "NAME",
      help: `a design, or all; none is always among them (default: merged)`,
      many: true,
    },
    host: { value: "NAME", help: `the hypervisor (default: ${HOST})` },
    profile: { value: "NAME", help: `the guest's kernel (default: ${PROFILE})` },
    seeds: { value: "N", help: `runs of each design (default: ${SEEDS})` },
    untouched: { help: "nothing has touched the host's memory behind the guest's zero pages" },
    out: { value: "DIR", help: "write the logs of the first seed there: replay reads them" },
    json: { help: "print one object" },
  },
  examples: [
    ["deno task predict", "a guest of 16 GiB over 10 Gbit/s, without hints and as merged"],
    [`deno task predict --guest ${GUEST} --link 10Gbit --design all`, "every design"],
    ["deno task predict --guest mem=256G,dirty=1GB/s,ws=8G --downtime 100ms", "a large one, busy"],
    ["deno task predict --from fixtures/guests/example", "from files of a live guest"],
    ["deno task predict --out out", "with logs: replay out/merged.log --page PFN says why"],
  ],
  json: KEYS,
};

/** What is asked, in numbers. */
async function askedOf(given: Given): Promise<Asked> {
  const from = given.text("from");
  const read = from === undefined ? undefined : await fromFolder(from);
  const words = { ...read?.words, ...wordsOf(given.text("guest") ?? (read ? "" : GUEST)) };
  const linkText = given.text("link") ?? read?.link ?? LINK;
  const downtimeText = given.text("downtime") ?? read?.downtime ?? DOWNTIME;
  const linkMbit = mbitOf(linkText), downtimeMs = msOf(downtimeText);
  if (linkMbit === undefined || linkMbit < 1 || linkMbit > 10_000_000) {
    throw new InputError(`--link ${linkText}: a rate, as in 10Gbit, 1Gbit or 100MiB/s`);
  }
  if (downtimeMs === undefined || downtimeMs < 1 || downtimeMs > 600_000) {
    throw new InputError(`--downtime ${downtimeText}: a time, as in 300ms or 1s`);
  }
  return {
    guest: { ...guestOf(words), ...(read === undefined ? {} : { small: read.smallMib }) },
    linkMbit,
    downtimeMs,
    host: named("host", given.text("host") ?? HOST, hosts).name,
    profile: named("profile", given.text("profile") ?? PROFILE, profiles).name,
    untouched: given.flag("untouched"),
  };
}

function designsOf(given: Given): string[] {
  const words = given.all("design").flatMap((text) => text.split(","));
  const chosen = words.flatMap((word) =>
    word === "all" ? designs.map(({ name }) => name) : [named("design", word, designs).name]
  );
  return [...new Set(["none", ...(chosen.length > 0 ? chosen : ["merged"])])];
}

async function main(given: Given): Promise<number> {
  const asked = await askedOf(given);
  const names = designsOf(given);
  const seeds = numberOf("--seeds", given.text("seeds") ?? String(SEEDS), 1, SEEDS_MAX);
  const out = given.text("out")?.replace(/(.)\/+$/, "$1");
  const slices = slicesFor(asked.guest, names.length * seeds);
  if (out !== undefined) makeDirectory(out);
  const jobs = Array.from({ length: seeds }, (_, at) => at + 1).flatMap((seed) =>
    names.map((design): Job => ({
      asked,
      seed,
      slices,
      design,
      log: seed === 1 && out !== undefined ? `${out}/${design}.log` : "",
    }))
  );
  const begin = performance.now();
  const helper = new URL("./predict/worker.ts", import.meta.url);
  const results = await doAll(jobs, runJob, { what: "predicting", helper, jobsAThread: 2 });
  const columns = names.map((design, at): Column => ({
    design,
    hints: designs.find(({ name }) => name === design)!.hints || design !== "none",
    runs: results.filter((_, job) => job % names.length === at).map(({ figures }) => figures),
  }));
  if (given.flag("json")) print(jsonOf(asked, slices, columns));
  else {
    print(textOf(asked, slices, seeds, columns));
    const events = results.reduce((sum, result) => sum + result.events, 0);
    note(
      `\n ${many(results.length, "run")}, ${count(events)} events in ` +
        `${((performance.now() - begin) / 1000).toFixed(1)} s`,
    );
    if (out !== undefined) {
      const log = `${out}/${names[names.length - 1]}.log`;
      note(` next  deno task replay ${log} --page PFN`);
      note(
        `       deno task view ${out}/${
          names[0]
        }.log ${log}   without hints and with, in the browser`,
      );
    }
  }
  const lost = columns.some(({ runs }) => runs.some(({ migration }) => migration.lostPages > 0));
  return lost || results.some(({ replayed }) => !replayed) ? EXIT_FINDINGS : EXIT_OK;
}

function textOf(asked: Asked, slices: number, seeds: number, columns: readonly Column[]): string {
  const { guest, linkMbit, downtimeMs, host, profile } = asked;
  const gib = (mib: number): string =>
    mib >= 1024 ? `${+(mib / 1024).toFixed(1)} GiB` : `${Math.round(mib)} MiB`;
  const title =
    `A guest of ${gib(guest.mem)}, ${gib(guest.free)} free (${
      gib(guest.oldData)
    } of it old data), ` +
    `${guest.dirty.toFixed(1)} MiB/s written over ${gib(guest.ws)}; ${profile} under ${host}, ` +
    `${+(linkMbit / 1000).toFixed(2)} Gbit/s, downtime limit ${downtimeMs} ms. ` +
    `${seeds > 1 ? `Medians of ${seeds} seeds; below, from least to most.` : "One seed."}`;
  const indent = " ".repeat(13);
  const trust = trustRows(asked, slices).map(([label, text]) =>
    `  ${label.padEnd(11)}${wrapped(text, WIDTH - indent.length).join(`\n${indent}`)}`
  );
  return [
    ...wrapped(title),
    "",
    table(columns),
    "",
    ...wrapped(answerText(columns, asked), WIDTH - 1).map((line) => ` ${line}`),
    "",
    " How far to trust this",
    ...trust,
  ].join("\n");
}

if (import.meta.main) await runCommand(command, main);
