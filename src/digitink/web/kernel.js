/**
 * The line to a notebook's kernel: questions go out as messages of the widget, each has one answer.
 * Of ink that waits only the latest counts, so the reading follows the pen however busy the kernel.
 *
 * @typedef {import("./pad.js").Stroke} Stroke
 * @typedef {{get: (name: string) => any, set: (name: string, value: any) => void,
 *   save_changes: () => void, send: (message: object) => void,
 *   on: (event: string, call: (...args: any[]) => void) => void,
 *   off: (event: string, call: (...args: any[]) => void) => void}} Model  of anywidget
 */

import { Complaint, sentence } from "./complaint.js";

const PATIENCE = 700; // ms without an answer: the kernel is busy

export class Kernel {
  /** @type {Map<string, {resolve: (answer: any) => void, reject: (error: Complaint) => void}>} */
  #open = new Map();
  #asked = 0;
  /** @type {{ink: string, at_rest: boolean} | null} the latest ink, while it waits */
  #waiting = null;
  #reading = false;
  #patience = 0;

  /**
   * @param {Model} model
   * @param {{onbusy: (busy: boolean) => void, oncomplaint: (error: unknown) => void}} listeners
   */
  constructor(model, { onbusy, oncomplaint }) {
    this.model = model;
    this.onbusy = onbusy;
    this.oncomplaint = oncomplaint;
    this.name = Math.random().toString(36).slice(2); // what tells this view's ink from others'
    model.on("msg:custom", this.#receive);
  }

  /**
   * Ask the kernel. Throws a Complaint.
   *
   * @param {{ask: string}} question
   * @returns {Promise<any>}
   */
  ask(question) {
    const id = `${this.name} ${++this.#asked}`;
    this.#patience ||= setTimeout(() => this.onbusy(true), PATIENCE);
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      this.model.send({ id, ...question });
    });
  }

  /** Have this ink read. `at_rest`: whether the pen is lifted. */
  read(/** @type {string} */ ink, /** @type {boolean} */ at_rest) {
    this.#waiting = { ink, at_rest };
    this.#flush();
  }

  /** What waits is of no interest any more. */
  forget() {
    this.#waiting = null;
  }

  destroy() {
    clearTimeout(this.#patience);
    this.model.off("msg:custom", this.#receive);
  }

  async #flush() {
    if (this.#reading || !this.#waiting) return;
    const ink = this.#waiting;
    const { at_rest } = ink;
    this.#waiting = null;
    this.#reading = true;
    try {
      const { turn } = this.model.get("_drawn");
      const { stale } = await this.ask({ ask: "read", author: this.name, turn, ...ink });
      // Stale is what was written upon other ink; or this view's own news came after its answer.
      if (stale && this.model.get("_drawn").author === this.name) this.#waiting ??= ink;
      if (!stale && at_rest) this.#settle();
    } catch (error) {
      this.oncomplaint(error);
    } finally {
      this.#reading = false;
    }
    this.#flush();
  }

  /** Change a value from here: it is what makes marimo run the cells that use the pad. */
  #settle() {
    this.model.set("_settled", this.model.get("_settled") + 1);
    this.model.save_changes();
  }

  #receive = (/** @type {{to: string, error?: {message: string, hint: string}}} */ answer) => {
    const question = this.#open.get(answer.to);
    if (!question) return; // another view's
    this.#open.delete(answer.to);
    if (!this.#open.size) {
      clearTimeout(this.#patience);
      this.#patience = 0;
      this.onbusy(false);
    }
    const { error } = answer;
    if (error) question.reject(new Complaint(sentence(error.message), error.hint));
    else question.resolve(answer);
  };
}
