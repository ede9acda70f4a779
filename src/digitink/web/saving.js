/**
 * Ink to be kept: as JSON, which digitink reads again, and as black ink on white paper.
 *
 * @typedef {import("./brush.js").Stroke} Stroke
 */

import { Brush } from "./brush.js";
import { extentOf } from "./strokes.js";

const PAPER = "white";
const INK = "black";
const MARGIN = 2; // widths of the pen around the ink
const PIXELS = 3; // of a PNG, a unit of ink: crisp where a unit is a CSS px
const LONGEST = 4_096; // pixels: longer sides are brought down to this

/** {"strokes": [[[x, y, t, pressure], ...], ...], "pen": its width}, t in ms from the first point. */
export function toJSON(/** @type {readonly Stroke[]} */ strokes, /** @type {number} */ pen) {
  const start = strokes[0]?.[0][2] ?? 0;
  const rounded = strokes.map((points) =>
    points.map(([x, y, t, pressure]) => [round(x), round(y), round(t - start), round(pressure)]),
  );
  return JSON.stringify({ strokes: rounded, pen });
}

/** A drawing of the ink as it looks on the pad, a group for each stroke. */
export function toSVG(/** @type {readonly Stroke[]} */ strokes, /** @type {number} */ pen) {
  const { x, y, width, height } = paperFor(strokes, pen);
  const groups = strokes.map((points) => {
    const outline = new Outline();
    new Brush(points).settle(outline, pen, true);
    return `<g>${outline.paths.map((path) => `<path d="${path}"/>`).join("")}</g>`;
  });
  return [
    '<svg xmlns="http://www.w3.org/2000/svg"',
    ` width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}" fill="${INK}">`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${PAPER}"/>`,
    ...groups,
    "</svg>\n",
  ].join("");
}

/** @returns {Promise<Blob>} */
export function toPNG(/** @type {readonly Stroke[]} */ strokes, /** @type {number} */ pen) {
  const { x, y, width, height } = paperFor(strokes, pen);
  const scale = Math.min(PIXELS, LONGEST / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(Math.round(scale * width), 1);
  canvas.height = Math.max(Math.round(scale * height), 1);
  const context = canvas.getContext("2d");
  context.fillStyle = PAPER;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = INK;
  context.setTransform(scale, 0, 0, scale, -scale * x, -scale * y);
  for (const points of strokes) new Brush(points).settle(context, pen, true);
  return new Promise((resolve) => canvas.toBlob(resolve));
}

/** The paper around the ink; without ink a small piece. */
function paperFor(/** @type {readonly Stroke[]} */ strokes, /** @type {number} */ pen) {
  const empty = { left: 0, top: 0, right: 0, bottom: 0 };
  const { left, top, right, bottom } = strokes.length ? extentOf(strokes) : empty;
  const margin = MARGIN * pen;
  return {
    x: Math.floor(left - margin),
    y: Math.floor(top - margin),
    width: Math.ceil(right - left + 2 * margin) + 1,
    height: Math.ceil(bottom - top + 2 * margin) + 1,
  };
}

/** Takes what a brush draws on a canvas, each shape that it fills as the path of an SVG. */
class Outline {
  /** @type {string[]} */
  paths = [];
  #path = "";

  beginPath() {
    this.#path = "";
  }

  lineTo(/** @type {number} */ x, /** @type {number} */ y) {
    this.#path += `${this.#path ? "L" : "M"}${round(x)} ${round(y)}`;
  }

  /** A brush draws whole discs only. */
  arc(/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ radius) {
    const [r, side] = [round(radius), round(2 * radius)];
    this.#path = `M${round(x - radius)} ${round(y)}a${r} ${r} 0 1 0 ${side} 0a${r} ${r} 0 1 0 ${-side} 0`;
  }

  fill() {
    this.paths.push(`${this.#path}z`);
  }
}

function round(/** @type {number} */ value) {
  return Math.round(value * 100) / 100;
}
