/**
 * Strokes that come from elsewhere or go there, and how far strokes reach.
 *
 * @typedef {import("./brush.js").Stroke} Stroke
 * @typedef {{left: number, top: number, right: number, bottom: number}} Extent
 */

const AXES = ["x", "y", "t", "pressure"];
const COORDINATE = 1e9; // as in limits.py
const PACE = 8; // ms from point to point, where the points do not tell
const PRESSURE = 0.5;

/**
 * A copy of strokes whose points are [x, y], [x, y, t] or [x, y, t, pressure], with all four.
 * Strokes without points are left out. Throws a TypeError that names what is no ink.
 *
 * @returns {Stroke[]}
 */
export function checked(/** @type {unknown} */ strokes) {
  if (!Array.isArray(strokes)) throw new TypeError("the strokes are no list");
  const copies = strokes.map((points, i) => {
    if (!Array.isArray(points)) throw new TypeError(`strokes[${i}] is no list of points`);
    return points.map((point, k) => {
      check(point, `strokes[${i}][${k}]`);
      const [x, y, t = PACE * k, pressure = PRESSURE] = point;
      return [x, y, t, pressure];
    });
  });
  return copies.filter((points) => points.length);
}

function check(/** @type {unknown} */ point, /** @type {string} */ where) {
  if (!Array.isArray(point) || point.length < 2 || point.length > AXES.length) {
    throw new TypeError(`${where} is no point [x, y], [x, y, t] or [x, y, t, pressure]`);
  }
  point.forEach((number, axis) => {
    const bound = axis < 2 ? COORDINATE : Number.MAX_VALUE;
    if (typeof number !== "number" || !(Math.abs(number) <= bound)) {
      throw new TypeError(`${where}.${AXES[axis]} is no number up to ${bound}`);
    }
  });
}

/** Where the points are: in tenths of a pixel, finer than any pen and a third of the bytes. */
export function inTenths(/** @type {readonly number[][][]} */ strokes) {
  return strokes.map((points) => points.map(([x, y]) => [tenth(x), tenth(y)]));
}

function tenth(/** @type {number} */ length) {
  return Math.round(length * 10) / 10;
}

/** The box around all points; from Infinity to -Infinity where there are none. @returns {Extent} */
export function extentOf(/** @type {readonly Stroke[]} */ strokes) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const points of strokes) {
    for (const [x, y] of points) {
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
  }
  return { left, top, right, bottom };
}
