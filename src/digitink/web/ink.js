/**
 * Ink between the pad and Python: there it may come in any unit, with or without time and pressure.
 *
 * @typedef {import("./pad.js").Stroke} Stroke
 * @typedef {{scale: number, x: number, y: number}} Place  where ink lies on the pad: CSS px a unit,
 *   and the CSS px of its origin
 */

const LEAST = 24; // CSS px: ink that is smaller than this is in another unit
const AIR = 0.15; // of the pad, on each side of ink that is fitted to it
const PACE = 8; // ms from point to point where nobody knows
const PRESSURE = 0.5;

/** @type {Place} */
export const AS_IT_IS = { scale: 1, x: 0, y: 0 };

/** Strokes of the pad as Python takes them. @param {number} start  of the time, in ms */
export function toJSON(/** @type {readonly Stroke[]} */ strokes, start) {
  const rounded = (/** @type {number} */ value, fine) => Math.round(value * fine) / fine;
  return JSON.stringify({
    strokes: strokes.map((points) =>
      points.map(([x, y, t, pressure]) => [
        rounded(x, 100),
        rounded(y, 100),
        rounded(t - start, 10),
        rounded(pressure, 1000),
      ]),
    ),
  });
}

/** The inverse of `toJSON`, in whatever unit, the time from 0 on. @returns {Stroke[]} */
export function fromJSON(/** @type {string} */ json) {
  const { strokes } = JSON.parse(json);
  return strokes
    .filter((/** @type {number[][]} */ points) => points.length)
    .map((/** @type {number[][]} */ points) =>
      points.map(([x, y, t, pressure], i) => [x, y, t ?? i * PACE, pressure ?? PRESSURE]),
    );
}

/** Where to show ink: where it says, if that is on the pad; else in the middle, as large as fits. */
export function placeOf(/** @type {Stroke[]} */ strokes, /** @type {Element} */ { clientWidth, clientHeight }) {
  const points = strokes.flat();
  if (!points.length) return AS_IT_IS;
  const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
  const [left, right] = extent(xs);
  const [top, bottom] = extent(ys);
  const [width, height] = [right - left, bottom - top];
  const within = left >= 0 && top >= 0 && right <= clientWidth && bottom <= clientHeight;
  if (within && Math.max(width, height) >= LEAST) return AS_IT_IS;
  const room = 1 - 2 * AIR;
  const scale = Math.min((room * clientWidth) / (width || 1), (room * clientHeight) / (height || 1));
  return {
    scale,
    x: (clientWidth - scale * (left + right)) / 2,
    y: (clientHeight - scale * (top + bottom)) / 2,
  };
}

/** Strokes at their place on the pad, their time from `start` on. @returns {Stroke[]} */
export function placed(/** @type {Stroke[]} */ strokes, /** @type {Place} */ { scale, x, y }, start) {
  return strokes.map((points) =>
    points.map(([px, py, t, pressure]) => [scale * px + x, scale * py + y, start + t, pressure]),
  );
}

/** When the last point was drawn; 0 without any. */
export function endOf(/** @type {Stroke[]} */ strokes) {
  return Math.max(0, ...strokes.map((points) => points[points.length - 1][2]));
}

/** A box in units of ink as a box in CSS px of the pad. */
export function placedBox([x0, y0, x1, y1], /** @type {Place} */ { scale, x, y }) {
  return [scale * x0 + x, scale * y0 + y, scale * x1 + x, scale * y1 + y];
}

function extent(/** @type {number[]} */ values) {
  const widen = ([low, high], value) => [Math.min(low, value), Math.max(high, value)];
  return values.reduce(widen, [Infinity, -Infinity]);
}
