/**
 * `deno task diff`: where two logs part.
 * @module
 */
import { commonEvents } from "../replay/diff/blocks.ts";
import { compare, type Compared, compareText } from "../replay/diff/compare.ts";
import { frame } from "../replay/text.ts";
import {
  type Command,
  EXIT_FINDINGS,
  EXIT_OK,
  type Given,
  InputError,
  note,
  print,
  runCommand,
} from "./command.ts";
import { STDIN } from "./files.ts";
import { Progress } from "./progress.ts";
import { newestTwo, type OpenLog, openLog } from "./logs.ts";

const command: Command = {
  name: "diff",
  sentence:
    "Says where two logs part: the first event, the first page and the first decision. Exit 1 if " +
    "they differ.",
  words: "[A B]",
  wordsMax: 2,
  options: { json: { help: "print one object" } },
  examples: [
    ["deno task diff", "the two newest logs of out/: the last run's"],
    ["deno task diff out/none.log out/v33.log", "two designs on the same guest"],
    ["deno task diff out/v33.log again.log --json", "for a program"],
  ],
  json: [
    "same: true if every event is the same, times too; headers[]: what of the headers differs",
    "firstEvent, firstDecision: event numbers (in B; in A if only A has it), or null; firstPage: a pfn",
    "event, decision, page: a, b: event (number) and text of either side, or null where it ended",
    "whose: whose decisions were looked at last",
    "decision.whose: whose decisions were compared; page.pfn; a, b: log, events",
  ],
};

/** Events that both logs begin with, told by their blocks. */
function commonOf(a: OpenLog, b: OpenLog): number {
  using progress = new Progress("comparing", Math.min(a.events, b.events));
  return commonEvents(a, b, (events) => progress.add(events));
}

function nextSteps({ decision, page, event }: Compared, a: OpenLog, b: OpenLog): void {
  const log = (decision ?? event)?.b ? b : a;
  if (log.name === STDIN || event === null) return;
  const at = (decision ?? event).b?.event ?? (decision ?? event).a!.event;
  note(`\n next  deno task replay ${log.name} --at ${at}   the state there`);
  if (page) {
    note(`       deno task replay ${log.name} --page ${frame(page.pfn!)}   the page's life`);
  }
  note(`       deno task log ${log.name} --from ${Math.max(1, at - 5)} --to ${at + 5}`);
}

async function main(given: Given): Promise<number> {
  const words = given.words.length > 0 ? given.words : newestTwo();
  const [first, second] = words;
  if (second === undefined) {
    throw new InputError("two logs are compared: deno task diff out/none.log out/v33.log");
  }
  if (first === "-" && second === "-") {
    throw new InputError("standard input is one log: name a file for the other");
  }
  const a = await openLog(first, false), b = await openLog(second, false);
  const compared = compare(a, b, commonOf(a, b));
  if (given.flag("json")) print(JSON.stringify(compared));
  else {
    print(compareText(compared, a, b));
    nextSteps(compared, a, b);
  }
  return compared.same ? EXIT_OK : EXIT_FINDINGS;
}

if (import.meta.main) await runCommand(command, main);
