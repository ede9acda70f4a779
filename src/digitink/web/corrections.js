/**
 * Which digits the one who wrote them corrected, here and now. They are known by their strokes, so a
 * correction stays with its digit when others come, go, or are undone.
 *
 * @typedef {import("./link.js").Answer} Answer
 * @typedef {import("./link.js").Strokes} Strokes
 */

import { digitsOf } from "./words.js";

export class Corrections {
  /** @type {Map<string, {label: number}>} */
  #labels = new Map();

  /**
   * @param {string} key  as of keyOf
   * @returns {() => void} takes it back, unless another one took its place
   */
  set(key, /** @type {number} */ label) {
    const correction = { label };
    this.#labels.set(key, correction);
    return () => {
      if (this.#labels.get(key) === correction) this.#labels.delete(key);
    };
  }

  /** The answer with what was corrected in it. @returns {Answer} */
  applied(/** @type {Answer} */ answer, /** @type {(index: number) => string} */ keyOf) {
    if (!this.#labels.size || !answer.reading) return answer;
    const { reading } = answer;
    const digits = digitsOf(reading).map((digit, i) => {
      const yours = this.#labels.get(keyOf(i))?.label;
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

/** @type {WeakMap<number[][], number>} */
const numbers = new WeakMap();
let strokesSeen = 0;

/** What tells some strokes from all others, also while they grow. */
export function keyOfInk(/** @type {Strokes} */ strokes) {
  for (const stroke of strokes) if (!numbers.has(stroke)) numbers.set(stroke, strokesSeen++);
  return strokes.map((stroke) => numbers.get(stroke)).join();
}
