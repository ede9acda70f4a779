/**
 * The drawing pad of digitink, for the page and for the notebook: strokes are the truth, pixels a
 * cache.
 *
 * @typedef {import("./brush.js").Point} Point
 * @typedef {import("./brush.js").Stroke} Stroke
 */

import { Brush } from "./brush.js";
import { Cursor } from "./cursor.js";
import { Fitting } from "./fitting.js";
import { History } from "./history.js";
import { Marks } from "./marks.js";
import { Pointers } from "./pointers.js";
import { toJSON, toPNG, toSVG } from "./saving.js";
import { Sheet } from "./sheet.js";
import { actionOf } from "./shortcuts.js";
import { checked } from "./strokes.js";

const STEP = 0.5; // CSS px: a pen that moved less has not moved
const PEN = 0.02; // width of the pen unless it is set, of the pad's shorter side
const PEN_RANGE = [4.5, 11]; // CSS px

/**
 * A drawing pad inside `host`, an empty element with a size. CSS `color` is the ink's colour,
 * `--ink-unsure` and `--ink-chosen` that of marked ink. Ink that leaves the pad is kept, and read.
 */
export class Pad {
  #history = new History();
  /** @type {Map<number | string, Brush>} strokes being drawn, by pen */
  #active = new Map();
  #fit = new Fitting();
  #marks = new Marks();
  /** @type {number | null} as it was set */
  #penWidth = null;
  #sheet;
  #pointers;
  #cursor;
  #resizing;
  #life = new AbortController();

  /**
   * @param {HTMLElement} host
   * @param {{onchange?: () => void, onmodechange?: () => void}} [options]  called after each change
   *   of the ink; when `penSeen` or `fingers` has changed
   */
  constructor(host, { onchange = () => {}, onmodechange = () => {} } = {}) {
    this.host = host;
    this.onchange = onchange;
    const { signal } = this.#life;
    const paper = {
      has: (pen) => this.#active.has(pen),
      begin: (pen, point) => this.#begin(pen, point),
      extend: (pen, points) => this.#extend(pen, points),
      end: (pen) => this.#end(pen),
      drop: (pen) => this.#drop(pen),
    };
    this.#sheet = new Sheet(host);
    this.#cursor = new Cursor(host, paper, signal);
    this.#pointers = new Pointers(host, paper, { onmodechange, signal });
    this.#resizing = new ResizeObserver(() => this.#resize());
    this.#resizing.observe(host);
    this.#followZoom();
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => this.redraw(), { signal });
  }

  /** All strokes, those being drawn last. @returns {readonly Stroke[]} */
  get strokes() {
    return [...this.#history.strokes, ...Array.from(this.#active.values(), ({ points }) => points)];
  }

  get canUndo() {
    return this.#history.canUndo || this.drawing;
  }

  get canRedo() {
    return this.#history.canRedo;
  }

  /** Whether a pen is down. */
  get drawing() {
    return this.#active.size > 0;
  }

  /** CSS px a unit of ink: below 1 once the pad became too small for its ink. */
  get scale() {
    return this.#sheet.scale;
  }

  /** Whether a pen was ever near: from then on fingers do not draw, unless `fingers` is set. */
  get penSeen() {
    return this.#pointers.penSeen;
  }

  /** Whether fingers draw. */
  get fingers() {
    return this.#pointers.fingers;
  }

  set fingers(draw) {
    this.#pointers.fingers = draw;
  }

  /** Width of the pen, in units of ink; all ink is shown and saved with it. */
  get penWidth() {
    const [least, most] = PEN_RANGE;
    return this.#penWidth ?? Math.min(Math.max(PEN * Math.min(...this.#sheet.size), least), most);
  }

  set penWidth(width) {
    this.#penWidth = width;
    this.redraw();
  }

  /** Take back the last stroke, clear, load or add. */
  undo() {
    this.#endAll();
    if (!this.#history.canUndo) return;
    this.#history.undo();
    this.#changed();
  }

  /** Do again what undo took back; new ink forgets it. */
  redo() {
    if (!this.#history.canRedo) return;
    this.#history.redo();
    this.#changed();
  }

  /** Take all ink away; undo brings it back. */
  clear() {
    this.load([]);
  }

  /** Take all ink off the pad, for good: no undo brings it back. @returns {readonly Stroke[]} it */
  takeOff() {
    this.#endAll();
    const { strokes } = this;
    this.#history = new History();
    this.#changed();
    return strokes;
  }

  /** Put other ink in the place of what is there. Throws a TypeError on what is none. */
  load(/** @type {unknown} */ strokes) {
    const ink = checked(strokes);
    this.#endAll();
    if (!ink.length && !this.#history.strokes.length) return;
    this.#history.replace(ink);
    this.#sheet.scale = 1; // of the ink that was there none grows
    this.#changed();
  }

  /** Put more ink on the pad. Throws a TypeError on what is none. */
  add(/** @type {unknown} */ strokes) {
    const ink = checked(strokes);
    if (!ink.length) return;
    this.#history.add(ink);
    this.#changed();
  }

  /** Show how digits were read; while a pen is down no ink changes, but after it. */
  mark(/** @type {import("./marks.js").Group[]} */ groups) {
    this.#marks.set(groups, this.strokes);
    this.#showMarks();
  }

  /** Ink as JSON text that `digitink.Ink.from_json` and `load` take. */
  toJSON() {
    return toJSON(this.strokes, this.penWidth);
  }

  /** The ink alone, black on white paper, as the text of an SVG file. */
  toSVG() {
    return toSVG(this.strokes, this.penWidth);
  }

  /** The ink alone, black on white paper. @returns {Promise<Blob>} */
  toPNG() {
    return toPNG(this.strokes, this.penWidth);
  }

  /**
   * Undo, redo and clear by keys; with the focus on the pad, draw by keys (see cursor.js).
   *
   * @returns {boolean} whether the key was one of those
   */
  key(/** @type {KeyboardEvent} */ event) {
    const action = actionOf(event);
    if (!action && !this.#cursor.key(event)) return false;
    event.preventDefault();
    if (action) this[action]();
    return true;
  }

  /** Draw all ink anew: where the host's colours have changed. */
  redraw() {
    this.#sheet.prepare();
    const pen = this.penWidth;
    const brushes = this.#history.strokes.map((points) => new Brush(points));
    this.#sheet.draw(brushes, pen, (points) => this.#marks.lookOf(points));
    this.#marks.drawn();
    for (const [id, { points }] of this.#active) this.#active.set(id, new Brush(points));
    this.#sheet.grow(this.#active.values(), pen);
    this.#cursor.refresh();
  }

  /** Take the pad out of its host. */
  destroy() {
    this.#life.abort();
    this.#resizing.disconnect();
    this.#cursor.remove();
    this.#sheet.remove();
  }
  #begin(/** @type {number | string} */ pen, /** @type {Point} */ point) {
    const { scale } = this;
    const [width, height] = this.#sheet.size;
    const brush = new Brush([inked(point, scale)]);
    this.#fit.drawnOn([width / scale, height / scale], brush.points);
    this.#active.set(pen, brush);
    this.#sheet.prepare();
    this.#sheet.grow(this.#active.values(), this.penWidth);
    this.onchange();
  }

  #extend(/** @type {number | string} */ pen, /** @type {Point[]} */ added) {
    const { points } = this.#active.get(pen);
    const before = points.length;
    for (const each of added) {
      const point = inked(each, this.scale);
      const last = points[points.length - 1];
      if (Math.hypot(point[0] - last[0], point[1] - last[1]) >= STEP) points.push(point);
    }
    if (points.length === before) return;
    this.#sheet.grow(this.#active.values(), this.penWidth);
    this.onchange();
  }

  #end(/** @type {number | string} */ pen) {
    const brush = this.#active.get(pen);
    if (!brush) return;
    this.#active.delete(pen);
    this.#history.add([brush.points]);
    this.#sheet.finish(brush, this.penWidth);
    this.#sheet.grow(this.#active.values(), this.penWidth);
    this.#showMarks();
    this.#cursor.refresh();
    this.onchange();
  }

  #endAll() {
    for (const pen of [...this.#active.keys()]) this.#end(pen);
  }

  #drop(/** @type {number | string} */ pen) {
    if (this.#active.delete(pen)) this.#changed();
  }

  #changed() {
    // No ink grows under the hand: what was shown smaller stays so, as long as there is any.
    this.#sheet.scale = this.strokes.length ? Math.min(this.scale, this.#fitting) : 1;
    this.redraw();
    this.onchange();
  }

  #resize() {
    if (!Math.min(...this.#sheet.size)) return; // hidden
    this.#sheet.resize();
    this.#sheet.scale = this.#fitting;
    this.redraw();
  }

  /** Another zoom, or screen, may leave the pad's size as it is. */
  #followZoom() {
    const zoomed = () => {
      this.#resize();
      this.#followZoom();
    };
    const same = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    same.addEventListener("change", zoomed, { once: true, signal: this.#life.signal });
  }

  get #fitting() {
    return this.#fit.scaleOf(this.strokes, this.#sheet.size, this.penWidth);
  }

  #showMarks() {
    if (!this.drawing && !this.#marks.shown) this.redraw();
  }
}

/** A point of the host as a point of ink. @returns {Point} */
function inked(/** @type {Point} */ [x, y, t, pressure], /** @type {number} */ scale) {
  return [x / scale, y / scale, t, pressure];
}
