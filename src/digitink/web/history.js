/**
 * What was done to some ink, so that each step can be taken back and done again.
 *
 * @typedef {import("./brush.js").Stroke} Stroke
 * @typedef {{removed: readonly Stroke[], added: readonly Stroke[]}} Step  the last strokes that
 *   there were, and those that took their place
 */

export class History {
  /** @type {readonly Stroke[]} */
  #strokes = [];
  /** @type {Step[]} */
  #done = [];
  /** @type {Step[]} */
  #undone = [];

  /** The ink as it is now: another array after each step. */
  get strokes() {
    return this.#strokes;
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** Put strokes after those that are there. What was undone is forgotten, here and in `replace`. */
  add(/** @type {readonly Stroke[]} */ strokes) {
    this.#do({ removed: [], added: strokes });
  }

  /** Put other strokes, or none, in the place of all that are there. */
  replace(/** @type {readonly Stroke[]} */ strokes) {
    this.#do({ removed: this.#strokes, added: strokes });
  }

  /** Take the last step back, if there is one. */
  undo() {
    const step = this.#done.pop();
    if (!step) return;
    this.#undone.push(step);
    this.#swap(step.added, step.removed);
  }

  /** Do again the step that was undone last, if there is one. */
  redo() {
    const step = this.#undone.pop();
    if (!step) return;
    this.#done.push(step);
    this.#swap(step.removed, step.added);
  }

  #do(/** @type {Step} */ step) {
    if (!step.removed.length && !step.added.length) return;
    this.#done.push(step);
    this.#undone = [];
    this.#swap(step.removed, step.added);
  }

  #swap(/** @type {readonly Stroke[]} */ away, /** @type {readonly Stroke[]} */ here) {
    this.#strokes = [...this.#strokes.slice(0, this.#strokes.length - away.length), ...here];
  }
}
