import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type Command,
  helpOf,
  InputError,
  named,
  numberOf,
  parseCommand,
} from "../../cli/command.ts";

const command: Command = {
  name: "try",
  sentence: "Tries the front desk.",
  words: "[LOG]",
  wordsMax: 1,
  options: {
    at: { value: "N", help: "after event N" },
    kind: {
      value: "KIND",
      help: "a kind of event, and so many words that the line must be broken in two",
      many: true,
    },
    json: { help: "print one object" },
  },
  examples: [["deno task try", "shows nothing"]],
};

Deno.test("words, values and flags are told apart", () => {
  const given = parseCommand(command, ["a.log", "--at", "12", "--json", "--kind=x", "--kind", "y"]);
  assertEquals(given.words, ["a.log"]);
  assertEquals(given.text("at"), "12");
  assertEquals(given.all("kind"), ["x", "y"]);
  assert(given.flag("json"));
  assertEquals(parseCommand(command, []).text("at"), undefined);
});

Deno.test("a number stays a word, and - stands for standard input", () => {
  assertEquals(parseCommand(command, ["0012"]).words, ["0012"]);
  assertEquals(parseCommand(command, ["-"]).words, ["-"]);
});

const refused: [string[], string][] = [
  [["--jsn"], "unknown option --jsn; did you mean --json?"],
  [["--atlas=3"], "unknown option --atlas"],
  [["-x"], "unknown option -x"],
  [["--at="], "--at needs a value: --at N"],
  [["--at"], "--at needs a value: --at N"],
  [["--at", "--json"], "--at needs a value"],
  [["--at", "1", "--at", "2"], "--at may be given once"],
  [["a", "b"], 'unexpected "b": usage: deno task try [LOG] [options]'],
];
for (const [args, why] of refused) {
  Deno.test(`${args.join(" ")} is refused`, () => {
    assertThrows(() => parseCommand(command, args), InputError, why);
  });
}

Deno.test("a negative number is a value, and out of range", () => {
  const given = parseCommand(command, ["--at", "-1"]);
  assertThrows(() => numberOf("--at", given.text("at")!, 0, 9), InputError, "--at -1");
});

Deno.test("numbers are decimal or 0x, and within their range", () => {
  assertEquals(numberOf("--at", "0x1F", 0, 100), 31);
  for (const text of ["101", "-1", "1.5", "1e2", "", "ten", "0x", "99999999999999999999"]) {
    assertThrows(() => numberOf("--at", text, 0, 100), InputError, "--at");
  }
});

Deno.test("an unknown name lists the known ones, and guesses", () => {
  const list = [{ name: "summary" }, { name: "hints" }];
  assertEquals(named("view", "hints", list), list[1]);
  assertThrows(
    () => named("view", "hint", list),
    InputError,
    'unknown view "hint"; did you mean hints?',
  );
  assertThrows(() => named("view", "zzzzzz", list), InputError, "(there are: summary, hints)");
});

Deno.test("help fits 80 columns and shows every option", () => {
  const lines = helpOf(command).split("\n");
  for (const line of lines) assert(line.length <= 80, line);
  for (const name of ["--at N", "--kind KIND", "--json", "--help"]) {
    assert(lines.some((line) => line.startsWith(`  ${name}`)), name);
  }
});
