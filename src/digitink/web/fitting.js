/**
 * How small ink must be shown, so that a pad which has shrunk loses none of it. Ink that was drawn
 * beyond the edge of the pad stays beyond it.
 *
 * @typedef {import("./brush.js").Stroke} Stroke
 * @typedef {[width: number, height: number]} Size
 */

import { extentOf } from "./strokes.js";

export class Fitting {
  /** @type {WeakMap<Stroke, Size>} of the sheet that a stroke was drawn on, in units of ink */
  #sheets = new WeakMap();

  /** Remember on what a stroke is drawn; of others all is to be seen. */
  drawnOn(/** @type {Size} */ sheet, /** @type {Stroke} */ stroke) {
    this.#sheets.set(stroke, sheet);
  }

  /**
   * @param {readonly Stroke[]} strokes
   * @param {Size} size  of the pad, in CSS px
   * @param {number} air  beside the ink
   * @returns {number} CSS px a unit of ink, at most 1
   */
  scaleOf(strokes, [width, height], air) {
    let [right, bottom] = [width, height];
    for (const points of strokes) {
      const extent = extentOf([points]);
      const [rightEdge, bottomEdge] = this.#sheets.get(points) ?? [Infinity, Infinity];
      right = Math.max(right, Math.min(extent.right + air, rightEdge));
      bottom = Math.max(bottom, Math.min(extent.bottom + air, bottomEdge));
    }
    return Math.min(width / right, height / bottom);
  }
}
