/**
 * What a worker holds of a sweep by way of NATS: who has it, and what is done alone.
 * @module
 */
import { assertEquals } from "@std/assert";
import type { JsMsg } from "@nats-io/jetstream";
import type { SweepRun } from "../../../cli/sweep/engine.ts";
import { Hand } from "../../../cli/sweep/nats/hand.ts";

const runs = (...ids: number[]): SweepRun[] =>
  ids.map((index) => ({ index, id: `${index}` } as unknown as SweepRun));

/** Messages, and those that are done. */
function given() {
  const done: number[] = [];
  const message = (seq: number): JsMsg =>
    ({ seq, info: { deliveryCount: 1 }, ack: () => done.push(seq) }) as unknown as JsMsg;
  return { done, message };
}

Deno.test("a message is done when all of its runs are answered", () => {
  const { done, message } = given(), hand = new Hand(2), both = runs(1, 2);
  hand.take(message(7), both);
  hand.ready(both);
  assertEquals([hand.next(0)?.index, hand.next(1)?.index, hand.next(0)], [1, 2, undefined]);
  hand.answered("1");
  assertEquals([done, hand.isEmpty], [[], false]);
  hand.answered("2");
  assertEquals([done, hand.isEmpty], [[7], true]);
});

Deno.test("runs that are to be done alone wait for others, and for each other", () => {
  const { message } = given(), hand = new Hand(2), [other] = runs(1), [first, second] = runs(2, 3);
  for (const [at, run] of [other, first, second].entries()) hand.take(message(at), [run]);
  hand.ready([other]);
  hand.readyAlone(first);
  hand.readyAlone(second);
  assertEquals([hand.room, hand.beginAlone()], [0, undefined]);
  hand.answered("1");
  assertEquals([hand.beginAlone()?.id, hand.beginAlone()], ["2", undefined]);
  hand.answered("2");
  assertEquals([hand.beginAlone()?.id, hand.beginAlone()], ["3", undefined]);
  hand.answered("3");
  assertEquals([hand.beginAlone(), hand.isEmpty, hand.room > 0], [undefined, true, true]);
});

Deno.test("a message that was lost and comes back to us goes on", () => {
  const { done, message } = given(), hand = new Hand(1), both = runs(1, 2);
  hand.take(message(7), both);
  hand.ready(both);
  hand.answered("1");
  assertEquals(hand.take(message(8), both), undefined);
  assertEquals([...hand.leaseOf("2")!.open], ["2"]);
  hand.answered("2");
  assertEquals([done, hand.isEmpty], [[8], true]);
});

Deno.test("small runs are taken in greater numbers, long ones one message at a time", () => {
  const { message } = given(), hand = new Hand(2);
  let number = 0;
  const rooms = (ms: number, messages: number): number => {
    for (let one = 0; one < messages; one++) {
      const [run] = runs(++number);
      hand.take(message(number), [run]);
      hand.answered(run.id);
    }
    hand.paced(ms);
    return hand.room;
  };
  assertEquals(rooms(100, 0), 2); // nothing is known yet: one for each thread
  assertEquals(rooms(300, 20), 2 * 8); // 400 ms for 20 messages of two threads: 40 ms each
  assertEquals(rooms(10, 100), 2 * 16); // no more than that
  assertEquals(rooms(5000, 2), 2);
});
