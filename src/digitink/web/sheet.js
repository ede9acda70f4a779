/**
 * What a pad is drawn on: two canvases upon its host, one for ink that is drawn once, one for the
 * ends of the strokes that still grow. Its lengths are those of the ink.
 *
 * @typedef {import("./brush.js").Brush} Brush
 * @typedef {"plain" | "chosen" | "unsure"} Look
 */

const COLOURS = {
  plain: "inherit",
  chosen: "var(--ink-chosen, inherit)",
  unsure: "var(--ink-unsure, light-dark(#ad3418, #ff9b73))",
};

export class Sheet {
  scale = 1; // CSS px a unit of ink; what is drawn must be drawn anew when it changes
  #settled;
  #growing;
  #ratio = 1; // device pixels a CSS pixel
  #plain = ""; // colour

  constructor(/** @type {HTMLElement} */ host) {
    this.host = host;
    this.#settled = layer(host);
    this.#growing = layer(host);
  }

  /** Size of the host in CSS px. @returns {[width: number, height: number]} */
  get size() {
    return [this.host.clientWidth, this.host.clientHeight];
  }

  /** Take the size of the host and the pixels of its screen; all that was drawn is gone. */
  resize() {
    this.#ratio = devicePixelRatio;
    for (const { canvas } of this.#layers) {
      const [width, height] = this.size.map((length) => Math.ceil(length * this.#ratio));
      Object.assign(canvas, { width, height });
      canvas.style.width = `${width / this.#ratio}px`; // a pixel for a pixel
      canvas.style.height = `${height / this.#ratio}px`;
    }
  }

  /** Make ready to draw, after a change of the size, the scale or the colours. */
  prepare() {
    this.#plain = this.#colour("plain");
    for (const context of this.#layers) {
      const scale = this.#ratio * this.scale;
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.fillStyle = this.#plain;
    }
  }

  /**
   * Draw strokes that have ended, in the place of all that is drawn.
   *
   * @param {Brush[]} brushes
   * @param {number} pen  its width
   * @param {(stroke: import("./brush.js").Stroke) => Look} lookOf
   */
  draw(brushes, pen, lookOf) {
    clean(this.#settled);
    const colours = { plain: this.#plain };
    for (const brush of brushes) {
      const look = lookOf(brush.points);
      this.#settled.fillStyle = colours[look] ??= this.#colour(look);
      brush.settle(this.#settled, pen, true);
    }
    this.#settled.fillStyle = this.#plain;
  }

  /** Draw what is new of the strokes that grow. */
  grow(/** @type {Iterable<Brush>} */ brushes, /** @type {number} */ pen) {
    clean(this.#growing);
    for (const brush of brushes) {
      brush.settle(this.#settled, pen);
      brush.wet(this.#growing, pen);
    }
  }

  /** Draw the rest of a stroke that has ended. */
  finish(/** @type {Brush} */ brush, /** @type {number} */ pen) {
    brush.settle(this.#settled, pen, true);
  }

  remove() {
    for (const { canvas } of this.#layers) canvas.remove();
  }

  get #layers() {
    return [this.#settled, this.#growing];
  }

  /** A canvas takes no variables, but the style of its element does. */
  #colour(/** @type {Look} */ look) {
    const { canvas } = this.#growing;
    canvas.style.color = COLOURS[look];
    return getComputedStyle(canvas).color;
  }
}

/**
 * A canvas upon the host. It is not desynchronized: such a canvas may reach the screen between its
 * being cleaned and drawn on.
 */
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
