/**
 * The page as one file: nothing in it ends an element early, and its policy names what may run.
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { createHash } from "node:crypto";
import { oneFile, withBoot } from "../../../cli/view/html.ts";
import { site } from "../../support/desk.ts";

const textOf = (html: string, element: string): string =>
  new RegExp(`<${element}[^>]*>([^]*?)</${element.split(" ")[0]}>`).exec(html)![1];

Deno.test("a log's name is told to the page whatever is in it", () => {
  const name = `</script><img src=x onerror=alert(1)>$&"<!--`;
  const html = withBoot(site.html, { worker: null, logs: [{ name, element: "log-0" }] });
  assertEquals(html.match(/<\/script>/g)!.length, 2);
  assertEquals(JSON.parse(textOf(html, "script type=.application/json")).logs[0].name, name);
});

Deno.test("one file holds page, worker and log, and lets nothing else run", () => {
  const bytes = new Uint8Array([0, 255, 60, 47]);
  const page = `say("</script>", "<!--", "$&");`;
  const html = oneFile({ ...site, page }, [], [{ name: "a.log", bytes }]);
  const script = textOf(html, "script type=.module");
  assertEquals(script, `say("\\x3c/script>", "\\x3c!--", "$&");`);
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = /content="([^"]*)"/.exec(html)![1];
  assertMatch(policy, /^default-src 'none'; script-src 'sha256-/);
  assert(policy.includes(`'sha256-${hash}'`));
  assert(!policy.includes("'self'") && !policy.includes("unsafe-inline"));
  assertEquals(textOf(html, "script type=.text/plain. id=.worker"), site.worker);
  assertEquals(Uint8Array.fromBase64(textOf(html, "script type=.text/plain. id=.log-0")), bytes);
  assert(!/(src|href)=(?!.data:)/.test(html), "nothing from elsewhere");
});

Deno.test("one file may fetch the logs beside it, if it has some", () => {
  const html = oneFile(site, [{ name: "a.log", url: "logs/1-a.log", seek: null }], []);
  assertMatch(html, /connect-src 'self' data:;/);
});
