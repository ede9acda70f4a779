/**
 * A box and a few words at each digit, upon the pad or a picture. They let every pointer through, so
 * that they are never in the way of ink.
 *
 * @typedef {import("./link.js").Digit} Digit
 */

import { setClasses, setText } from "./rewrite.js";
import { figureOf, percent, standing } from "./words.js";

const AIR = 9; // CSS px between ink and box
const LINE = 18; // CSS px: height of the words
const LETTER = 7; // CSS px: width of one of them, at most

export class Boxes {
  #size = [0, 0]; // CSS px of the host, known beforehand: to ask for it would wait for layout
  /** @type {[digits: Digit[], chosen: number, scale: number]} */
  #shown = [[], 0, 1];

  /** @param {HTMLElement} host  covers what is boxed */
  constructor(host) {
    this.host = host;
    const measure = () => {
      this.#size = [host.clientWidth, host.clientHeight];
      this.show(...this.#shown);
    };
    new ResizeObserver(measure).observe(host);
  }

  /**
   * @param {Digit[]} digits
   * @param {number} chosen  index of the one that is opened up
   * @param {number} scale  CSS px a unit of the boxes
   */
  show(digits, chosen, scale) {
    this.#shown = [digits, chosen, scale];
    while (this.host.childElementCount > digits.length) this.host.lastChild.remove();
    while (this.host.childElementCount < digits.length) this.host.append(blank());
    const [width, height] = this.#size;
    /** @type {Rectangle[]} words that are placed already */
    const taken = [];
    // The chosen one first: where there is no room for all words, there is for its own.
    const order = [...digits.keys()].sort((a, b) => Number(b === chosen) - Number(a === chosen));
    for (const i of order) {
      const element = /** @type {HTMLElement} */ (this.host.children[i]);
      const words = wordsOf(digits[i]);
      const [x0, y0, x1, y1] = digits[i].box.map((length) => length * scale);
      const left = Math.max(x0 - AIR, 1);
      const top = Math.max(y0 - AIR, 1);
      const right = Math.min(x1 + AIR, width - 1);
      const bottom = Math.min(y1 + AIR, height - 1);
      const start = Math.max(Math.min(left, width - LETTER * words.length), 0);
      const spot = [top - LINE, bottom]
        .map((y) => ({ x: start, y, width: LETTER * words.length }))
        .find((at) => at.y >= 0 && at.y + LINE <= height && !taken.some((o) => overlap(at, o)));
      if (spot) taken.push(spot);
      setClasses(element, standing(digits[i]), i === chosen && digits.length > 1 && "chosen");
      place(element, left, top, right - left, bottom - top);
      const label = /** @type {HTMLElement} */ (element.firstChild);
      setText(label, spot ? words : "");
      if (spot) place(label, spot.x - left, spot.y - top);
    }
  }

  /** The index of the box that is nearest to a point of the host, in CSS px; -1 without boxes. */
  nearest(/** @type {number} */ x, /** @type {number} */ y) {
    const distances = [...this.host.children].map((element) => {
      const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } =
        /** @type {HTMLElement} */ (element);
      const [right, bottom] = [left + width, top + height];
      return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
    });
    return distances.indexOf(Math.min(...distances));
  }
}

/** @typedef {{x: number, y: number, width: number}} Rectangle  LINE high */

function overlap(/** @type {Rectangle} */ a, /** @type {Rectangle} */ b) {
  const beside = a.x + a.width <= b.x || b.x + b.width <= a.x;
  return !beside && Math.abs(a.y - b.y) < LINE;
}

function blank() {
  const element = document.createElement("div");
  element.append(document.createElement("span"));
  return element;
}

/** "7 · 99.8 %", "4? · 51.0 %", "no digit". */
function wordsOf(/** @type {Digit} */ digit) {
  const [figure, share] = [figureOf(digit), percent(digit.probability)];
  return {
    yours: `${figure}, you say`,
    sure: `${figure} · ${share}`,
    unsure: `${figure}? · ${share}`,
    none: "no digit",
  }[standing(digit)];
}

function place(/** @type {HTMLElement} */ element, left, top, width, height) {
  const lengths = { left, top, width, height };
  for (const [name, length] of Object.entries(lengths)) {
    if (length !== undefined) element.style[name] = `${length}px`;
  }
}
