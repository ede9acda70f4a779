/**
 * Which digit of an answer is opened up: the one that was picked, else the one drawn last.
 *
 * @typedef {import("./link.js").Answer} Answer
 */

import { digitsOf } from "./words.js";

/** @returns {number} its index; 0 where there is no digit */
export function chosenOf(
  /** @type {Answer | null | undefined} */ answer,
  /** @type {number | null} */ picked,
) {
  const count = answer?.reading ? digitsOf(answer.reading).length : 0;
  return Math.max(Math.min(picked ?? lastDrawn(answer?.strokes ?? []), count - 1), 0);
}

/** Which digit the pen was at last. */
function lastDrawn(/** @type {number[][]} */ strokes) {
  const last = strokes.map((indices) => Math.max(...indices));
  return last.indexOf(Math.max(...last));
}
