/**
 * The page begins here: what it was told at boot is opened, and the keyboard is listened to.
 * @module
 */
import type { Boot, BootLog, LogFrom, Stand } from "../protocol.ts";
import { App } from "./app.ts";
import { obey } from "./commands.ts";
import { byId, isTyping } from "./dom.ts";
import { chooseFile, listenForFiles } from "./drop.ts";
import { placeOf } from "./hash.ts";
import { fillHelp } from "./help.ts";
import { commandOf } from "./keys.ts";

/** For tests: drives the page and asks it where it stands. */
interface Handle {
  readonly ready: Promise<void>;
  seek(event: number): Promise<void>;
  stand(): Stand | null;
  digest(): Promise<string>;
  /** True while something that was asked for is not on the screen yet. */
  busy(): boolean;
  /** True while curves and findings are still being read. */
  reading(): boolean;
}

function bootOf(): Boot {
  const text = byId("boot").textContent?.trim() ?? "";
  return text === "" ? { worker: "worker.js", logs: [] } : JSON.parse(text);
}

function fromOf(log: BootLog): LogFrom {
  if ("element" in log) {
    const text = byId(log.element).textContent?.trim() ?? "";
    return { name: log.name, bytes: Uint8Array.from(atob(text), (c) => c.charCodeAt(0)) };
  }
  const absolute = (url: string): string => new URL(url, document.baseURI).href;
  return {
    name: log.name,
    url: absolute(log.url),
    seek: log.seek === null ? null : absolute(log.seek),
  };
}

function listen(app: App): void {
  fillHelp(byId("help"));
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || byId<HTMLDialogElement>("help").open) return;
    const isText = isTyping(event.target);
    if (isText && event.key !== "Escape") return;
    // Space and Enter press the button that has the focus.
    if (event.key === " " && event.target instanceof HTMLButtonElement) return;
    const command = commandOf(event);
    if (command === null) return;
    event.preventDefault();
    obey(app, command);
  });
  addEventListener("hashchange", () => app.linked());
  byId("choose").addEventListener("click", () => chooseFile(false));
  listenForFiles((file, beside) => {
    void app.open({ file, name: file.name }, beside, placeOf(""));
  }, () => app.leader !== null);
}

async function begin(app: App, boot: Boot): Promise<void> {
  const place = placeOf(location.hash);
  for (const [i, log] of boot.logs.entries()) await app.open(fromOf(log), i > 0, place);
}

const boot = bootOf();
const app = new App(boot);
listen(app);
const handle: Handle = {
  ready: begin(app, boot).catch((why) => app.messages.failed(why)),
  seek: (event) => app.go({ event }),
  stand: () => app.leader?.stand ?? null,
  digest: () => app.leader?.engine.ask("digest") ?? Promise.reject(new Error("There is no log")),
  busy: () => app.isBusy,
  reading: () => app.isReading,
};
Object.assign(globalThis, { hintlab: handle });
