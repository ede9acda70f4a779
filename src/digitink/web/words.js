/**
 * Readings in words: for the line under the number, and for those who listen to the page.
 *
 * @typedef {import("./link.js").Reading} Reading
 * @typedef {import("./link.js").Digit} Digit
 */

const NAMES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

/** All digits of a reading, in reading order. @returns {Digit[]} */
export function digitsOf(/** @type {Reading} */ reading) {
  return reading.lines.flatMap((line) => line.digits);
}

/** "three one four": a number digit by digit, lines parted by a comma. */
export function spelled(/** @type {Reading} */ reading) {
  return reading.lines
    .map(({ digits }) => digits.map(({ value }) => NAMES[value]).join(" "))
    .join(", ");
}

/** "99.8 %": rounded down, so that nothing but certainty is called 100. */
export function percent(/** @type {number} */ probability) {
  return `${(Math.floor(probability * 1000) / 10).toFixed(1)} %`;
}

/** How sure a reading of at least one digit is. */
export function certainty(/** @type {Reading} */ reading) {
  const digits = digitsOf(reading);
  const unsure = digits.flatMap((digit, i) => (digit.unsure ? [i] : []));
  if (digits.length === 1) {
    if (!unsure.length) return `${percent(digits[0].probability)} sure`;
    return `not sure; perhaps ${NAMES[runnerUp(digits[0])]}, perhaps no digit`;
  }
  if (!unsure.length) return "sure of every digit";
  if (unsure.length > 2) return `not sure of ${unsure.length} of the ${digits.length} digits`;
  return `not sure of ${unsure.map(nth).join(" and ")}`;
}

function runnerUp(/** @type {Digit} */ digit) {
  const others = digit.probabilities.map((p, value) => (value === digit.value ? -1 : p));
  return others.indexOf(Math.max(...others));
}

function nth(/** @type {number} */ i) {
  return i < ORDINALS.length ? `the ${ORDINALS[i]} digit` : `digit ${i + 1}`;
}
