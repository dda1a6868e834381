/**
 * The whole thread on a page: every claim draws figures that its runs have.
 * @module
 */
import { assertEquals } from "@std/assert";
import { claims } from "../../../replay/claims/mod.ts";
import { inFolder, run } from "../front_desk.ts";
import { assertSame, assertSound, sectionsOf, type Told } from "./page_reading.ts";

Deno.test("the page of all claims has the verdicts and numbers that --json prints", () =>
  inFolder(async (folder) => {
    const { code, out, err } = await run("thread", ["--json", "--html", "page.html"], { folder });
    assertEquals(code, 0, err);
    const page = await Deno.readTextFile(`${folder}/page.html`);
    assertSound(page);
    const { claims: told }: { claims: Told[] } = JSON.parse(out);
    const read = sectionsOf(page).flatMap(({ claims }) => claims);
    assertEquals(read.length, claims.length);
    for (const claim of read) assertSame(claim, told.find(({ id }) => id === claim.id)!);
  }));
