/**
 * Claim T11 beyond its scenarios: how many arrays guests of 1 GiB to 1 TiB need, by the order hinted.
 * @module
 */
import { count } from "../../../replay/text.ts";
import type { Guest } from "../guests.ts";
import { join, type Markup, markup } from "./html.ts";

//   16 GiB fresh     o  #      ^            a row a guest, a shape an order; each
//                    1    10    100         step to the right is ten times as many
const LEFT = 175, RIGHT = 40, WIDTH = 640, TOP = 22, ROW = 20;

/** Shapes about a middle, for orders in the order of the table. */
const SHAPES = [
  "m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z", // circle
  "m-4.5 -4.5h9v9h-9z", // square
  "m0 -5.5l5.5 10h-11z", // triangle
  "m0 -6l6 6l-6 6l-6 -6z", // diamond
];

const nameOf = ({ gib, past, run }: Guest): string =>
  `${gib < 1024 ? `${gib} GiB` : `${gib / 1024} TiB`} ${past}${run ? "" : " (counted)"}`;

/** What a shape stands for, drawn. */
function keyOf(order: number, at: number): Markup {
  const icon =
    markup`<svg class="key" aria-hidden="true" viewBox="0 0 16 16"><path class="mark" d="M8 8${
      SHAPES[at]
    }"/></svg>`;
  return markup`${icon} order ${order}`;
}

function drawingOf(guests: readonly Guest[]): Markup {
  const most = Math.max(...guests.flatMap(({ orders }) => orders.map(({ arrays }) => arrays)));
  const decades = Math.max(1, Math.ceil(Math.log10(Math.max(1, most))));
  const step = (WIDTH - LEFT - RIGHT) / decades, bottom = TOP + guests.length * ROW;
  const xOf = (arrays: number): number =>
    Math.round(10 * (LEFT + Math.log10(Math.max(1, arrays)) * step)) / 10;
  const axis = Array.from({ length: decades + 1 }, (_, power) => {
    const x = xOf(10 ** power);
    return markup`<text class="axis" x="${x}" y="12">${count(10 ** power)}</text>
<path class="track" d="M${x} ${TOP - 4}V${bottom}"/>`;
  });
  const rows = guests.map((guest, row) => {
    const y = TOP + row * ROW + ROW / 2;
    const marks = guest.orders.map(({ order, arrays }, at) =>
      markup`<path class="mark" data-order="${order}" data-value="${arrays}" d="M${
        xOf(arrays)
      } ${y}${SHAPES[at]}"/>`
    );
    return markup`<text x="0" y="${y + 4}">${nameOf(guest)}</text>${marks}`;
  });
  return markup`<svg role="img" viewBox="0 0 ${WIDTH} ${bottom + 4}">
<title>T11: arrays needed by guest and order</title>
<desc>The table below has the numbers; the scale grows tenfold a step.</desc>
${axis}
${rows}
</svg>`;
}

/** The guests drawn, and their numbers. */
export function guestsPart(guests: readonly Guest[]): Markup {
  const { orders } = guests[0];
  const heads = orders.map(({ order }) => markup`<th scope="col">order ${order}</th>`);
  const rows = guests.map((guest) => {
    const cells = guest.orders.map(({ arrays }) =>
      markup`<td><data value="${arrays}">${count(arrays)}</data></td>`
    );
    return markup`<tr><th scope="row">${nameOf(guest)}</th>${cells}</tr>`;
  });
  return markup`<figure class="guests">
<figcaption><h4>Arrays needed, each a block of the order that is hinted</h4>
<p class="title">${
    join(orders.map(({ order }, at) => keyOf(order, at)), ", ")
  }. A guest that is counted, not run, needs so many at most: when every page stands on that list.</p></figcaption>
${drawingOf(guests)}
<details><summary>The numbers</summary>
<div class="wide"><table>
<thead><tr><td></td>${heads}</tr></thead>
<tbody>
${rows}
</tbody></table></div>
</details>
</figure>`;
}
