/**
 * How ink looks: a pen that leaves less ink the faster it goes and more the harder it presses.
 *
 * A stroke is a list of points `[x, y, t, pressure]`: CSS pixels with y down, milliseconds, and
 * 0..1 (0.5 where the device does not tell).
 *
 * @typedef {[x: number, y: number, t: number, pressure: number]} Point
 * @typedef {Point[]} Stroke
 */

const SLOW = 1.12; // of the pen's width is left by a pen at rest, FAST by a fast one
const FAST = 0.72;
const FAST_SPEED = 2.5; // CSS px a millisecond
const INERTIA = 0.8; // of its width the pen keeps from one point to the next
const SAMPLE = 2.5; // CSS px between the samples of a curve
const SAMPLES = 64; // of one curve at most: ink may be long beyond all screens
const CORNER = 0.35; // radians between two samples
const PIECE = 32; // points drawn at once; what is drawn again at each move stays below this

/** Draws one stroke, smoothed through the middles of its steps, in pieces that are drawn once. */
export class Brush {
  #settled = 0; // points whose piece is drawn for good
  /** @type {number[]} of the pen's width, at each point */
  #widths = [];

  /** @param {Stroke} points  may grow while it is drawn */
  constructor(points) {
    this.points = points;
  }

  /** Draw for good what makes whole pieces; all that is left where the stroke has ended. */
  settle(/** @type {CanvasRenderingContext2D} */ context, /** @type {number} */ pen, ended = false) {
    while (this.points.length - this.#settled > PIECE) {
      this.#fill(context, pen, this.#settled + PIECE);
      this.#settled += PIECE;
    }
    if (ended) this.wet(context, pen);
  }

  /** Draw what is not settled, up to the pen. */
  wet(/** @type {CanvasRenderingContext2D} */ context, /** @type {number} */ pen) {
    this.#fill(context, pen, this.points.length);
  }

  #fill(/** @type {CanvasRenderingContext2D} */ context, /** @type {number} */ pen, end) {
    const { points } = this;
    const at = (/** @type {number} */ i) => points[Math.min(Math.max(i, 0), points.length - 1)];
    let from = middle(at(this.#settled - 1), at(this.#settled));
    let radius = (pen * this.#width(this.#settled)) / 2;
    const samples = [[...from, radius]];
    for (let i = this.#settled; i < end; i++) {
      const to = middle(at(i), at(i + 1));
      const growth = (pen * this.#width(i)) / 2 - radius;
      const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
      const steps = Math.min(Math.ceil(length / SAMPLE), SAMPLES);
      for (let k = 1; k <= steps; k++) {
        samples.push([...curve(from, at(i), to, k / steps), radius + (growth * k) / steps]);
      }
      from = to;
      radius += growth;
    }
    sweep(context, samples);
  }

  /** A fast pen leaves less ink, a pressed one more. */
  #width(/** @type {number} */ i) {
    for (let k = this.#widths.length; k <= i; k++) {
      const [before, at] = [this.points[Math.max(k - 1, 0)], this.points[k]];
      const speed = Math.hypot(at[0] - before[0], at[1] - before[1]) / Math.max(at[2] - before[2], 1);
      const flow = SLOW + (FAST - SLOW) * Math.min(speed / FAST_SPEED, 1);
      const kept = k ? INERTIA * this.#widths[k - 1] : INERTIA * SLOW;
      this.#widths.push(kept + (1 - INERTIA) * flow * (0.5 + at[3]));
    }
    return this.#widths[i];
  }
}

/** @returns {[x: number, y: number]} */
function middle(/** @type {Point} */ a, /** @type {Point} */ b) {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

/** A point of the quadratic Bézier curve. @returns {[x: number, y: number]} */
function curve(from, by, to, /** @type {number} 0..1 */ t) {
  const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
  return [a * from[0] + b * by[0] + c * to[0], a * from[1] + b * by[1] + c * to[1]];
}

/**
 * Fill what a disc leaves that goes through the samples: ribbons, which have smooth edges, with
 * discs at the ends and at the corners, where a ribbon would fold.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number[][]} samples  x, y and radius of the disc
 */
function sweep(context, samples) {
  const last = samples.length - 1;
  let start = 0;
  samples.forEach(([x, y, radius], i) => {
    if (i !== 0 && i !== last && turn(samples, i) < CORNER) return;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    ribbon(context, samples.slice(start, i + 1));
    start = i;
  });
}

/** Radians by which the way through the samples turns at one of them. */
function turn(/** @type {number[][]} */ samples, /** @type {number} */ i) {
  const [[x0, y0], [x1, y1], [x2, y2]] = [samples[i - 1], samples[i], samples[i + 1]];
  const cross = (x1 - x0) * (y2 - y1) - (y1 - y0) * (x2 - x1);
  const dot = (x1 - x0) * (x2 - x1) + (y1 - y0) * (y2 - y1);
  return Math.abs(Math.atan2(cross, dot));
}

function ribbon(/** @type {CanvasRenderingContext2D} */ context, /** @type {number[][]} */ samples) {
  const sides = samples.map(([x, y, radius], i) => {
    const [x0, y0] = samples[Math.max(i - 1, 0)];
    const [x1, y1] = samples[Math.min(i + 1, samples.length - 1)];
    const reach = radius / (Math.hypot(x1 - x0, y1 - y0) || 1);
    const [across, down] = [(y1 - y0) * reach, (x0 - x1) * reach];
    return [x + across, y + down, x - across, y - down];
  });
  context.beginPath();
  for (const [x, y] of sides) context.lineTo(x, y);
  for (const [, , x, y] of sides.reverse()) context.lineTo(x, y);
  context.fill();
}
