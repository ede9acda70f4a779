/** One line about what was just done, or could not be: seen, heard, and out of the way of the ink. */

import { Complaint } from "./complaint.js";
import { passFocus } from "./focus.js";

const SHOWN = 8_000; // ms, longer while somebody is at it; a complaint stays until it is closed, or work goes on

export class Notice {
  #timer = 0;
  #bar;
  #text;
  #hint;
  #action;
  #run = () => {};

  /**
   * @param {HTMLElement} host  a live region around a bar of a text, a hint and two buttons
   * @param {HTMLElement} successor  has the focus after it
   */
  constructor(host, successor) {
    this.successor = successor;
    this.#bar = /** @type {HTMLElement} */ (host.firstElementChild);
    [this.#text, this.#hint] = host.querySelectorAll("b, span");
    const [action, close] = host.querySelectorAll("button");
    this.#action = action;
    action.addEventListener("click", () => {
      this.hide();
      this.#run();
    });
    close.addEventListener("click", () => this.hide());
  }

  /**
   * @param {string} text
   * @param {string} [hint]
   * @param {{label: string, run: () => void}} [action]  what can be done about it
   */
  say(text, hint = "", action) {
    this.#show(text, hint, action);
    this.#hideLater();
  }

  complain(/** @type {unknown} */ error) {
    if (!(error instanceof Complaint)) throw error;
    this.#show(error.message, error.hint);
    this.#bar.classList.add("complaint");
  }

  /** Work goes on: a complaint about what came before has done its duty. */
  forgive() {
    if (this.#bar.classList.contains("complaint")) this.hide();
  }

  hide() {
    clearTimeout(this.#timer);
    passFocus(this.#bar, this.successor);
    this.#bar.hidden = true;
    this.#bar.classList.remove("complaint");
    this.#text.textContent = this.#hint.textContent = "";
  }

  #hideLater() {
    this.#timer = setTimeout(() => {
      if (this.#bar.matches(":hover, :focus-within")) this.#hideLater();
      else this.hide();
    }, SHOWN);
  }

  #show(text, hint, action) {
    clearTimeout(this.#timer);
    this.#bar.classList.remove("complaint");
    this.#bar.hidden = false;
    this.#text.textContent = text;
    this.#hint.textContent = hint;
    this.#action.hidden = !action;
    if (!action) return;
    this.#action.textContent = action.label;
    this.#run = action.run;
  }
}
