// Sample pictures, written by `strokes.js` when they are asked for: nobody's photos.

import { dialog, element, tool } from "./dom.js";
import { PAPERS, PENS, asFile, drawing } from "./ink.js";
import { widthOf, write } from "./strokes.js";
import { t } from "./words.js";

const PIXELS = 1000;

// One line in the middle.
function line(text, size, details = {}) {
  return write(text, {
    x: (1000 - widthOf(text, size)) / 2, y: (1000 - size) / 2, size, ...details,
  });
}

function page(rows, size, details = {}) {
  const gap = size * 1.45;
  const top = (1000 - gap * (rows.length - 0.3)) / 2;
  return rows.flatMap((text, row) => write(text, {
    x: 170, y: top + row * gap, size, slope: 0.012, ...details, seed: 31 + row,
  }));
}

function scribble() {
  const points = [];
  for (let step = 0; step < 150; step += 1) {
    const angle = step * 0.31;
    points.push([
      500 + 260 * Math.cos(angle) * Math.cos(angle * 0.37) + 60 * Math.sin(angle * 2.3),
      500 + 240 * Math.sin(angle * 1.07) * Math.cos(angle * 0.21 + 1),
      0.5,
    ]);
  }
  return [points];
}

const single = (digit, pen, paper, seed, hand) => ({
  name: digit, pen, paper, strokes: () => line(digit, 520, { seed, hand }),
});

export const SAMPLES = [
  single("0", "ballpoint", "plain", 3),
  single("1", "marker", "plain", 8, "european"),
  single("2", "felt", "squared", 2),
  single("3", "marker", "plain", 4),
  single("4", "ballpoint", "ruled", 5),
  single("5", "marker", "note", 6),
  single("6", "pencil", "plain", 7),
  single("7", "ballpoint", "squared", 9, "european"),
  single("8", "chalk", "board", 10),
  single("9", "felt", "plain", 11),
  { name: "35", pen: "marker", paper: "plain", strokes: () => line("35", 400, { seed: 21 }) },
  { name: "2048", pen: "ballpoint", paper: "squared", strokes: () => line("2048", 250, { seed: 22 }) },
  { name: "1969", pen: "chalk", paper: "board", strokes: () => line("1969", 250, { seed: 23 }) },
  {
    name: "A page",
    pen: "ballpoint",
    paper: "ruled",
    strokes: () => page(["27182", "31415", "60221", "16180"], 148, { hand: "european" }),
  },
  { name: "Letters", pen: "felt", paper: "plain", strokes: () => line("kab", 280, { seed: 24 }) },
  { name: "A scribble", pen: "pencil", paper: "note", strokes: scribble },
];

function picture(sample, pixels) {
  return drawing({ ...sample, strokes: sample.strokes(), pixels });
}

export function sampleFile(sample) {
  return asFile(picture(sample, PIXELS), `sample-${sample.name.toLowerCase().replace(/\W+/g, "-")}.png`);
}

// Show the gallery; a click sends, and closes it.
export function openSamples(onPick) {
  const grid = element("div", { class: "gallery" }, ...SAMPLES.map((sample) => {
    const shown = picture(sample, 240);
    shown.setAttribute("aria-hidden", "true");
    const about = `${t(sample.name)}: ${t(PENS[sample.pen].name)}, ${t(PAPERS[sample.paper].name)}`;
    return element("button", {
      type: "button",
      title: about,
      "aria-label": about,
      onclick: async () => {
        opened.close();
        onPick(await sampleFile(sample));
      },
    }, shown);
  }));
  const opened = dialog(
    t("Sample digits"),
    "sheet",
    element("header", {}, element("h2", {}, t("Sample digits")), tool("close", t("Close"), () => opened.close())),
    element("p", {}, t("Drawn by this page. Pick one, and it is sent.")),
    grid,
  );
}
