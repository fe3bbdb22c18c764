// How digits are written, as strokes: points as per cent of a digit's height, strokes with a bar
// between. A point that stands twice is a corner; elsewhere the pen goes round.

const HANDS = {
  plain: {
    0: "34,2 12,14 2,48 14,88 34,99 54,86 62,48 52,12 34,2 28,4",
    1: "34,0 33,50 31,100",
    2: "4,24 16,6 36,2 54,14 54,34 38,60 2,97 2,97 32,92 62,96",
    3: "6,12 28,2 52,11 53,32 26,46 26,46 54,56 60,78 42,97 18,98 2,86",
    4: "26,3 4,63 4,63 66,60 | 48,34 43,100",
    5: "14,4 10,45 10,45 32,38 56,50 60,74 42,96 18,98 2,86 | 14,4 56,2",
    6: "48,2 20,24 4,60 10,88 32,99 54,87 57,66 38,54 18,62 7,80",
    7: "2,6 32,7 60,4 60,4 40,46 26,100",
    8: "52,16 34,2 14,11 14,31 34,47 56,68 54,88 32,99 10,90 8,70 28,50 50,34 52,16",
    9: "58,24 40,3 16,9 8,31 22,50 42,48 56,28 58,20 57,58 48,100",
  },
  european: {
    1: "4,36 36,2 36,2 33,100",
    7: "2,8 32,8 60,3 60,3 42,46 28,100 | 16,54 58,48",
    4: "22,2 6,58 6,58 64,54 | 50,30 47,100",
    9: "56,26 42,4 18,8 8,30 22,50 44,46 56,22 58,60 42,95 14,96",
    0: "36,1 14,10 2,46 12,86 32,99 52,88 62,50 54,14 36,1",
  },
};
const OTHERS = {  // what is no digit
  "+": "34,28 33,84 | 6,56 62,54",
  "=": "6,44 60,42 | 6,68 60,66",
  a: "54,48 34,40 14,52 10,78 26,96 46,88 54,62 54,48 53,80 62,98",
  b: "12,2 10,60 10,96 | 11,66 30,52 52,62 54,84 34,98 10,90",
  k: "14,2 12,100 | 54,46 16,70 16,70 56,98",
  "*": "32,30 32,82 | 8,42 56,70 | 56,42 8,70",
};
const ADVANCE = 0.86;  // from one digit to the next, as part of the height

// The same seed gives the same numbers, from 0 to 1, for ever.
export function randomly(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

// A smooth way through the points (Catmull-Rom), as many small steps.
function smooth(points, steps = 12) {
  const way = [];
  for (let at = 0; at < points.length - 1; at += 1) {
    const [before, from, to, after] = [-1, 0, 1, 2].map(
      (offset) => points[Math.min(Math.max(at + offset, 0), points.length - 1)],
    );
    for (let step = 0; step < steps; step += 1) {
      const t = step / steps;
      way.push([0, 1].map((axis) => 0.5 * (
        2 * from[axis] + (to[axis] - before[axis]) * t
        + (2 * before[axis] - 5 * from[axis] + 4 * to[axis] - after[axis]) * t * t
        + (3 * from[axis] - before[axis] - 3 * to[axis] + after[axis]) * t * t * t
      )));
    }
  }
  way.push(points.at(-1));
  return way;
}

function strokesOf(character, hand) {
  const written = HANDS[hand]?.[character] ?? HANDS.plain[character] ?? OTHERS[character] ?? "";
  return written.split(" | ").filter(Boolean).map((stroke) => smooth(
    stroke.split(" ").map((point) => point.split(",").map((value) => value / 100)),
  ));
}

// The strokes of a line of characters that begins at x, y (its upper left corner) and is `size`
// tall. No two digits come out the same, as with a hand; the seed says how.
export function write(line, { x, y, size, hand = "plain", seed = 1, slope = 0 }) {
  const random = randomly(seed);
  const strokes = [];
  let left = x;
  for (const character of line) {
    const scale = size * (0.94 + 0.12 * random());
    const slant = 0.14 * (random() - 0.35);
    const drop = size * 0.05 * (random() - 0.5) + (left - x) * slope;
    for (const stroke of strokesOf(character, hand)) {
      strokes.push(stroke.map(([across, down]) => [
        left + scale * (across + slant * (1 - down)),
        y + drop + scale * down,
        0.5,
      ]));
    }
    left += size * ADVANCE * (character === " " ? 0.8 : 1);
  }
  return strokes;
}

export function widthOf(line, size) {
  return size * ADVANCE * (line.length - 0.26);
}
