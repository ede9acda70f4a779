/**
 * Where ink lies on the pad that was not written on it: it may be in any unit.
 *
 * @typedef {import("./brush.js").Stroke} Stroke
 * @typedef {{scale: number, x: number, y: number}} Place  CSS px a unit of the ink, and those of
 *   its origin
 */

import { extentOf } from "./strokes.js";

const LEAST = 24; // CSS px: ink that is smaller than this is in another unit
const AIR = 0.15; // of the pad, on each side of ink that is fitted to it

/** @type {Place} */
export const AS_IT_IS = { scale: 1, x: 0, y: 0 };

/** Ink that lies on the pad stays there; other ink goes to its middle, as large as fits. */
export function placeOf(
  /** @type {Stroke[]} */ strokes,
  /** @type {Element} */ { clientWidth, clientHeight },
) {
  const { left, top, right, bottom } = extentOf(strokes);
  const [width, height] = [right - left, bottom - top];
  if (!(width >= 0)) return AS_IT_IS; // no ink
  const within = left >= 0 && top >= 0 && right <= clientWidth && bottom <= clientHeight;
  if (within && Math.max(width, height) >= LEAST) return AS_IT_IS;
  const room = 1 - 2 * AIR;
  const fitting = Math.min((room * clientWidth) / width, (room * clientHeight) / height);
  const scale = Number.isFinite(fitting) ? fitting : 1; // a dot has no size
  return {
    scale,
    x: (clientWidth - scale * (left + right)) / 2,
    y: (clientHeight - scale * (top + bottom)) / 2,
  };
}

/** Strokes where they lie on the pad. @returns {Stroke[]} */
export function placed(/** @type {Stroke[]} */ strokes, /** @type {Place} */ { scale, x, y }) {
  const moved = ([px, py, ...rest]) => [scale * px + x, scale * py + y, ...rest];
  return strokes.map((points) => points.map(moved));
}

/** A box of the ink where it lies on the pad. */
export function placedBox([x0, y0, x1, y1], /** @type {Place} */ { scale, x, y }) {
  return [scale * x0 + x, scale * y0 + y, scale * x1 + x, scale * y1 + y];
}
