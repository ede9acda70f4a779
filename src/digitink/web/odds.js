/**
 * How likely each of the ten is, and at the same time the way to say which of them it is: each row
 * is a button.
 *
 * @typedef {import("./link.js").Digit} Digit
 */

import { setClasses, setText } from "./rewrite.js";
import { one, percent, standing } from "./words.js";

export class Odds {
  /** @type {{button: HTMLButtonElement, bar: HTMLElement, share: HTMLElement, means: HTMLElement}[]} */
  #rows;

  /**
   * @param {HTMLElement} host  an empty list
   * @param {(value: number) => void} oncorrect
   */
  constructor(host, oncorrect) {
    this.#rows = Array.from({ length: 10 }, (_, value) => {
      const [item, button, figure, track, bar, share, means] = made(
        ...["li", "button", "b", "i", "i", "span", "em"],
      );
      button.type = "button";
      figure.textContent = String(value);
      means.className = "unseen";
      track.append(bar);
      button.append(figure, track, share, means);
      button.addEventListener("click", () => oncorrect(value));
      item.append(button);
      host.append(item);
      return { button, bar, share, means };
    });
  }

  show(/** @type {Digit | undefined} */ digit) {
    const likeliest = digit && standing(digit) !== "none" ? (digit.yours ?? digit.value) : -1;
    this.#rows.forEach(({ button, bar, share, means }, value) => {
      const probability = digit?.probabilities[value] ?? 0;
      bar.style.transform = `scaleX(${probability.toFixed(3)})`; // finer is no news, but work
      setText(share, digit ? percent(probability) : "");
      setText(means, `${value === likeliest ? "yes" : "no"}, that is ${one(value)}`);
      button.disabled = !digit;
      setClasses(
        button,
        value === likeliest && `likeliest ${standing(digit)}`,
        probability < 0.0005 && "tiny",
      );
    });
  }
}

function made(/** @type {string[]} */ ...tags) {
  return tags.map((tag) => document.createElement(tag));
}
