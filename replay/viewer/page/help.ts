/**
 * The help: every key, by group, in a dialog.
 * @module
 */
import { el } from "./dom.ts";
import { keyName, KEYS } from "./keys.ts";

export function fillHelp(dialog: HTMLDialogElement): void {
  const groups = [...new Set(KEYS.map(({ group }) => group))];
  const close = el("button", { type: "button", class: "small" }, "close");
  close.addEventListener("click", () => dialog.close());
  dialog.replaceChildren(
    el("header", { class: "row" }, el("h2", {}, "Keys"), close),
    el(
      "div",
      { class: "help-groups" },
      ...groups.map((group) =>
        el(
          "section",
          {},
          el("h3", {}, group),
          el(
            "dl",
            {},
            ...KEYS.filter((row) => row.group === group).flatMap(({ keys, does }) => [
              el("dt", {}, ...keys.flatMap((key, i) => [i > 0 ? " or " : "", ...caps(key)])),
              el("dd", {}, does),
            ]),
          ),
        )
      ),
    ),
    el(
      "p",
      { class: "note" },
      "Mouse: on the map the wheel zooms, drag moves, click keeps a page. On the time line drag scrubs, " +
        "the wheel zooms, Shift and wheel moves, a double click shows all. A line of a list goes to its event.",
    ),
  );
}

function caps(key: string): HTMLElement[] {
  return keyName(key).split(" ").map((part) => el("kbd", {}, part));
}
