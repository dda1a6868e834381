/**
 * States that no intact kernel reaches, one for each invariant.
 * @module
 */
import { ownerList, percpuList, unlink, zoneList } from "../../../core/state/lists.ts";
import { Bit, Block, type Memory, State } from "../../../core/state/memory.ts";
import { Device, Status } from "../../../core/state/views.ts";
import { given } from "../../support/given.ts";

const MOVABLE = 1;
const free = (order: number, type: number): number =>
  State.Free | (order << Block.Order) | (type << Block.Type);

//   DMA     | 0: free 3 movable | 8: free 1 | . . | 12: used | . . . |
//   Normal  | 16: free 2 | 20: free 0 | . . . | 24, 25: cpu 1 | . . | 28, 29: lane 1 | . . .
/** A memory with blocks of every state, a migration, a lock held, a descriptor queued. */
export function intact(): Memory {
  const text = `
    pageblocks-typed pfn=0 blocks=10 type=movable
    block-on-list    pfn=0  order=3 list=movable
    block-on-list    pfn=8  order=1 list=unmovable
    block-on-list    pfn=16 order=2 list=movable
    block-on-list    pfn=20 order=0 list=movable
    block-on-percpu  pfn=24 list=movable cpu=1
    block-on-percpu  pfn=25 list=highatomic cpu=1
    pages-used       pfn=28 count=2 actor=1
    pages-used       pfn=12 count=1
    world-ready
    migration-begun
    lock-acquired     actor=2 lock=1
    interrupts-off    actor=2 cpu=1
    descriptor-filled message=hint pfn=8
    descriptor-queued slot=0
    hint-read         pfn=16 order=2 index=0`;
  return given(text, { device: 1 });
}

const order3 = (memory: Memory): number => zoneList(memory, 0, 3, MOVABLE);

/** What is wrong, how it came to be, and what the check must say of it. */
export const guilty: [string, (memory: Memory) => void, string][] = [
  [
    "a link that leads nowhere",
    (memory) => memory.next[0] = 99999,
    "The list of zone DMA, order 3, movable breaks behind pfn 0: the link is 99999",
  ],
  [
    "a link that leads to another list's sentinel",
    (memory) => memory.next[0] = memory.frames + 7,
    `The list of zone DMA, order 3, movable breaks behind pfn 0: the link is ${40 + 7}`,
  ],
  [
    "a list whose way back is another",
    (memory) => memory.prev[0] = 16,
    "order 3, movable goes from its sentinel to pfn 0, and back to pfn 16",
  ],
  [
    "a list that goes in a circle without its sentinel",
    (memory) => memory.next[29] = 28,
    "The list of lane 1 has pfn 28, which is on the list of lane 1 already",
  ],
  [
    "a page on two lists",
    (memory) => {
      const sentinel = memory.frames + zoneList(memory, 0, 0, 0);
      memory.next[sentinel] = memory.prev[sentinel] = 8;
    },
    "order 1, unmovable has pfn 8, which is on the list of zone DMA, order 0, unmovable already",
  ],
  [
    "a count that is not the list's",
    (memory) => memory.listCount[order3(memory)] = 2,
    "The list of zone DMA, order 3, movable counts 2 blocks: a walk finds 1",
  ],
  [
    "a page on a zone list that is in use",
    (memory) => memory.block[8] = State.Used | (1 << Block.Order),
    "order 1, unmovable has pfn 8, which is not free there (state 3, order 1)",
  ],
  [
    "a block of another order",
    (memory) => memory.block[0] = free(2, MOVABLE),
    "The list of zone DMA, order 3, movable has pfn 0, which is of order 2",
  ],
  [
    "a block of another type",
    (memory) => memory.block[0] = free(3, 2),
    "The list of zone DMA, order 3, movable has pfn 0, which is of type 2",
  ],
  [
    "a block that reaches out of its zone",
    (memory) => memory.zoneEnd[0] = 7,
    "has pfn 0, which is not within zone DMA (state 1, order 3)",
  ],
  [
    "a page on the wrong per-cpu list",
    (memory) => memory.block[24] = State.Percpu | (2 << Block.Type),
    "The per-cpu list 1 of zone Normal, cpu 1 has pfn 24, which is of order 0 and type 2",
  ],
  [
    "a page on a per-cpu list that is free for all",
    (memory) => memory.block[25] = free(0, MOVABLE),
    "cpu 1 has pfn 25, which is not free there",
  ],
  [
    "a sum of per-cpu pages that is wrong",
    (memory) => memory.percpuPages[3] = 5,
    "Zone Normal counts 5 pages on the lists of cpu 1: they hold 2",
  ],
  [
    "a sum of free pages that is wrong",
    (memory) => memory.zoneFree[0]++,
    "Zone DMA counts 11 free pages: its lists hold 10",
  ],
  [
    "a page on an owner's list that is free",
    (memory) => memory.block[28] = 0,
    "The list of lane 1 has pfn 28, which is not in use",
  ],
  [
    "a page on another lane's list",
    (memory) => memory.block[28] = State.Used | (2 << Block.Owner),
    "The list of lane 1 has pfn 28, which lane 2 owns",
  ],
  [
    "an owned page that its owner's list lacks",
    (memory) => unlink(memory, ownerList(memory, 1), 28),
    "Pfn 28 is owned by lane 1 and not on its list",
  ],
  [
    "a free block that is on no list",
    (memory) => unlink(memory, zoneList(memory, 1, 2, MOVABLE), 16),
    "Pfn 16 is free at order 2 and on no list",
  ],
  [
    "a page of a cpu's that is on no list",
    (memory) => unlink(memory, percpuList(memory, 1, 1, 0, MOVABLE), 25),
    "Pfn 25 is free at order 0 and on no list",
  ],
  [
    "a page with one link",
    (memory) => memory.next[33] = 3,
    "Pfn 33 is on no list and has links: next 3, prev -1",
  ],
  [
    "a word where no block begins",
    (memory) => memory.block[33] = 1 << Block.Owner,
    "Pfn 33 heads no block and has word 512",
  ],
  [
    "blocks that overlap",
    (memory) => memory.block[5] = State.Used,
    "The block of order 3 at pfn 0 overlaps the block of order 0 at pfn 5",
  ],
  [
    "a block that is not aligned",
    (memory) => memory.block[33] = State.Used | (1 << Block.Order),
    "The block of order 1 at pfn 33 is not aligned",
  ],
  [
    "a block above the highest order",
    (memory) => memory.block[32] = State.Used | (4 << Block.Order),
    "Pfn 32 heads a block of order 4: there is no such",
  ],
  [
    "a block that crosses the border of its zone",
    (memory) => {
      memory.zoneEnd[1] = 39;
      memory.block[36] = State.Used | (2 << Block.Order);
    },
    "The block of order 2 at pfn 36 crosses the border of its zone",
  ],
  [
    "a bit too few in the host's counter",
    (memory) => memory.bits[7] &= ~Bit.Migrate,
    "The host counts 40 pages to be sent: 39 bits are set",
  ],
  [
    "a page that is stale and not hinted",
    (memory) => memory.bits[7] |= Bit.Stale,
    "Pfn 7 is stale and not hinted",
  ],
  [
    "a page seen in the log that is not in it",
    (memory) => memory.bits[7] |= 128,
    "Pfn 7 was seen in the dirty log and is not in it",
  ],
  [
    "contents of an event to come",
    (memory) => memory.content[3] = 17,
    "Pfn 3 holds 17: no event of 16 wrote it",
  ],
  [
    "contents that nothing means",
    (memory) => memory.arrived[3] = -1,
    "Pfn 3 holds -1 at the destination: no event of 16 wrote it",
  ],
  [
    "a pageblock of a type that does not exist",
    (memory) => memory.blockType[2] = 6,
    "The pageblock at pfn 8 has type 6",
  ],
  [
    "a phase that does not exist",
    (memory) => memory.status[Status.Phase] = 8,
    "The migration is in phase 8",
  ],
  [
    "a sender behind the last page",
    (memory) => memory.status[Status.Cursor] = 41,
    "The sender looks at pfn 41 of 40",
  ],
  [
    "a lock held by nobody that exists",
    (memory) => memory.lockHolder[1] = 4 + 1,
    "The Normal zone lock is held by lane 4 of 4",
  ],
  [
    "interrupts put off by nobody that exists",
    (memory) => memory.cpuIrqsOff[1] = 4 + 1,
    "Interrupts of cpu 1 were put off by lane 4 of 4",
  ],
  [
    "a context that does not exist",
    (memory) => memory.cpuContext[0] = 4,
    "Cpu 0 is in context 4",
  ],
  [
    "a lane that waits for a lock that does not exist",
    (memory) => memory.laneWait[3] = 3 + 1,
    "Lane 3 waits for lock 3 of 3",
  ],
  [
    "descriptors that got lost",
    (memory) => memory.slotState[0] = 0,
    "Counters say Queued less Taken is 1: 0 slots are there",
  ],
  [
    "a slot that is free and full",
    (memory) => memory.slotMessage[2] = 3,
    "Slot 2 is free and carries message 3",
  ],
  [
    "a state of reporting that does not exist",
    (memory) => memory.device[Device.Reporting] = 3,
    "Reporting is in state 3",
  ],
  [
    "a balloon of less than nothing",
    (memory) => memory.device[Device.Target] = -1,
    "The balloon is to have -1 pages",
  ],
  [
    "a state of a slot that does not exist",
    (memory) => memory.slotState[1] = 5,
    "Slot 1 is in state 5",
  ],
  [
    "a status of hinting that does not exist",
    (memory) => memory.status[Status.Hinting] = 4,
    "The status of hinting is 4",
  ],
  [
    "a hint array behind the last page",
    (memory) => memory.status[Status.ArrayPfn] = 40,
    "The hint array lies at pfn 40 of 40",
  ],
  [
    "an array that holds less than nothing",
    (memory) => memory.status[Status.ArrayFilled] = -1,
    "ArrayFilled is -1",
  ],
  [
    "more descriptors than slots",
    (memory) => memory.status[Status.Filled] = 5,
    "The queue has 4 slots: 5 were filled",
  ],
];
