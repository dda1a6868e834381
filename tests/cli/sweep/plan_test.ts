/**
 * The plan: which runs there are, in which order, and what makes one the same as another.
 * @module
 */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Plan } from "../../../cli/sweep/plan.ts";
import { repeating, runName } from "../../../cli/sweep/repeat.ts";
import { deciding } from "../../../cli/sweep/version.ts";
import { inFolder } from "../front_desk.ts";
import { planned, SMALL } from "./support.ts";

/** The axes' values by combination. */
const valuesIn = ({ combinations }: Plan): unknown[][] =>
  Array.from({ length: combinations.count }, (_, at) => combinations.valuesAt(at));

Deno.test("runs are each combination with each seed and design; the design changes fastest", async () => {
  await inFolder(async (folder) => {
    const sweep = await planned(folder, {
      ...SMALL,
      axes: [...SMALL.axes, { name: "cpus", key: "guest.cpus", values: [2, 4] }],
    });
    assertEquals(sweep.plan.runs, 16);
    const names = [0, 1, 2, 4, 15].map((index) => runName(sweep, index));
    assertEquals(names, [
      "link=500, cpus=2, none, seed 1",
      "link=500, cpus=2, v33, seed 1",
      "link=500, cpus=2, none, seed 2",
      "link=500, cpus=4, none, seed 1",
      "link=1000, cpus=4, v33, seed 2",
    ]);
    const { scenario, design, world } = sweep.plan.runAt(15);
    assertEquals([scenario.host.linkMbit, scenario.guest.cpus, scenario.seed], [1000, 4, 2]);
    assertEquals([design, world], ["v33", sweep.plan.runAt(14).world]);
    assertNotEquals(world, sweep.plan.runAt(13).world);
  });
});

Deno.test("values: lists, equal distances, equal ratios, draws by the sweep's seed", async () => {
  await inFolder(async (folder) => {
    const axis = async (way: unknown, seed = 1): Promise<unknown[]> => {
      const axes = [{ name: "x", key: "tasks.0.mibPerSecond", ...way as object }];
      const { plan } = await planned(folder, { scenario: "small", seed, axes });
      return valuesIn(plan).flat();
    };
    assertEquals(await axis({ range: { from: 10, to: 20, steps: 5 } }), [10, 12.5, 15, 17.5, 20]);
    assertEquals(await axis({ log: { from: 1, to: 1000, steps: 4 } }), [1, 10, 100, 1000]);
    for (
      const draw of [
        { distribution: "uniform", from: 5, to: 6 },
        { distribution: "log-uniform", from: 5, to: 6 },
        { distribution: "normal", mean: 5.5, deviation: 1, min: 5, max: 6 },
        { distribution: "exponential", mean: 1, min: 5, max: 6 },
      ]
    ) {
      const way = { draw: { ...draw, count: 300 } };
      const values = await axis(way) as number[];
      assertEquals(values.length, 300);
      assert(values.every((value) => value >= 5 && value <= 6), draw.distribution);
      assert(new Set(values).size > 290, draw.distribution);
      assertEquals(await axis(way), values);
      assertNotEquals(await axis(way, 2), values);
    }
  });
});

Deno.test("a draw has the distribution that it says", async () => {
  await inFolder(async (folder) => {
    const mean = async (draw: unknown): Promise<number> => {
      const { plan } = await planned(folder, {
        scenario: "small",
        designs: ["none"],
        axes: [{
          name: "x",
          key: "tasks.0.mibPerSecond",
          draw: { ...draw as object, count: 2000 },
        }],
      });
      const values = valuesIn(plan).flat() as number[];
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const near = (value: number, wanted: number) =>
      assert(Math.abs(value / wanted - 1) < 0.05, `${value}`);
    near(await mean({ distribution: "uniform", from: 10, to: 30 }), 20);
    near(await mean({ distribution: "log-uniform", from: 1, to: 100 }), 99 / Math.log(100));
    near(await mean({ distribution: "normal", mean: 50, deviation: 5 }), 50);
    near(await mean({ distribution: "exponential", mean: 20, min: 5 }), 25);
  });
});

Deno.test("an axis may be a share of what the axes before it set", async () => {
  await inFolder(async (folder) => {
    const { plan } = await planned(folder, {
      scenario: "small",
      designs: ["none"],
      set: { "guest.unmovableMib": 1 },
      axes: [
        { name: "mib", key: "guest.mib", values: [64, 128] },
        { name: "used", key: "guest.usedMib", of: "guest.mib", values: [0.25, 0.5] },
        {
          name: "old",
          key: "guest.oldDataMib",
          of: "guest.mib - guest.usedMib - 4",
          values: [0.33],
        },
      ],
    });
    const guests = Array.from({ length: 4 }, (_, at) => {
      const { mib, usedMib, oldDataMib, unmovableMib } = plan.runAt(at).scenario.guest;
      return [mib, usedMib, oldDataMib, unmovableMib];
    });
    assertEquals(guests, [[64, 16, 14, 1], [64, 32, 9, 1], [128, 32, 30, 1], [128, 64, 19, 1]]);
  });
});

Deno.test("an axis may go along with another, value for value", async () => {
  await inFolder(async (folder) => {
    const { plan } = await planned(folder, {
      ...SMALL,
      axes: [
        { name: "a", key: "guest.cpus", values: [2, 3] },
        { name: "b", key: "host.linkMbit", values: [100, 200] },
        { name: "c", key: "host.downtimeMs", along: "a", values: [10, 20] },
      ],
    });
    assertEquals(valuesIn(plan), [[2, 100, 10], [2, 200, 10], [3, 100, 20], [3, 200, 20]]);
  });
});

Deno.test("what makes no guest, and what rounding makes the same again, is left out and counted", async () => {
  await inFolder(async (folder) => {
    const { plan } = await planned(folder, {
      ...SMALL,
      misfits: "leave-out",
      axes: [{
        name: "used",
        key: "guest.usedMib",
        of: "guest.mib",
        values: [0.25, 0.251, 0.5, 0.9],
      }],
    });
    assertEquals([...plan.leftOut], [[1, "equal"], [3, "misfit"]]);
    assertEquals([plan.size, plan.runs, [...plan.indexes()].length], [16, 8, 8]);
  });
});

Deno.test("a run is the same by its values, design, seed and the program's version, by nothing else", async () => {
  await inFolder(async (folder) => {
    const idsOf = async (spec: object, version = "1"): Promise<string[]> => {
      const { plan } = await planned(folder, { ...SMALL, ...spec });
      const { combinations, designs, seeds } = plan;
      const own = await Plan.make(combinations, designs, seeds, version, false);
      return [...own.indexes()].map((index) => own.idOf(index));
    };
    const ids = await idsOf({});
    assertEquals(new Set(ids).size, 8);
    const renamed = { axes: [{ ...SMALL.axes[0], name: "other" }], title: "Another" };
    assertEquals(await idsOf(renamed), ids);
    const turned = await idsOf({ axes: [{ ...SMALL.axes[0], values: [1000, 500] }] });
    assertEquals(turned, [...ids.slice(4), ...ids.slice(0, 4)]);
    const later = await idsOf({ seeds: { count: 2, first: 2 } });
    assertEquals(later.slice(0, 2), ids.slice(2, 4));
    for (const other of [await idsOf({}, "2"), await idsOf({ set: { "guest.cpus": 3 } })]) {
      assertEquals(other.filter((id) => ids.includes(id)), []);
    }
  });
});

Deno.test("the version is a hash of the simulator and the figures, of no front desk", () => {
  const modules = deciding();
  for (
    const path of [
      "core/run/simulate.ts",
      "core/state/apply.ts",
      "core/run/designs/merged.ts",
      "events/kinds.ts",
      "replay/views/figures/hints.ts",
      "cli/sweep/columns.ts",
    ]
  ) assert(modules.includes(path), path);
  assertEquals(modules.filter((path) => /^cli\/(command|scenario|progress)|plot/.test(path)), []);
});

Deno.test("a run is repeated by a command that a shell takes as it is meant", async () => {
  await inFolder(async (folder) => {
    const sweep = await planned(folder, {
      scenario: "small",
      set: { "guest.hugePages": true },
      axes: [{ name: "kernel", key: "guest.profile", values: ["linux-6.1", "linux-4.17"] }],
      designs: ["v33"],
      seeds: { first: 3 },
    });
    assertEquals(
      repeating(sweep, 1),
      "deno task simulate small --design v33 --seed 3 --set guest.hugePages=true " +
        "--set guest.profile=linux-4.17",
    );
  });
});
