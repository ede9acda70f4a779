/**
 * Which digits the one who wrote them corrected, here and now. They are known by their ink, so a
 * correction stays with its digit when others come, go, or are undone.
 *
 * @typedef {import("./link.js").Answer} Answer
 * @typedef {import("./link.js").Strokes} Strokes
 */

import { digitsOf } from "./words.js";

export class Corrections {
  /** @type {Map<string, number>} */
  #labels = new Map();

  /** @param {string} key  as of keyOf */
  set(key, /** @type {number} */ label) {
    this.#labels.set(key, label);
  }

  delete(/** @type {string} */ key) {
    this.#labels.delete(key);
  }

  clear() {
    this.#labels.clear();
  }

  /** The answer with what was corrected in it. @returns {Answer} */
  applied(/** @type {Answer} */ answer, /** @type {(index: number) => string} */ keyOf) {
    if (!this.#labels.size || !answer.reading) return answer;
    const { reading } = answer;
    const digits = digitsOf(reading).map((digit, i) => {
      const yours = this.#labels.get(keyOf(i));
      return yours === undefined ? digit : { ...digit, yours };
    });
    let next = 0;
    const lines = reading.lines.map((line) => ({
      ...line,
      digits: line.digits.map(() => digits[next++]),
    }));
    return { ...answer, reading: { ...reading, lines } };
  }
}

/** What tells some strokes from all others. */
export function keyOfInk(/** @type {Strokes} */ strokes) {
  return JSON.stringify(strokes.map((points) => [points.length, points[0], points.at(-1)]));
}
