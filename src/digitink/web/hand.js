/**
 * "Your hand": what was corrected, each with its drawing; to take back, to forget, to switch off.
 *
 * @typedef {import("./link.js").Strokes} Strokes
 * @typedef {{id: number, label: number, strokes: Strokes, when: string, applied: boolean}} Correction
 */

import { drawingOf } from "./drawing.js";
import { ask, LONG_PATIENCE } from "./server.js";
import { one } from "./words.js";

export class YourHand {
  #host;
  #list;
  #count;
  #enabled;
  #undo;
  #forgetAll;
  #followed = true; // whether readings follow it, as the server said last
  #sure = false; // whether "forget all" was pressed once already

  /**
   * @param {HTMLElement} host  the panel, a popover
   * @param {{onchange: () => void, onkept: (ids: Set<number>) => void,
   *   oncomplaint: (error: unknown) => void}} listeners  onchange: ink may be read otherwise from
   *   now on; onkept: these corrections are all that there are
   */
  constructor(host, { onchange, onkept, oncomplaint }) {
    this.#host = host;
    this.onchange = onchange;
    this.onkept = onkept;
    this.oncomplaint = oncomplaint;
    [this.#list, this.#count, this.#enabled, this.#undo, this.#forgetAll] = [
      ...["ol", "[data-count]", "input", "[data-undo]", "[data-forget-all]"],
    ].map((selector) => host.querySelector(selector));
    host.addEventListener("toggle", (event) => {
      if (event.newState === "open") this.#refresh();
    });
    this.#enabled.addEventListener("change", () => {
      this.#change("api/hand", { method: "PUT", json: { enabled: this.#enabled.checked } });
    });
    this.#undo.addEventListener("click", () => this.#change("api/hand/undo", { method: "POST" }));
    this.#forgetAll.addEventListener("click", () => {
      if (this.#sure) this.#change("api/hand", { method: "DELETE" });
      else this.#askWhetherSure(true);
    });
    this.#list.addEventListener("click", ({ target }) => {
      const id = target.closest("button")?.dataset.id;
      if (id) this.forget(Number(id));
    });
  }

  /**
   * Teach that these strokes are this digit. Throws a Complaint.
   *
   * @returns {Promise<{id: number, applied: boolean, why: string}>}
   */
  async teach(/** @type {Strokes} */ strokes, /** @type {number} */ label) {
    const taught = await learnt("api/teach", { method: "POST", json: { strokes, label } });
    this.onchange();
    if (this.#host.matches(":popover-open")) this.#refresh();
    return taught;
  }

  /** Take one correction back. */
  forget(/** @type {number} */ id) {
    return this.#change(`api/hand/${id}`, { method: "DELETE" });
  }

  /** Ask for a change, which is answered with all that there is then. */
  async #change(/** @type {string} */ path, question) {
    try {
      this.#show(await learnt(path, question));
      this.onchange();
    } catch (error) {
      this.#enabled.checked = this.#followed;
      this.oncomplaint(error);
      if (!error.lost) this.#refresh(); // what was to be changed may be gone
    }
  }

  async #refresh() {
    try {
      this.#show(await learnt("api/hand"));
    } catch (error) {
      this.oncomplaint(error);
    }
  }

  #show(/** @type {{enabled: boolean, corrections: Correction[]}} */ { enabled, corrections }) {
    const { length } = corrections;
    this.#askWhetherSure(false);
    this.#enabled.checked = this.#followed = enabled;
    this.#count.textContent = length
      ? `${length} ${length === 1 ? "correction" : "corrections"}`
      : "Nothing yet. Where a digit was read wrongly, say what it is.";
    this.#host.classList.toggle("untaught", !length);
    const { activeElement } = document;
    const [within, listed] = [this.#host, this.#list].map((part) => part.contains(activeElement));
    this.#list.replaceChildren(...corrections.toReversed().map(item)); // the latest first
    const next = listed ? this.#list.querySelector("button") : activeElement;
    if (within) (next?.checkVisibility() ? next : this.#enabled).focus();
    this.onkept(new Set(corrections.map(({ id }) => id)));
  }

  #askWhetherSure(/** @type {boolean} */ sure) {
    this.#sure = sure;
    this.#forgetAll.textContent = sure ? "Really forget all?" : "Forget all";
  }
}

/** Ask for what may have to be learnt first. */
function learnt(/** @type {string} */ path, question = {}) {
  return ask(path, { ...question, patience: LONG_PATIENCE });
}

function item(/** @type {Correction} */ { id, label, strokes, applied }) {
  const element = document.createElement("li");
  const words = document.createElement("span");
  words.textContent = applied ? one(label) : `${one(label)}, not applied`;
  const forget = document.createElement("button");
  forget.type = "button";
  forget.dataset.id = String(id);
  forget.textContent = "Forget";
  forget.setAttribute("aria-label", `Forget this ${label}`);
  element.append(drawingOf(strokes, `${one(label)} in your hand`), words, forget);
  return element;
}
