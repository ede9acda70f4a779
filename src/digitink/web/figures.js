/**
 * The number, set large: a button for each digit, a row for each line.
 *
 * @typedef {import("./link.js").Reading} Reading
 * @typedef {import("./link.js").Digit} Digit
 */

import { hasFocus } from "./focus.js";
import { setText } from "./rewrite.js";
import { digitsOf, figureOf, introduced, standing } from "./words.js";

export class Figures {
  #shape = "";
  /** @type {HTMLButtonElement[]} */
  #buttons = [];

  /**
   * @param {HTMLElement} host
   * @param {(index: number) => void} onchoose
   * @param {HTMLElement} successor  has the focus after the last of them
   */
  constructor(host, onchoose, successor) {
    this.host = host;
    this.successor = successor;
    const choose = (/** @type {Event} */ { target }) => {
      const index = this.#buttons.indexOf(/** @type {Element} */ (target).closest("button"));
      if (index >= 0) onchoose(index);
    };
    host.addEventListener("click", choose);
    host.addEventListener("focusin", choose);
  }

  /** Show a reading with one of its digits chosen; the buttons stay while only values change. */
  show(/** @type {Reading} */ reading, /** @type {number} */ chosen) {
    const counts = reading.lines.map(({ digits }) => digits.length);
    const focused = hasFocus(this.host);
    if (this.#shape !== String(counts)) this.#build(counts);
    const digits = digitsOf(reading);
    digits.forEach((digit, i) => {
      const button = this.#buttons[i];
      setText(button, figureOf(digit));
      button.className = standing(digit);
      button.setAttribute("aria-label", introduced(digits, i));
      button.setAttribute("aria-pressed", String(i === chosen));
    });
    if (focused && !hasFocus(this.host)) (this.#buttons[chosen] ?? this.successor).focus();
  }

  /** Bring the focus to a digit, where it is at another one already. */
  follow(/** @type {number} */ chosen) {
    if (this.host.matches(":focus-within")) this.#buttons[chosen]?.focus();
  }

  #build(/** @type {number[]} */ counts) {
    const rows = counts.map((count) => {
      const row = document.createElement("div");
      for (let i = 0; i < count; i++) {
        const button = document.createElement("button");
        button.type = "button";
        row.append(button);
      }
      return row;
    });
    this.#shape = String(counts);
    this.host.style.setProperty("--lines", String(Math.max(1, counts.length)));
    this.host.style.setProperty("--longest", String(Math.max(1, ...counts)));
    this.host.replaceChildren(...rows);
    this.#buttons = [...this.host.querySelectorAll("button")];
    this.host.classList.toggle("several", this.#buttons.length > 1);
  }
}
