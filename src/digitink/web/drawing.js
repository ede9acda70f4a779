/**
 * A small drawing of some ink.
 *
 * @typedef {import("./link.js").Strokes} Strokes
 */

import { extentOf } from "./strokes.js";

const SVG = "http://www.w3.org/2000/svg";
const PEN = 0.09; // of the longer side
const LEAST = 1e-3; // side of ink that is a single dot

/** @returns {SVGSVGElement} in currentColor, as large as CSS makes it */
export function drawingOf(/** @type {Strokes} */ strokes, /** @type {string} */ words) {
  const { left, top, right, bottom } = extentOf(strokes);
  const [width, height] = [right - left, bottom - top];
  const side = Math.max(width, height, LEAST);
  const air = PEN * side;
  const svg = document.createElementNS(SVG, "svg");
  const box = [left - air, top - air, width + 2 * air, height + 2 * air];
  svg.setAttribute("viewBox", box.join(" "));
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", words);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", strokes.map(way).join(""));
  path.setAttribute("stroke-width", String(PEN * side));
  svg.append(path);
  return svg;
}

function way(/** @type {number[][]} */ points) {
  const [[x, y]] = points;
  return `M${x} ${y}${points.map(([x, y]) => `L${x} ${y}`).join("")}`;
}
