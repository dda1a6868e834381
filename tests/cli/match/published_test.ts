/**
 * How near the bundled published numbers come, those of guests of 128 GiB aside.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { rowsOf } from "../../../cli/match/paper/rows.ts";
import { bundledPapers, countedOf, sizeOf } from "../../support/papers.ts";

const LARGE_MIB = 128 * 1024;
const papers = await bundledPapers();
const counted = papers.filter((paper) => sizeOf(paper) < LARGE_MIB).map(countedOf)
  .filter(({ published }) => published.length > 0);
const rows = (await rowsOf(counted)).map((own, at) => own.map((row) => ({ ...row, at }))).flat();

/** File, row and how far it may be off: a tolerance is not loosened by the file alone. */
const PROMISED: Readonly<Record<string, number>> = {
  "balloon-7-of-8g all": 10,
  "reporting-32g until all is told": 100 * (4 / 30),
  "v36-8g-idle v36": 15,
  "v37-8g-compile off": 15,
  "v37-8g-compile on": 15,
  "v37-8g-idle off": 5,
  "v37-8g-idle on": 5,
};

Deno.test("the rows that count are those that were promised", () => {
  assertEquals(rows.map(({ at, row }) => `${counted[at].name} ${row}`), Object.keys(PROMISED));
});

for (const { at, row, errorPercent } of rows) {
  const name = `${counted[at].name} ${row}`;
  Deno.test(`${name}: within ${PROMISED[name].toFixed(0)} %`, () => {
    assert(Math.abs(errorPercent!) <= PROMISED[name], `${errorPercent} %`);
  });
}

Deno.test("one machine's factor, and one compiler, for all that is shown of them", () => {
  const of = (name: string) => papers.find((paper) => paper.name === name)!.inputs;
  for (const series of ["v30", "v36"]) {
    assertEquals(of(`${series}-8g-compile`).factor, of(`${series}-8g-idle`).factor);
    const { guest, tasks } = of(`${series}-8g-compile`).scenario;
    assertEquals(
      { guest, tasks },
      (({ guest, tasks }) => ({ guest, tasks }))(
        of("v37-8g-compile").scenario,
      ),
    );
  }
  const costs = new Set(
    papers.filter(({ name }) => /^v3\d/.test(name))
      .map(({ inputs: { scenario, fixedMs } }) => JSON.stringify([scenario.costs, fixedMs])),
  );
  assertEquals([...costs], ['[{"scanPage":1230,"queueHint":134400},300]']);
});
