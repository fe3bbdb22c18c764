// A sheet to draw on with mouse, finger or pen, or with the arrow keys.

import { dialog, element, tool } from "./dom.js";
import { PAPERS, PENS, SIDE, asFile, drawStroke, layPaper } from "./ink.js";
import { attempt } from "./notices.js";
import { t } from "./words.js";

const PIXELS = 1000;
const STEP = 14;  // of the arrow keys, in units of the sheet
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const chosen = { pen: "ballpoint", paper: "plain" };  // kept from one drawing to the next

class Sheet {
  constructor() {
    this.strokes = [];  // each { pen, points }
    this.canvas = element("canvas", {
      width: PIXELS,
      height: PIXELS,
      tabindex: 0,
      role: "img",
      "aria-label": t("Sheet to draw on. Space puts the pen down and lifts it, arrow keys move it."),
    });
    this.context = this.canvas.getContext("2d");
    this.context.scale(PIXELS / SIDE, PIXELS / SIDE);
    this.cursor = [SIDE / 2, SIDE / 3];
    this.keys = null;  // the stroke that the keyboard draws
    this.pointer = null;  // the one that is drawn with the pointer
    this.listen();
    this.redraw();
  }

  listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || this.pointer) return;
      canvas.setPointerCapture(event.pointerId);
      this.pointer = { id: event.pointerId, stroke: this.begin(this.point(event)) };
    });
    canvas.addEventListener("pointermove", (event) => {
      if (event.pointerId !== this.pointer?.id) return;
      const moves = event.getCoalescedEvents?.() ?? [];
      for (const move of moves.length ? moves : [event]) this.extend(this.pointer.stroke, this.point(move));
    });
    for (const end of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(end, (event) => {
        if (event.pointerId === this.pointer?.id) this.pointer = null;
      });
    }
    canvas.addEventListener("keydown", (event) => this.key(event));
    canvas.addEventListener("blur", () => { this.keys = null; this.redraw(); });
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    const pressure = event.pointerType === "pen" && event.pressure ? event.pressure : 0.5;
    return [
      ((event.clientX - box.left) / box.width) * SIDE,
      ((event.clientY - box.top) / box.height) * SIDE,
      pressure,
    ];
  }

  begin(point) {
    const stroke = { pen: chosen.pen, points: [point] };
    this.strokes.push(stroke);
    drawStroke(this.context, stroke.points, stroke.pen);
    this.onchange?.();
    return stroke;
  }

  extend(stroke, point) {
    const last = stroke.points.at(-1);
    if (Math.hypot(point[0] - last[0], point[1] - last[1]) < 2) return;
    stroke.points.push(point);
    drawStroke(this.context, stroke.points, stroke.pen, stroke.points.length - 1);
  }

  key(event) {
    const arrow = ARROWS[event.key];
    if (event.key === " ") {
      this.keys = this.keys ? null : this.begin([...this.cursor, 0.5]);
    } else if (arrow) {
      const step = event.shiftKey ? STEP * 3 : STEP;
      this.cursor = this.cursor.map((at, axis) => Math.min(Math.max(at + arrow[axis] * step, 0), SIDE));
      if (this.keys) this.extend(this.keys, [...this.cursor, 0.5]);
    } else {
      return;
    }
    event.preventDefault();
    this.redraw();
    this.crosshair();
  }

  crosshair() {
    const [x, y] = this.cursor;
    this.context.strokeStyle = this.keys ? "#d02b2b" : "#1f6fb2";
    this.context.lineWidth = 4;
    this.context.beginPath();
    this.context.arc(x, y, 24, 0, Math.PI * 2);
    this.context.stroke();
  }

  redraw() {
    layPaper(this.context, chosen.paper);
    for (const { pen, points } of this.strokes) drawStroke(this.context, points, pen);
  }

  undo() {
    this.strokes.pop();
    this.keys = null;
    this.redraw();
    this.onchange?.();
  }

  clear() {
    this.strokes.length = 0;
    this.keys = null;
    this.redraw();
    this.onchange?.();
  }
}

// One of several, as radio buttons that look like what they stand for.
function choice(name, things, onChoose) {
  return element("fieldset", { class: `choice ${name}` }, element("legend", { class: "unseen" }, t(
    name === "pen" ? "Pen" : "Paper",
  )), ...Object.entries(things).filter(([, thing]) => !thing.hidden).map(([key, thing]) => {
    const input = element("input", {
      type: "radio", name, value: key, checked: chosen[name] === key, onchange: () => onChoose(key),
    });
    const sign = element("span", { class: `swatch ${key}` });
    if (name === "pen") {
      sign.style.background = thing.colour;
      sign.style.height = `${Math.max(thing.width / 4, 4)}px`;
    } else {
      sign.style.backgroundColor = thing.colour;
    }
    return element("label", { title: t(thing.name), class: thing.onDark ? "on-dark" : "" }, input, sign, element("span", { class: "unseen" }, t(thing.name)));
  }));
}

// Open the sheet. `onDone(file, { more })` gets the drawing; `more` asks for it to be kept for an
// album instead of being sent.
export function openDrawing(onDone) {
  const sheet = new Sheet();
  const undo = tool("undo", t("Undo"), () => sheet.undo());
  const clear = tool("trash", t("Clear"), () => sheet.clear());
  const send = element("button", { type: "button", class: "main", onclick: () => finish(false) }, t("Send"));
  const add = element("button", { type: "button", class: "second", onclick: () => finish(true) }, t("Add to album"));

  function update() {
    for (const button of [undo, clear, send, add]) button.disabled = !sheet.strokes.length;
  }

  // Chalk and blackboards go together, as do ink and paper: choosing one brings the other.
  function choose(kind, key) {
    chosen[kind] = key;
    const dark = Boolean(kind === "paper" ? PAPERS[key].dark : PENS[key].onDark);
    const fits = (pen) => Boolean(PENS[pen].onDark) === dark;
    if (!fits(chosen.pen)) chosen.pen = dark ? "chalk" : "ballpoint";
    if (Boolean(PAPERS[chosen.paper].dark) !== dark) chosen.paper = dark ? "board" : "plain";
    for (const stroke of sheet.strokes) if (!fits(stroke.pen)) stroke.pen = chosen.pen;
    for (const name of ["pen", "paper"]) {
      opened.querySelector(`[name="${name}"][value="${chosen[name]}"]`).checked = true;
    }
    sheet.redraw();
  }

  function finish(more) {
    if (!sheet.strokes.length) return;
    sheet.redraw();
    attempt(async () => {
      onDone(await asFile(sheet.canvas, "drawing.png"), { more });
      opened.close();
    });
  }

  sheet.onchange = update;
  const opened = dialog(
    t("Draw digits"),
    "sheet drawing",
    element("header", {}, element("h2", {}, t("Draw digits")), undo, clear, tool("close", t("Close"), () => opened.close())),
    element("div", { class: "easel" }, sheet.canvas),
    element("div", { class: "choices" },
      choice("pen", PENS, (key) => choose("pen", key)),
      choice("paper", PAPERS, (key) => choose("paper", key))),
    element("footer", {}, add, send),
  );
  opened.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "z") sheet.undo();
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") finish(false);
  });
  update();
  sheet.canvas.focus();
}
