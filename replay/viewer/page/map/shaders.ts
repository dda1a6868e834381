/**
 * The map's two shaders. `PLACES` says once for each view which page lies under each pixel and where zones
 * and pageblocks end; `COLOURS` then paints these pixels again and again while the classes change. So the
 * curve and the outlines cost nothing while playing.
 * @module
 */

/** Two triangles that cover the view; no buffer is needed. */
export const COVER = `#version 300 es
void main() {
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  gl_Position = vec4(corner * 4.0 - 1.0, 0.0, 1.0);
}`;

/**
 * A word a pixel: bits 0 to 27 the page, 28 that there is one, 29 the edge of a zone, 30 of a pageblock,
 * 31 of a cell. Zoomed out on Hilbert's curve it is the first page of the patch that the pixel covers.
 */
export const PLACES = `#version 300 es
precision highp float;
precision highp int;
uniform vec3 camera;      // x, y in cells; cells a pixel
uniform float viewHeight;
uniform ivec2 size;       // of the map, in cells
uniform uint frames;
uniform int side;         // of a square of the curve; 0: rows
uniform int patchBits;    // a pixel covers 4 ** n cells of the curve
uniform int pageblockOrder;
uniform bvec2 edges;      // draw those of pageblocks, of cells
uniform int zones;
uniform uvec2 zone[16];   // begin and end
out uint word;

uint onCurve(int x, int y) {
  uint place = 0u;
  for (int half_ = side >> 1; half_ > 0; half_ >>= 1) {
    uint right = (x & half_) != 0 ? 1u : 0u, low = (y & half_) != 0 ? 1u : 0u;
    place += uint(half_) * uint(half_) * ((3u * right) ^ low);
    if (low == 0u) {
      if (right == 1u) { x = side - 1 - x; y = side - 1 - y; }
      int keep = x; x = y; y = keep;
    }
  }
  return place;
}

// The page of a cell, or all ones.
uint pageAt(ivec2 cell) {
  if (any(lessThan(cell, ivec2(0))) || any(greaterThanEqual(cell, size))) return 0xffffffffu;
  uint page;
  if (side == 0) {
    page = uint(cell.y) * uint(size.x) + uint(cell.x);
  } else {
    ivec2 at = cell / side;
    uint square = uint(at.y * (size.x / side) + at.x);
    page = square * uint(side) * uint(side) + onCurve(cell.x - at.x * side, cell.y - at.y * side);
  }
  return page < frames ? page : 0xffffffffu;
}

int zoneOf(uint page) {
  if (page == 0xffffffffu) return -1;
  for (int i = 0; i < zones; i++) {
    if (page >= zone[i].x && page < zone[i].y) return i + 1;
  }
  return 0;
}

void main() {
  vec2 pixel = vec2(gl_FragCoord.x, viewHeight - gl_FragCoord.y);
  ivec2 cell = ivec2(floor(camera.xy + pixel * camera.z));
  ivec2 right = ivec2(floor(camera.xy + (pixel + vec2(1.0, 0.0)) * camera.z));
  ivec2 below = ivec2(floor(camera.xy + (pixel + vec2(0.0, 1.0)) * camera.z));
  uint page = pageAt(cell), pageRight = pageAt(right), pageBelow = pageAt(below);
  int here = zoneOf(page);
  bool zoneEdge = here != zoneOf(pageRight) || here != zoneOf(pageBelow);
  if (page == 0xffffffffu) { word = zoneEdge ? 1u << 29 : 0u; return; }
  uint block = page >> pageblockOrder;
  bool blockEdge = edges.x && (block != pageRight >> pageblockOrder || block != pageBelow >> pageblockOrder);
  bool cellEdge = edges.y && (right.x != cell.x || below.y != cell.y);
  if (side != 0 && patchBits > 0) page = page >> (2 * patchBits) << (2 * patchBits);
  word = page | 1u << 28 | (zoneEdge ? 1u << 29 : 0u) | (blockEdge ? 1u << 30 : 0u)
    | (cellEdge ? 1u << 31 : 0u);
}`;

/**
 * A pixel's colour: the mean of some of the pages that it covers, so that a block that is half free
 * looks half free; but an alarm among them is shown as such, be it one page in a thousand.
 */
export const COLOURS = `#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;
uniform usampler2D places;
uniform usampler2D classes;
uniform usampler2D marks;
uniform sampler2D palette;  // row 0: colour, alpha 1 for an alarm; row 1: red is the pattern's number
uniform int rowBits;        // a row of the textures is 2 ** n pages
uniform uint frames;
uniform int taps;           // a side: taps * taps pages are looked at
uniform int covered;        // cells a side under a pixel
uniform int stride;         // cells a row; 0 on the curve
uniform bool marking;
uniform vec3 camera;
uniform float viewHeight;
uniform vec3 ground;
uniform vec3 line;
uniform vec3 markColour;
out vec4 colour;

ivec2 texelOf(uint page) {
  return ivec2(int(page) & ((1 << rowBits) - 1), int(page >> rowBits));
}

// Ink in a cell, 0 to 1, by the pattern's number; \`at\` runs from 0 to 1 in the cell.
float inkAt(int pattern, vec2 at, float cell) {
  vec2 p = at * cell;
  float gap = max(6.0, cell / 4.0), pen = max(1.2, cell / 18.0);
  if (pattern == 1) return step(mod(p.x + p.y, gap), pen);
  if (pattern == 2) return step(mod(p.x - p.y, gap), pen);
  if (pattern == 3) return step(mod(p.y, gap), pen);
  if (pattern == 4) return step(mod(p.x, gap), pen);
  if (pattern == 5) return step(length(mod(p, gap) - gap * 0.5), pen);
  if (pattern == 6) return max(step(mod(p.x + p.y, gap), pen), step(mod(p.x - p.y, gap), pen));
  if (pattern == 7) return max(step(mod(p.x, gap), pen), step(mod(p.y, gap), pen));
  return 0.0;
}

void main() {
  uint word = texelFetch(places, ivec2(gl_FragCoord.xy), 0).r;
  bool zoneEdge = (word & 1u << 29) != 0u;
  if ((word & 1u << 28) == 0u) { colour = vec4(zoneEdge ? line : ground, 1.0); return; }
  uint first = word & 0x0fffffffu;
  vec3 sum = vec3(0.0), alarm = vec3(0.0);
  float alarms = 0.0, marked = 0.0;
  int last = 0, all = taps * taps;
  int area = covered * covered;
  for (int i = 0; i < all; i++) {
    uint offset = stride == 0
      ? uint(i * area / all)
      : uint((i / taps) * covered / taps * stride + (i % taps) * covered / taps);
    ivec2 texel = texelOf(min(first + offset, frames - 1u));
    int number = int(texelFetch(classes, texel, 0).r);
    vec4 entry = texelFetch(palette, ivec2(number, 0), 0);
    sum += entry.rgb;
    if (entry.a > 0.5) { alarm = entry.rgb; alarms = 1.0; }
    if (marking) marked = max(marked, float(texelFetch(marks, texel, 0).r != 0u));
    last = number;
  }
  vec3 c = mix(sum / float(all), alarm, alarms * (all > 1 ? 0.85 : 1.0));
  float cell = 1.0 / camera.z;
  if (cell >= 14.0) {
    vec2 at = fract(camera.xy + vec2(gl_FragCoord.x, viewHeight - gl_FragCoord.y) * camera.z);
    int pattern = int(texelFetch(palette, ivec2(last, 1), 0).r * 255.0 + 0.5);
    float light = dot(c, vec3(0.299, 0.587, 0.114));
    c = mix(c, light > 0.55 ? vec3(0.0) : vec3(1.0), 0.32 * inkAt(pattern, at, cell));
    if (marking && marked > 0.5) {
      vec2 rim = min(at, 1.0 - at) * cell;
      if (min(rim.x, rim.y) < max(2.0, cell * 0.12)) c = markColour;
    }
  } else if (marking) {
    // slanted lines in the mark's colour: the reading is still seen between them
    bool slanted = (int(gl_FragCoord.x) + int(viewHeight - gl_FragCoord.y)) % 4 == 0;
    c = marked < 0.5 ? mix(c, ground, 0.75) : slanted ? markColour : c;
  }
  if ((word & 1u << 31) != 0u) c = mix(c, ground, 0.6);
  if ((word & 1u << 30) != 0u) c = mix(c, line, 0.4);
  if (zoneEdge) c = line;
  colour = vec4(c, 1.0);
}`;
