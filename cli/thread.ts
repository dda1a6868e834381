/**
 * `deno task thread`: the claims of the thread of June 2018, each judged on the log of a run.
 * @module
 */
import { claims } from "../replay/claims/mod.ts";
import type { Claim } from "../replay/claims/claim.ts";
import {
  type Command,
  didYouMean,
  EXIT_FINDINGS,
  EXIT_OK,
  type Given,
  InputError,
  note,
  print,
  runCommand,
} from "./command.ts";
import { guestsOf } from "./thread/guests.ts";
import { Page } from "./thread/page.ts";
import { jsonOf, textOf } from "./thread/report.ts";
import { flips, tryClaims } from "./thread/verdicts.ts";

const FEW = 3; // so many claims are told with all their figures

const command: Command = {
  name: "thread",
  sentence:
    "Runs the claims of the mailing-list thread that hintlab began with: each on a scenario and on a " +
    "counter-scenario, in which its verdict turns. No verdict is written down: it is worked out from the " +
    "runs' logs. Exit 1 if a verdict does not turn.",
  words: "[CLAIM...]",
  wordsMax: claims.length,
  options: {
    large: { help: "of T11, run guests up to 1 TiB too; they are counted otherwise" },
    out: { value: "DIR", help: "where the logs go (default: out/thread)" },
    html: { value: "FILE", help: "write the argument as a page: mails, claims, figures drawn" },
    json: { help: "print one object" },
  },
  examples: [
    ["deno task thread", "all claims, a few lines each"],
    ["deno task thread T2", "one claim with all its figures"],
    ["deno task simulate fixtures/thread/T2-counter.jsonc", "a scenario as any other"],
    ["deno task thread --html thread.html", "and a page that reads like the thread"],
  ],
  json: [
    "claims[]: id, verdict (holds, holds if ..., fails), counterVerdict, figures (by name), log; mail, claim, " +
    "condition, command (replays the evidence), also[] and counters[] (scenario, verdict, figures, log, command)",
    "guests[] with T11: gib, past (fresh, fragmented, at most), run (false: counted), orders[] (order, entries, arrays)",
  ],
};

/** The claims that are named; all, if none is. */
function chosenOf(words: readonly string[]): Claim[] {
  if (words.length === 0) return [...claims];
  const names = claims.map(({ id }) => id);
  return words.map((word) => {
    const found = claims.find(({ id }) => id === word.toUpperCase());
    if (found !== undefined) return found;
    throw new InputError(
      `unknown claim "${word}"${didYouMean(word, names)} (there are: T1 to T${names.length})`,
    );
  });
}

async function main(given: Given): Promise<number> {
  const chosen = chosenOf(given.words);
  const folder = (given.text("out") ?? "out/thread").replace(/(.)\/+$/, "$1");
  const html = given.text("html");
  using page = html === undefined ? null : new Page(html);
  const tried = await tryClaims(chosen, folder);
  const isSized = chosen.some(({ id }) => id === "T11");
  const guests = isSized ? await guestsOf(folder, given.flag("large")) : [];
  await page?.finish(tried, guests, folder);
  if (given.flag("json")) print(JSON.stringify(jsonOf(tried, guests)));
  else print(textOf(tried, given.words.length > 0 && chosen.length <= FEW, guests));
  const stuck = tried.filter((one) => !flips(one));
  for (const { claim } of stuck) {
    note(`${claim.id}: its verdict, or its condition, does not turn with the counter-scenario`);
  }
  return stuck.length > 0 ? EXIT_FINDINGS : EXIT_OK;
}

if (import.meta.main) await runCommand(command, main);
