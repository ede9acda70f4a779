/**
 * Readings in words: for the line under the number, and for those who listen to the page.
 *
 * @typedef {import("./link.js").Answer} Answer
 * @typedef {import("./link.js").Reading} Reading
 * @typedef {import("./link.js").Digit} Digit
 */

const NAMES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];
const EVEN_ODDS = 0.5; // an unsure digit below these is more likely anything else

/** All digits of a reading, in reading order. @returns {Digit[]} */
export function digitsOf(/** @type {Reading} */ reading) {
  return reading.lines.flatMap((line) => line.digits);
}

/**
 * How a digit stands: corrected by the one who wrote it, sure, unsure, or probably no digit.
 *
 * @returns {"yours" | "sure" | "unsure" | "none"}
 */
export function standing(/** @type {Digit} */ { yours, unsure, probability }) {
  if (yours !== undefined) return "yours";
  if (!unsure) return "sure";
  return probability < EVEN_ODDS ? "none" : "unsure";
}

/** Whether a digit is unsure, or probably none. */
export function isDoubtful(/** @type {Digit} */ digit) {
  return ["unsure", "none"].includes(standing(digit));
}

/** The figure that stands for a digit: "7", or "?" for what is none. */
export function figureOf(/** @type {Digit} */ digit) {
  return standing(digit) === "none" ? "?" : String(digit.yours ?? digit.value);
}

/** The number as it is shown, a line for each line. */
export function textOf(/** @type {Reading} */ reading) {
  return reading.lines.map(({ digits }) => digits.map(figureOf).join("")).join("\n");
}

/** "three one four": a number digit by digit, lines parted by a comma. */
export function spelled(/** @type {Reading} */ reading) {
  const alone = digitsOf(reading).length === 1;
  const name = (/** @type {Digit} */ digit) => {
    if (standing(digit) === "none") return alone ? "no digit" : "(no digit)";
    return NAMES[digit.yours ?? digit.value];
  };
  return reading.lines.map(({ digits }) => digits.map(name).join(" ")).join(", ");
}

/** "a" 7, "an" 8. */
export function article(/** @type {number} */ value) {
  return value === 8 ? "an" : "a";
}

/** "a 7", "an 8". */
export function one(/** @type {number} */ value) {
  return `${article(value)} ${value}`;
}

/** "99.8 %": rounded down, so that nothing but certainty is called 100. */
export function percent(/** @type {number} */ probability) {
  return `${(Math.floor(probability * 1000) / 10).toFixed(1)} %`;
}

/** How far a digit is to be trusted, in a word or two. */
function trust(/** @type {Digit} */ digit) {
  const words = { yours: "as you said", unsure: "unsure", none: "no digit" };
  return words[standing(digit)] ?? percent(digit.probability);
}

/** "7, digit 2 of 4, 99.8 %". */
export function introduced(/** @type {Digit[]} */ digits, /** @type {number} */ index) {
  const place = `digit ${index + 1} of ${digits.length}`;
  return `${figureOf(digits[index])}, ${place}, ${trust(digits[index])}`;
}

/** An answer in words, to be heard. */
export function heard(/** @type {Answer | null} */ answer) {
  const { reading, error } = answer ?? {};
  if (error) return [error.message, error.hint].filter(Boolean).join("; ");
  return reading?.lines.length ? `${spelled(reading)}; ${certainty(reading)}` : "";
}

/** How sure a reading of at least one digit is. */
export function certainty(/** @type {Reading} */ reading) {
  const digits = digitsOf(reading);
  if (digits.length === 1) return certaintyOf(digits[0]);
  const doubtful = digits.flatMap((digit, i) => (isDoubtful(digit) ? [i] : []));
  if (!doubtful.length) return "sure of every digit";
  if (doubtful.length > 2) return `not sure of ${doubtful.length} of the ${digits.length} digits`;
  return `not sure of ${doubtful.map(nth).join(" and ")}`;
}

function certaintyOf(/** @type {Digit} */ digit) {
  return {
    yours: "as you said",
    sure: `${percent(digit.probability)} sure`,
    unsure: `not sure; perhaps ${NAMES[runnerUp(digit)]}, perhaps no digit`,
    none: "it looks like none of the ten",
  }[standing(digit)];
}

function runnerUp(/** @type {Digit} */ digit) {
  const others = digit.probabilities.map((p, value) => (value === digit.value ? -1 : p));
  return others.indexOf(Math.max(...others));
}

function nth(/** @type {number} */ i) {
  return i < ORDINALS.length ? `the ${ORDINALS[i]} digit` : `digit ${i + 1}`;
}
