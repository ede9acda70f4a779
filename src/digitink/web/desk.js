/**
 * What lies on the desk, the ink or a picture above it, what that was read as, and which of its
 * digits is chosen.
 *
 * @typedef {import("./link.js").Answer} Answer
 * @typedef {import("./link.js").Strokes} Strokes
 * @typedef {import("./link.js").Digit} Digit
 */

import { Boxes } from "./boxes.js";
import { chosenOf } from "./chosen.js";
import { Corrections, keyOfInk } from "./corrections.js";
import { digitsOf, heard, introduced, isDoubtful, textOf } from "./words.js";

export class Desk {
  /** @type {{answer: Answer, ink: Strokes} | null} what the ink was last read as */
  #written = null;
  /** @type {Answer | null} of the picture that is up */
  #pictured = null;
  /** @type {number | null} the digit that was chosen; null for the one drawn last */
  #picked = null;
  #corrections = { ink: new Corrections(), picture: new Corrections() };
  #boxes;

  /**
   * @param {import("./pad.js").Pad} pad
   * @param {import("./picture.js").Picture} picture
   * @param {import("./view.js").View} view
   * @param {import("./voice.js").Voice} voice
   * @param {{ink: HTMLElement, picture: HTMLElement}} overlays  for the boxes
   */
  constructor(pad, picture, view, voice, overlays) {
    Object.assign(this, { pad, picture, view, voice });
    this.#boxes = { ink: new Boxes(overlays.ink), picture: new Boxes(overlays.picture) };
  }

  /** What is shown, with what was corrected in it. @returns {Answer | null} */
  get answer() {
    const answer = this.#pictured ?? this.#written?.answer;
    return answer ? this.#corrections[this.#kind].applied(answer, (i) => this.#key(i)) : null;
  }

  /** @returns {Digit[]} */
  get digits() {
    const reading = this.answer?.reading;
    return reading ? digitsOf(reading) : [];
  }

  /** The number as it is shown. */
  get text() {
    const reading = this.answer?.reading;
    return reading ? textOf(reading) : "";
  }

  /** All of it in words, to be heard. */
  get words() {
    return heard(this.answer);
  }

  /** Whether a picture is up. */
  get pictured() {
    return this.#pictured !== null;
  }

  /** The ink is another now, and not yet read. */
  inkChanged() {
    const growing = this.pad.drawing && !document.body.classList.contains("empty");
    if (growing && this.#picked === null) {
      this.voice.saySoon(this.words); // not yet; and what is shown stays until this ink is read
      return;
    }
    if (!this.pictured) this.#picked = null;
    if (!this.pad.strokes.length) this.#written = null;
    this.show();
  }

  /** The ink was read. */
  read(/** @type {Answer} */ answer, /** @type {Strokes} */ ink) {
    if (!this.pad.strokes.length) return; // it was taken away meanwhile
    this.#written = { answer, ink };
    this.show();
  }

  /** A picture was read; null takes it away, and the ink is back. */
  put(/** @type {Answer | null} */ answer) {
    this.#pictured = answer;
    this.#picked = null;
    this.#corrections.picture = new Corrections();
    document.body.classList.toggle("pictured", this.pictured); // which gives a picture its room
    this.picture.fit();
    this.show();
  }

  choose(/** @type {number} */ index) {
    this.#picked = index;
    this.show();
  }

  /** Choose a neighbour. @returns {string} the digit in words */
  step(/** @type {number} */ by) {
    const { digits } = this;
    if (!digits.length) return "";
    const index = Math.min(Math.max(this.#chosen + by, 0), digits.length - 1);
    this.choose(index);
    this.view.follow(index);
    return introduced(digits, index);
  }

  /**
   * The chosen digit is this one. @returns {{strokes: Strokes, revert: () => void} | null} its
   * strokes, none in a picture, and how to take the correction back; null without a digit
   */
  correct(/** @type {number} */ label) {
    const index = this.#chosen;
    if (!this.digits[index]) return null;
    const [corrections, key] = [this.#corrections[this.#kind], this.#key(index)];
    const strokes = this.pictured ? [] : this.#strokes(index);
    this.#picked = index;
    const takeBack = corrections.set(key, label);
    this.show();
    const revert = () => {
      takeBack();
      this.show();
    };
    return { strokes, revert };
  }

  show() {
    const { answer, digits } = this;
    const chosen = this.#chosen;
    document.body.classList.toggle("empty", !this.pad.strokes.length && !this.pictured);
    document.body.classList.toggle("several-lines", answer?.reading?.lines.length > 1);
    this.view.show(answer, chosen);
    const { scale } = this.pictured ? this.picture : this.pad;
    this.#boxes[this.#kind].show(digits, chosen, scale);
    if (!this.pictured) this.#mark(digits, chosen);
    this.voice.saySoon(this.words);
  }

  /** The digit of a picture that is nearest to a point of it becomes the chosen one. */
  chooseNearest(/** @type {number} */ x, /** @type {number} */ y) {
    const index = this.#boxes.picture.nearest(x, y);
    if (index >= 0) this.choose(index);
  }

  /** @returns {"ink" | "picture"} */
  get #kind() {
    return this.pictured ? "picture" : "ink";
  }

  get #chosen() {
    return chosenOf(this.#pictured ?? this.#written?.answer, this.#picked);
  }

  #strokes(/** @type {number} */ index) {
    const { answer, ink } = this.#written;
    return (answer.strokes?.[index] ?? []).map((i) => ink[i]);
  }

  #key(/** @type {number} */ index) {
    return this.pictured ? String(index) : keyOfInk(this.#strokes(index));
  }

  #mark(/** @type {Digit[]} */ digits, /** @type {number} */ chosen) {
    const groups = digits.map((digit, i) => ({
      strokes: this.#written.answer.strokes[i],
      unsure: isDoubtful(digit),
      chosen: i === chosen,
    }));
    this.pad.mark(groups);
  }
}
