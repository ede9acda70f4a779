/**
 * The drawing pad of digitink, for the page and for the notebook: strokes are the truth, pixels a
 * cache.
 *
 * @typedef {import("./brush.js").Point} Point
 * @typedef {import("./brush.js").Stroke} Stroke
 * @typedef {{adds: Stroke} | {clears: Stroke[]}} Step  what undo takes back as one
 */

import { Brush } from "./brush.js";

const STEP = 0.5; // CSS px: a pen that moved less has not moved
const PEN = 0.02; // width of the pen, of the pad's shorter side
const PEN_RANGE = [4.5, 11]; // CSS px

/** A drawing pad inside `host`, an empty element with a size; CSS `color` is the ink's colour. */
export class Pad {
  /** @type {Stroke[]} finished ones */
  #strokes = [];
  /** @type {Map<number, Brush>} strokes being drawn, by pointer */
  #active = new Map();
  /** @type {Step[]} */
  #done = [];
  /** @type {Step[]} */
  #undone = [];
  #ink; // canvas for what is drawn for good
  #wet; // canvas for the ends of the strokes that still grow
  #resizing;
  #ratio = 1; // device pixels a CSS pixel
  #scale = 1; // of the ink as it is shown: below 1 once the pad became too small for it
  #life = new AbortController();

  /**
   * @param {HTMLElement} host
   * @param {{onchange?: () => void}} [options]  called after each change of the ink
   */
  constructor(host, { onchange = () => {} } = {}) {
    this.host = host;
    this.onchange = onchange;
    host.style.touchAction = "none";
    host.style.userSelect = host.style.webkitUserSelect = "none";
    this.#ink = layer(host);
    this.#wet = layer(host);
    this.#resizing = new ResizeObserver(() => this.#resize());
    try {
      this.#resizing.observe(host, { box: "device-pixel-content-box" }); // sees zoom as well
    } catch {
      this.#resizing.observe(host); // Safari
    }

    const listeners = {
      pointerdown: this.#down,
      pointermove: this.#move,
      pointerup: this.#up,
      pointercancel: this.#cancel,
      lostpointercapture: this.#up,
      contextmenu: (/** @type {Event} */ event) => event.preventDefault(), // a long press
    };
    const { signal } = this.#life;
    for (const [type, listener] of Object.entries(listeners)) {
      host.addEventListener(type, listener.bind(this), { signal });
    }
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => this.#redraw(), { signal });
  }

  /** All strokes, those being drawn last. @returns {readonly Stroke[]} */
  get strokes() {
    return [...this.#strokes, ...Array.from(this.#active.values(), (brush) => brush.points)];
  }

  get canUndo() {
    return this.#done.length + this.#active.size > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** Take back the last stroke, or the last clear. */
  undo() {
    this.#endAll();
    const step = this.#done.pop();
    if (!step) return;
    this.#undone.push(step);
    this.#strokes = "adds" in step ? this.#strokes.slice(0, -1) : step.clears;
    this.#changed();
  }

  /** Do again what undo took back; a new stroke forgets it. */
  redo() {
    const step = this.#undone.pop();
    if (!step) return;
    this.#done.push(step);
    this.#strokes = "adds" in step ? [...this.#strokes, step.adds] : [];
    this.#changed();
  }

  /** Take all ink away; undo brings it back. */
  clear() {
    this.#endAll();
    if (!this.#strokes.length) return;
    this.#remember({ clears: this.#strokes });
    this.#strokes = [];
    this.#changed();
  }

  /** Undo, redo and clear by keys. @returns {boolean} whether the key was one of those */
  key(/** @type {KeyboardEvent} */ event) {
    const action = actionOf(event);
    if (!action) return false;
    event.preventDefault();
    this[action]();
    return true;
  }

  /** Take the pad out of its host. */
  destroy() {
    this.#life.abort();
    this.#resizing.disconnect();
    this.#ink.canvas.remove();
    this.#wet.canvas.remove();
  }

  #down(/** @type {PointerEvent} */ event) {
    if (event.button !== 0) return;
    this.#end(event.pointerId); // whose end was missed
    if (!this.strokes.length) this.#scale = 1;
    this.#prepare();
    this.#active.set(event.pointerId, new Brush([this.#point(event)]));
    this.#drawActive();
    this.onchange();
    this.host.setPointerCapture(event.pointerId);
  }

  #move(/** @type {PointerEvent} */ event) {
    const brush = this.#active.get(event.pointerId);
    if (!brush) return;
    const before = brush.points.length;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length ? events : [event]) {
      const point = this.#point(each);
      const last = brush.points[brush.points.length - 1];
      if (Math.hypot(point[0] - last[0], point[1] - last[1]) >= STEP) brush.points.push(point);
    }
    if (brush.points.length === before) return;
    this.#drawActive();
    this.onchange();
  }

  #up(/** @type {PointerEvent} */ event) {
    this.#move(event);
    this.#end(event.pointerId);
  }

  #cancel(/** @type {PointerEvent} */ event) {
    if (event.pointerType !== "touch") return this.#end(event.pointerId);
    // The system took the touch for something else, a palm or a gesture: it was no stroke.
    if (this.#active.delete(event.pointerId)) this.#changed();
  }

  #end(/** @type {number} */ pointer) {
    const brush = this.#active.get(pointer);
    if (!brush) return;
    this.#active.delete(pointer);
    this.#strokes = [...this.#strokes, brush.points];
    this.#remember({ adds: brush.points });
    brush.settle(this.#ink, this.#pen, true);
    this.#drawActive();
    this.onchange();
  }

  #endAll() {
    for (const pointer of [...this.#active.keys()]) this.#end(pointer);
  }

  #remember(/** @type {Step} */ step) {
    this.#done.push(step);
    this.#undone = [];
  }

  #changed() {
    this.#redraw();
    this.onchange();
  }

  /** @returns {Point} */
  #point(/** @type {PointerEvent} */ event) {
    const { left, top } = this.host.getBoundingClientRect();
    const x = (event.clientX - left - this.host.clientLeft) / this.#scale;
    const y = (event.clientY - top - this.host.clientTop) / this.#scale;
    return [x, y, event.timeStamp, event.pointerType === "pen" ? event.pressure : 0.5];
  }

  get #pen() {
    const { clientWidth, clientHeight } = this.host;
    const [least, most] = PEN_RANGE;
    return Math.min(Math.max(PEN * Math.min(clientWidth, clientHeight), least), most);
  }

  #drawActive() {
    clean(this.#wet);
    for (const brush of this.#active.values()) {
      brush.settle(this.#ink, this.#pen);
      brush.wet(this.#wet, this.#pen);
    }
  }

  #redraw() {
    clean(this.#ink);
    this.#prepare();
    for (const points of this.#strokes) new Brush(points).settle(this.#ink, this.#pen, true);
    for (const [pointer, brush] of this.#active) {
      this.#active.set(pointer, new Brush(brush.points));
    }
    this.#drawActive();
  }

  /** Set on the canvases what a resize or another colour scheme changes. */
  #prepare() {
    const color = getComputedStyle(this.host).color;
    for (const context of [this.#ink, this.#wet]) {
      const scale = this.#ratio * this.#scale;
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.fillStyle = color;
    }
  }

  /** Ink stays whole on a pad that shrinks: it is shown smaller, its strokes do not change. */
  #resize() {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (!width || !height) return; // hidden
    this.#ratio = devicePixelRatio;
    for (const { canvas } of [this.#ink, this.#wet]) {
      canvas.width = Math.ceil(width * this.#ratio);
      canvas.height = Math.ceil(height * this.#ratio);
      canvas.style.width = `${canvas.width / this.#ratio}px`; // a pixel for a pixel
      canvas.style.height = `${canvas.height / this.#ratio}px`;
    }
    let [right, bottom] = [width, height];
    for (const [x, y] of this.strokes.flat()) {
      right = Math.max(right, x + PEN_RANGE[1]);
      bottom = Math.max(bottom, y + PEN_RANGE[1]);
    }
    this.#scale = Math.min(width / right, height / bottom);
    this.#redraw();
  }
}

/** A canvas upon the host. @returns {CanvasRenderingContext2D} */
function layer(/** @type {HTMLElement} */ host) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas.style, { position: "absolute", left: 0, top: 0, pointerEvents: "none" });
  host.append(canvas);
  return canvas.getContext("2d");
}

function clean(/** @type {CanvasRenderingContext2D} */ context) {
  context.save();
  context.resetTransform();
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.restore();
}

/** @returns {"undo" | "redo" | "clear" | null} */
function actionOf(/** @type {KeyboardEvent} */ event) {
  const key = event.key.toLowerCase();
  if (event.altKey) return null;
  if (event.ctrlKey || event.metaKey) {
    if (key === "z") return event.shiftKey ? "redo" : "undo";
    return key === "y" ? "redo" : null;
  }
  return ["delete", "backspace", "c"].includes(key) ? "clear" : null;
}
