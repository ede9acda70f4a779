/**
 * Which strokes are to look how, by how their digits were read.
 *
 * @typedef {import("./brush.js").Stroke} Stroke
 * @typedef {import("./sheet.js").Look} Look
 * @typedef {{strokes: number[], unsure?: boolean, chosen?: boolean}} Group  the strokes of a digit,
 *   by their indices, and how it was read
 */

export class Marks {
  /** @type {Map<Stroke, Look>} */
  #looks = new Map();
  #shown = this.#looks;

  /** Mark strokes anew. Groups may be those of ink that has changed meanwhile. */
  set(/** @type {Group[]} */ groups, /** @type {readonly Stroke[]} */ strokes) {
    this.#looks = new Map();
    for (const { strokes: indices, unsure, chosen } of groups) {
      if (!unsure && !chosen) continue;
      for (const i of indices) {
        if (strokes[i]) this.#looks.set(strokes[i], unsure ? "unsure" : "chosen");
      }
    }
  }

  /** @returns {Look} */
  lookOf(/** @type {Stroke} */ stroke) {
    return this.#looks.get(stroke) ?? "plain";
  }

  /** Whether ink looks as it is marked. */
  get shown() {
    const [marked, shown] = [this.#looks, this.#shown];
    return marked.size === shown.size && [...marked].every(([key, look]) => shown.get(key) === look);
  }

  /** All ink has been drawn anew. */
  drawn() {
    this.#shown = this.#looks;
  }
}
