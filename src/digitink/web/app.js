/** The page: ties the pad, the line to the reader and the view together. */

import { Link } from "./link.js";
import { Pad } from "./pad.js";
import { View } from "./view.js";
import { digitsOf } from "./words.js";

/** @typedef {import("./link.js").Answer} Answer */

const LOST_AFTER = 400; // ms: shorter gaps are not worth a word

const byId = (/** @type {string} */ id) => document.getElementById(id);
const view = new View();
const pad = new Pad(byId("pad"), { onchange: inkChanged });
const address = new URL("api/ink", location.href);
address.protocol = address.protocol.replace("http", "ws");
const link = new Link(address, { onanswer, onstate });
let losing = 0;

for (const action of ["undo", "redo", "clear"]) {
  byId(action).addEventListener("click", () => pad[action]());
}
if (/Mac|iP(hone|ad)/.test(navigator.platform)) {
  for (const hint of document.querySelectorAll("kbd")) {
    hint.textContent = hint.textContent.replace("Ctrl ", "⌘").replace("⌘Y", "⇧⌘Z");
  }
}
document.addEventListener("keydown", (event) => pad.key(event));
inkChanged();

function inkChanged() {
  const ink = pad.strokes.map((points) => points.map(([x, y]) => [tenth(x), tenth(y)]));
  byId("undo").disabled = !pad.canUndo;
  byId("redo").disabled = !pad.canRedo;
  byId("clear").disabled = !ink.length;
  document.body.classList.toggle("empty", !ink.length);
  if (!ink.length) view.show(null);
  link.send(ink);
}

/** Tenths of a pixel are finer than any pen, and a third of the bytes. */
function tenth(/** @type {number} */ length) {
  return Math.round(length * 10) / 10;
}

function onanswer(/** @type {Answer} */ answer) {
  view.show(answer, answer.reading ? lastDrawn(digitsOf(answer.reading)) : 0);
}

/** Which digit the pen was at last: the one whose box is nearest to its last point. */
function lastDrawn(/** @type {import("./link.js").Digit[]} */ digits) {
  const [x, y] = pad.strokes.at(-1)?.at(-1) ?? [0, 0];
  const distances = digits.map(({ box: [x0, y0, x1, y1] }) =>
    Math.hypot(Math.max(x0 - x, 0, x - x1), Math.max(y0 - y, 0, y - y1)),
  );
  return Math.max(distances.indexOf(Math.min(...distances)), 0);
}

function onstate(/** @type {boolean} */ open) {
  if (open) {
    clearTimeout(losing);
    losing = 0;
    sayState(true);
  } else losing ||= setTimeout(sayState, LOST_AFTER, false);
}

function sayState(/** @type {boolean} */ open) {
  document.body.classList.toggle("lost", !open);
  byId("status").textContent = open
    ? "reading as you write"
    : "reader lost; your ink is kept";
}
