// Pens and papers: how strokes look on a square of 1000 units.

import { randomly } from "./strokes.js";

export const SIDE = 1000;

// width in units; grain: how much of the paper shows through the stroke.
export const PENS = {
  ballpoint: { name: "Ballpoint", colour: "#1f3a93", width: 15 },
  pencil: { name: "Pencil", colour: "#4a4a4e", width: 15, grain: 0.35 },
  marker: { name: "Marker", colour: "#16171a", width: 44 },
  felt: { name: "Red felt pen", colour: "#c3262c", width: 27 },
  line: { name: "", colour: "#6d968c", width: 5, hidden: true },  // of the wallpaper
  chalk: { name: "Chalk", colour: "#f3f1e7", width: 32, grain: 0.3, onDark: true },
};

export const PAPERS = {
  plain: { name: "Plain paper", colour: "#fbfaf5" },
  squared: { name: "Squared paper", colour: "#fafaf6", rule: "#b9cfe3", every: 62, both: true },
  ruled: { name: "Ruled paper", colour: "#fbf9f0", rule: "#a9c1dc", every: 92, margin: "#e3a3a3" },
  note: { name: "Yellow note", colour: "#f8e58c" },
  board: { name: "Blackboard", colour: "#2c4439", dark: true },
};

function lines(context, paper) {
  context.lineWidth = 2.5;
  context.strokeStyle = paper.rule;
  context.beginPath();
  for (let at = paper.every * 0.7; at < SIDE; at += paper.every) {
    context.moveTo(0, at);
    context.lineTo(SIDE, at);
    if (paper.both) {
      context.moveTo(at, 0);
      context.lineTo(at, SIDE);
    }
  }
  context.stroke();
  if (paper.margin) {
    context.strokeStyle = paper.margin;
    context.beginPath();
    context.moveTo(SIDE * 0.1, 0);
    context.lineTo(SIDE * 0.1, SIDE);
    context.stroke();
  }
}

function smudges(context) {
  const random = randomly(5);
  context.strokeStyle = "#ffffff";
  for (let number = 0; number < 14; number += 1) {
    context.globalAlpha = 0.012 + 0.016 * random();
    context.lineWidth = 60 + 120 * random();
    context.beginPath();
    context.moveTo(SIDE * random(), SIDE * random());
    context.lineTo(SIDE * random(), SIDE * random());
    context.stroke();
  }
  context.globalAlpha = 1;
}

// Fill the square with paper, a little darker towards one corner, as under a lamp.
export function layPaper(context, kind) {
  const paper = PAPERS[kind];
  context.fillStyle = paper.colour;
  context.fillRect(0, 0, SIDE, SIDE);
  if (paper.rule) lines(context, paper);
  if (paper.dark) smudges(context);
  const light = context.createRadialGradient(
    SIDE * 0.35, SIDE * 0.25, SIDE * 0.2, SIDE * 0.5, SIDE * 0.5, SIDE,
  );
  light.addColorStop(0, "rgba(0, 0, 0, 0)");
  light.addColorStop(1, "rgba(40, 30, 20, 0.16)");
  context.fillStyle = light;
  context.fillRect(0, 0, SIDE, SIDE);
}

function grains(context, pen, from, to, width, random) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const amount = Math.max(2, Math.round(length * width * (1 - pen.grain) * 0.16));
  for (let number = 0; number < amount; number += 1) {
    const along = random();
    const aside = (random() + random() - 1) * width * 0.62;
    const angle = random() * Math.PI * 2;
    const size = 2 + random() * 3;
    context.fillRect(
      from[0] + (to[0] - from[0]) * along + Math.cos(angle) * aside - size / 2,
      from[1] + (to[1] - from[1]) * along + Math.sin(angle) * aside - size / 2,
      size,
      size,
    );
  }
}

// Draw a stroke ([x, y, pressure] points) from its point number `first` on.
export function drawStroke(context, points, kind, first = 0) {
  const pen = PENS[kind];
  context.strokeStyle = context.fillStyle = pen.colour;
  context.lineCap = context.lineJoin = "round";
  const random = randomly(points.length + first * 977);
  for (let at = Math.max(first, 1); at < points.length || at === 1; at += 1) {
    const from = points[at - 1];
    const to = points[at] ?? [from[0] + 0.1, from[1], from[2]];  // a dot
    context.lineWidth = pen.width * (0.65 + 0.7 * (to[2] || 0.5));
    context.globalAlpha = pen.grain ? 1 - pen.grain : 1;
    if (pen.grain) {
      context.lineWidth *= 0.8;
      context.globalAlpha = 0.8;
      grains(context, pen, from, to, context.lineWidth, random);
      context.globalAlpha = 1 - pen.grain;
      context.lineWidth *= 0.6;
    }
    context.beginPath();
    context.moveTo(from[0], from[1]);
    context.lineTo(to[0], to[1]);
    context.stroke();
  }
  context.globalAlpha = 1;
}

// A canvas with strokes on paper; `pixels` is its side.
export function drawing({ paper, pen, strokes, pixels }) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = pixels;
  const context = canvas.getContext("2d");
  context.scale(pixels / SIDE, pixels / SIDE);
  layPaper(context, paper);
  for (const stroke of strokes) drawStroke(context, stroke, pen);
  return canvas;
}

// The canvas as a file to send.
export function asFile(canvas, name) {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(new File([blob], name, { type: blob.type }));
      else reject(new Error("This browser can't make a picture of the canvas."));
    }, "image/png");
  });
}
