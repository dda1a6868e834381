/**
 * `deno task view`: the time-travel page of a log, served on the loopback address or written as a file.
 * @module
 */
import { count } from "../replay/text.ts";
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
import { newestLog } from "./logs.ts";
import { siteOf } from "./view/bundle.ts";
import { Checkpointing } from "./view/checkpoints.ts";
import { buildSite } from "./view/build.ts";
import { openShown, type ShownLog } from "./view/log.ts";
import { serve } from "./view/server.ts";
import { logOf } from "./view/trace.ts";

const PORT_MAX = 65535;

const command: Command = {
  name: "view",
  sentence:
    "Shows a log in the browser: every page of memory, all lanes of time, and the events, at any event, " +
    "forwards and backwards. Two logs stand side by side. The page is served to this machine alone until " +
    "Ctrl-C; a log that is damaged is shown up to there.",
  words: "[LOG] [LOG2]",
  wordsMax: 2,
  options: {
    at: { value: "N", help: "opens at event N (default: the world as the log begins with it)" },
    port: { value: "N", help: "the port to listen on (default: one that is free)" },
    build: {
      value: "DIR",
      help:
        "writes the page as static files instead, and the logs that are named beside it: for any web " +
        "server. Without a log it can be opened as a file, and shows what is dropped on it",
    },
    json: { help: "print one object, and go on serving" },
  },
  examples: [
    ["deno task view", "the last run"],
    ["deno task view out/v33.log --at 200000", "a log, at an event"],
    ["deno task view out/v33.log out/merged.log", "two designs side by side"],
    ["deno task view trace.txt.gz", "a kernel's trace: imported first, as import does"],
    ["deno task view --build site", "site/index.html: a page that reads dropped logs"],
  ],
  json: [
    "link: the page, with the token that every request must have; port",
    "logs[]: name, events, bytes: what it shows",
    "--build: folder; files[]: path, bytes",
  ],
};

async function main(given: Given): Promise<number> {
  const folder = given.text("build");
  if (folder !== undefined) return await build(given, folder);
  const portText = given.text("port");
  const port = portText === undefined ? 0 : numberOf("--port", portText, 0, PORT_MAX);
  const logs: ShownLog[] = [];
  for (const path of pathsOf(given)) logs.push((await openShown(await logOf(path))).shown);
  const at = eventOf(given, logs), end = interrupted();
  const server = serve(await siteOf(), logs, port);
  const link = `${server.link}${at === null ? "" : `#at=${at}`}`;
  if (given.flag("json")) {
    const told = logs.map(({ name, events, size }) => ({ name, events, bytes: size }));
    print(JSON.stringify({ link, port: server.port, logs: told }));
  } else {
    for (const { name, events } of logs) print(` log    ${name}, ${count(events)} events`);
    print(` view   ${link}`);
    note("        for this machine alone; Ctrl-C ends it");
  }
  using _ = new Checkpointing(logs);
  await end;
  return EXIT_OK;
}

function pathsOf({ words }: Given): readonly string[] {
  if (words.filter((word) => word === "-").length > 1) {
    throw new InputError("- twice: standard input is one log");
  }
  return words.length === 0 ? [newestLog()] : words;
}

function eventOf(given: Given, logs: readonly ShownLog[]): number | null {
  const text = given.text("at");
  return text === undefined
    ? null
    : numberOf("--at", text, 0, Math.max(...logs.map(({ events }) => events)));
}

async function build(given: Given, folder: string): Promise<number> {
  for (const name of ["at", "port"]) {
    if (given.text(name) !== undefined) throw new InputError(`--${name} is of no use to --build`);
  }
  const logs: ShownLog[] = [];
  for (const path of given.words) logs.push((await openShown(await logOf(path))).shown);
  const files = buildSite(await siteOf(), logs, folder);
  if (given.flag("json")) print(JSON.stringify({ folder, files }));
  else for (const { path, bytes } of files) print(` ${path}   ${count(bytes)} bytes`);
  return EXIT_OK;
}

/** Until Ctrl-C, or the system, ends it. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      Deno.addSignalListener(signal, () => resolve());
    }
  });
}

if (import.meta.main) await runCommand(command, main);
