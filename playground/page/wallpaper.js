// The pattern behind the messages: digits, in the hand of `strokes.js`.

import { drawStroke } from "./ink.js";
import { randomly, write } from "./strokes.js";

const TILE = 420;  // CSS pixels
const CELLS = 5;

export function hangWallpaper() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = TILE * 2;
  const context = canvas.getContext("2d");
  context.scale(2, 2);
  const random = randomly(12);
  const cell = TILE / CELLS;
  for (let row = 0; row < CELLS; row += 1) {
    for (let column = 0; column < CELLS; column += 1) {
      const digit = String((row * 3 + column * 7) % 10);
      const size = 30 + 16 * random();
      context.save();
      context.translate((column + 0.5 + 0.2 * (random() - 0.5)) * cell, (row + 0.5 + 0.2 * (random() - 0.5)) * cell);
      context.rotate((random() - 0.5) * 0.9);
      context.scale(size / 100, size / 100);
      const hand = random() < 0.5 ? "plain" : "european";
      for (const stroke of write(digit, { x: -30, y: -50, size: 100, hand, seed: row * 9 + column })) {
        drawStroke(context, stroke, "line");
      }
      context.restore();
    }
  }
  canvas.toBlob((blob) => {
    document.documentElement.style.setProperty("--wallpaper", `url("${URL.createObjectURL(blob)}")`);
  });
}
