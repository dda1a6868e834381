/**
 * The page, opened as a user opens it: `deno task view` is started with its permissions, and its link is followed.
 * @module
 */
import type { Browser, Page } from "puppeteer-core";
import { Child } from "../support/child.ts";
import { complaintsOf } from "./browser.ts";

const house = new URL("../../", import.meta.url).pathname;
const { tasks } = JSON.parse(Deno.readTextFileSync(`${house}deno.json`));
const PATIENCE_MS = 150_000, POLLING_MS = 30;

/** A task's program and arguments. */
function lineOf(task: string): string[] {
  const [, ...args] = (tasks[task].command as string).split(" ");
  return args.map((arg) => arg.endsWith(".ts") ? house + arg : arg);
}

/** Begins a task; `folder` is where it runs. */
export function start(task: string, args: readonly string[], folder: string): Child {
  return new Child(Deno.execPath(), [...lineOf(task), ...args], {}, folder);
}

/** Runs a task to its end. */
export async function run(task: string, args: readonly string[], folder: string): Promise<string> {
  const { code, out, err } = await start(task, args, folder).end();
  if (code !== 0) throw new Error(`${task}: exit ${code}: ${err}`);
  return out;
}

/** Makes a long log with its checkpoints; gives its path. */
export async function bigLog(folder: string, workMs: number): Promise<string> {
  const program = `${house}tests/support/make_big_log.ts`;
  const rights = ["--no-prompt", "--allow-read", "--allow-write"];
  const args = ["run", ...rights, program, folder, String(workMs)];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(decoder.decode(stderr));
  return decoder.decode(stdout).trim();
}

/** `view`, while it serves. */
export class Viewer implements AsyncDisposable {
  private constructor(private readonly child: Child, readonly link: string) {}

  static async of(words: readonly string[], folder: string): Promise<Viewer> {
    const child = start("view", [...words, "--json"], folder);
    await child.until("a link", () => child.out.includes("\n"));
    return new Viewer(child, JSON.parse(child.out).link);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.child[Symbol.asyncDispose]();
  }
}

/** The page in a tab. */
export class Tab implements AsyncDisposable {
  private constructor(readonly page: Page, readonly complaints: readonly string[]) {}

  /**
   * Follows a link, until the log's first picture is there.
   * @param pixels drawn for each of 1280 x 720: in software, a quarter of them is drawn four times as fast
   */
  static async open(browser: Browser, link: string, pixels = 0.5): Promise<Tab> {
    const page = await browser.newPage();
    const complaints = complaintsOf(page);
    page.setDefaultTimeout(PATIENCE_MS);
    await page.setViewport({ width: 1280, height: 720, deviceScaleFactor: pixels });
    await page.goto(link);
    const tab = new Tab(page, complaints);
    await tab.until("globalThis.hintlab !== undefined");
    await page.evaluate("hintlab.ready");
    await tab.rest();
    return tab;
  }

  /** Until something is true of the page, looked at whether or not it draws. */
  async until(isSo: string): Promise<void> {
    await this.page.waitForFunction(isSo, { polling: POLLING_MS });
  }

  /** Until all that was asked for is on the screen. */
  async rest(): Promise<void> {
    await this.until("!hintlab.busy()");
  }

  /** Until curves and findings have been read to the end of the log, too. */
  async read(): Promise<void> {
    await this.until("!hintlab.busy() && !hintlab.reading()");
  }

  async seek(event: number): Promise<void> {
    await this.page.evaluate(`hintlab.seek(${event})`);
    await this.rest();
  }

  /** The event that the page stands at. */
  async at(): Promise<number> {
    return await this.page.evaluate("hintlab.stand().event") as number;
  }

  async digest(): Promise<string> {
    return await this.page.evaluate("hintlab.digest()") as string;
  }

  /** Presses keys, `Shift+ArrowRight`, and waits until their answer is shown. */
  async press(...presses: readonly string[]): Promise<void> {
    for (const press of presses) {
      const keys = press.split("+"), last = keys.pop()!;
      for (const key of keys) await this.page.keyboard.down(key as "Shift");
      await this.page.keyboard.press(last as "ArrowRight");
      for (const key of keys) await this.page.keyboard.up(key as "Shift");
      await this.rest();
    }
  }

  /** The text of an element, with single spaces. */
  async text(selector: string): Promise<string> {
    const text = await this.page.$eval(selector, (element) => (element as HTMLElement).innerText);
    return text.replaceAll(/\s+/g, " ").trim();
  }

  async texts(selector: string): Promise<string[]> {
    const texts = await this.page.$$eval(selector, (all) => all.map((one) => one.textContent));
    return texts.map((text) => (text ?? "").replaceAll(/\s+/g, " ").trim());
  }

  /** The middle of an element, or another place of it by shares of width and height. */
  async place(selector: string, x = 0.5, y = 0.5): Promise<[x: number, y: number]> {
    const box = await (await this.page.$(selector))!.boundingBox();
    return [box!.x + x * box!.width, box!.y + y * box!.height];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
  }
}
