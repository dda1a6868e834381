/**
 * The browser that tests drive: Chromium or Chrome, found by name, without a window and drawing in software.
 * Where there is none, tests are skipped.
 * @module
 */
import puppeteer, { type Browser, type ConsoleMessage, type Page } from "puppeteer-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "chrome"];
const FOLDERS = ["/usr/bin", "/usr/local/bin", "/opt/google/chrome", "/snap/bin"];
const LAUNCH_MS = 60_000;

function found(): string | null {
  const folders = [...(Deno.env.get("PATH") ?? "").split(":"), ...FOLDERS];
  for (const path of NAMES.flatMap((name) => folders.map((folder) => `${folder}/${name}`))) {
    try {
      if (Deno.statSync(path).isFile) return path;
    } catch { /* it is not there */ }
  }
  return null;
}

const path = found();
/** `ignore` of a test that drives a browser. */
export const cannotBrowse = path === null;

if (cannotBrowse) console.error("There is no Chromium: tests that drive a browser are skipped.");

/** Begins a browser. */
export async function launch(): Promise<Browser> {
  return await puppeteer.launch({
    executablePath: path!,
    timeout: LAUNCH_MS,
    protocolTimeout: 4 * LAUNCH_MS,
    // As root, as in most containers, there is no sandbox to be had.
    args: [
      ...(Deno.uid() === 0 ? ["--no-sandbox"] : []),
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      // As on a machine without a graphics card: WebGL by SwiftShader, and the page put together without it.
      "--disable-gpu-compositing",
    ],
  });
}

/** What a page complains of: errors, refusals of its policy, failed requests. */
export function complaintsOf(page: Page): string[] {
  const said: string[] = [];
  page.on("pageerror", (error) => said.push(`error: ${error}`));
  page.on("console", (message: ConsoleMessage) => {
    // the driver's remark on speed: WebGL's pixels are read back where the page is put together in software
    if (message.text().includes("GL Driver Message (OpenGL, Performance")) return;
    if (["error", "warn"].includes(message.type())) said.push(`console: ${message.text()}`);
  });
  return said;
}
