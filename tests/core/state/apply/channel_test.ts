/**
 * The channel: ids, and descriptors that go round the queue.
 * @module
 */
import { assertEquals } from "@std/assert";
import { checkInvariants } from "../../../../core/state/invariants.ts";
import { Fault, Status } from "../../../../core/state/views.ts";
import { given, when } from "../../../support/given.ts";

Deno.test("an id that the guest reads is remembered with the event that issued it", () => {
  const memory = given(`
    id-issued        id=2
    status-changed   status=requested
    +40 interrupt-raised interrupt=config`);
  assertEquals([memory.status[Status.ConfigPending], memory.signalTime[0]], [1, 40]);
  when(memory, "id-read id=2");
  const { ConfigPending, Received, ReceivedAt, Hinting } = Status;
  assertEquals(
    [ConfigPending, Received, ReceivedAt, Hinting].map((which) => memory.status[which]),
    [0, 2, 1, 1],
  );
});

Deno.test("stop and done are no ids: the last real one stays the one that counts", () => {
  const memory = given("id-issued id=2\nid-read id=2\nid-issued id=3\nid-read id=0");
  assertEquals([memory.status[Status.Received], memory.status[Status.ReceivedAt]], [0, 1]);
});

Deno.test("a descriptor goes filled, queued, received, used, reclaimed", () => {
  const memory = given("descriptor-filled message=hint number=10 pfn=8");
  const states: number[] = [memory.slotState[0]];
  assertEquals([memory.slotPfn[0], memory.slotMessage[0]], [8, 3 | (10 << 4)]);
  for (const step of ["queued", "received", "used", "reclaimed"]) {
    when(memory, `descriptor-${step} slot=0`);
    states.push(memory.slotState[0]);
    assertEquals(checkInvariants(memory), []);
  }
  assertEquals(states, [1, 2, 3, 4, 0]);
});

Deno.test("the slot after the last is the first; one still in use is a fault", () => {
  const fill = "descriptor-filled message=hint\n";
  const memory = given(fill.repeat(4));
  assertEquals([memory.status[Status.Filled], memory.status[Status.Faults]], [4, 0]);
  when(memory, fill);
  assertEquals(memory.status[Status.Faults], Fault.SlotReused);
});
