/**
 * Mouse, pens and fingers as pens on paper. Each pointer draws a stroke of its own, so two pens at
 * once draw two.
 *
 * @typedef {import("./brush.js").Point} Point
 * @typedef {object} Paper  what is drawn on; points are in CSS px of the host
 * @property {(pen: number | string) => boolean} has  whether this pen is drawing a stroke
 * @property {(pen: number | string, point: Point) => void} begin
 * @property {(pen: number | string, points: Point[]) => void} extend
 * @property {(pen: number | string) => void} end
 * @property {(pen: number | string) => void} drop  the stroke was none
 */

const PRIMARY = 1; // in `buttons`: the left one, or contact

export class Pointers {
  #penSeen = false;
  /** @type {boolean | null} as it was set; null until then */
  #fingers = null;
  /** @type {Set<number>} fingers that draw */
  #touching = new Set();

  /**
   * @param {HTMLElement} host
   * @param {Paper} paper
   * @param {{onmodechange: () => void, signal: AbortSignal}} options
   */
  constructor(host, paper, { onmodechange, signal }) {
    this.host = host;
    this.paper = paper;
    this.onmodechange = onmodechange;
    Object.assign(host.style, {
      touchAction: "none",
      userSelect: "none",
      webkitUserSelect: "none",
      webkitTouchCallout: "none",
      webkitTapHighlightColor: "transparent",
    });
    const prevent = (/** @type {Event} */ event) => event.preventDefault();
    const listeners = {
      pointerover: this.#over,
      pointerdown: this.#down,
      pointermove: this.#move,
      pointerup: this.#up,
      pointercancel: this.#cancel,
      lostpointercapture: this.#lose,
      contextmenu: prevent, // a long press
      touchmove: prevent, // or iPadOS takes the strokes of a pencil for words (Scribble)
    };
    for (const [type, listener] of Object.entries(listeners)) {
      host.addEventListener(type, listener.bind(this), { signal, passive: false });
    }
  }

  /** Whether a pen was ever near. */
  get penSeen() {
    return this.#penSeen;
  }

  /** Whether fingers draw. Until this is set they do, but for the palm beside a pen. */
  get fingers() {
    return this.#fingers ?? !this.#penSeen;
  }

  set fingers(draw) {
    this.#fingers = draw;
    this.#changeMode();
  }

  #changeMode() {
    if (!this.fingers) {
      for (const finger of this.#touching) this.paper.drop(finger);
      this.#touching.clear();
    }
    this.onmodechange();
  }

  #over(/** @type {PointerEvent} */ event) {
    if (event.pointerType !== "pen" || this.#penSeen) return;
    this.#penSeen = true;
    this.#changeMode();
  }

  #down(/** @type {PointerEvent} */ event) {
    const { pointerId, pointerType, button } = event;
    this.#end(pointerId); // whose end was missed
    if (button !== 0 || (pointerType === "touch" && !this.fingers)) return;
    if (pointerType === "touch") this.#touching.add(pointerId);
    const [point] = this.#points([event]);
    this.paper.begin(pointerId, point);
    this.host.setPointerCapture(pointerId);
  }

  #move(/** @type {PointerEvent} */ event) {
    if (!this.paper.has(event.pointerId)) return;
    // A button that is let go while another one is held is news of a move.
    if (!(event.buttons & PRIMARY)) return this.#end(event.pointerId);
    const events = event.getCoalescedEvents?.() ?? [];
    this.paper.extend(event.pointerId, this.#points(events.length ? events : [event]));
  }

  #up(/** @type {PointerEvent} */ event) {
    if (!this.paper.has(event.pointerId)) return;
    this.paper.extend(event.pointerId, this.#points([event]));
    this.#end(event.pointerId);
  }

  #cancel(/** @type {PointerEvent} */ { pointerType, pointerId }) {
    if (pointerType !== "touch") return this.#end(pointerId);
    // The system took the touch for something else, a palm or a gesture: it was no stroke.
    this.#touching.delete(pointerId);
    this.paper.drop(pointerId);
  }

  #lose(/** @type {PointerEvent} */ event) {
    this.#end(event.pointerId);
  }

  #end(/** @type {number} */ pointer) {
    this.#touching.delete(pointer);
    this.paper.end(pointer);
  }

  /** @returns {Point[]} */
  #points(/** @type {PointerEvent[]} */ events) {
    const { host } = this;
    const { left, top, width } = host.getBoundingClientRect();
    const zoom = width / host.offsetWidth || 1; // by CSS, of the host or of what it stands in
    return events.map((event) => [
      (event.clientX - left) / zoom - host.clientLeft,
      (event.clientY - top) / zoom - host.clientTop,
      event.timeStamp,
      event.pointerType === "pen" ? event.pressure : 0.5,
    ]);
  }
}
