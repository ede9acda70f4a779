/**
 * A pen for the keyboard: the arrow keys move a cursor over the pad, Space puts the pen down and
 * lifts it. Two arrows held together, or the keypad without Num Lock, go aslant; with Shift all
 * steps are small. What happens is said in a live region.
 *
 * @typedef {import("./pointers.js").Paper} Paper
 */

const PEN = "keys";
const STEP = 8; // CSS px
const SMALL_STEP = 2;
const SIDE = 22; // CSS px, of the cursor
/** @type {{[key: string]: [x: number, y: number]}} */
const WAYS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  Home: [-1, -1],
  PageUp: [1, -1],
  End: [-1, 1],
  PageDown: [1, 1],
};

export class Cursor {
  /** @type {[x: number, y: number] | null} CSS px of the host; null until it is needed */
  #at = null;
  /** @type {Set<string>} keys of WAYS */
  #held = new Set();
  #mark = document.createElement("div");
  #voice = document.createElement("div");

  /**
   * @param {HTMLElement} host  can have the focus
   * @param {Paper} paper
   * @param {AbortSignal} signal
   */
  constructor(host, paper, signal) {
    this.host = host;
    this.paper = paper;
    this.#mark.setAttribute("aria-hidden", "true");
    this.#voice.setAttribute("role", "status");
    Object.assign(this.#mark.style, {
      position: "absolute",
      width: `${SIDE}px`,
      height: `${SIDE}px`,
      margin: `${-SIDE / 2}px`,
      boxSizing: "border-box",
      borderWidth: "2px",
      borderRadius: "50%",
      boxShadow: "0 0 0 2px Canvas, inset 0 0 0 2px Canvas", // to be seen upon ink
      pointerEvents: "none",
    });
    Object.assign(this.#voice.style, {
      position: "absolute",
      width: "1px",
      height: "1px",
      overflow: "hidden",
      clipPath: "inset(50%)",
    });
    this.#mark.hidden = true;
    host.append(this.#mark, this.#voice);
    const listeners = {
      focus: () => host.matches(":focus-visible") && this.#show(),
      blur: () => this.#leave(),
      pointerdown: () => this.#leave(),
      keyup: (/** @type {KeyboardEvent} */ event) => this.#release(event),
    };
    for (const [type, listener] of Object.entries(listeners)) {
      host.addEventListener(type, listener, { signal });
    }
  }

  /** @returns {boolean} whether the key was one of the cursor's */
  key(/** @type {KeyboardEvent} */ event) {
    const { key, repeat, shiftKey, ctrlKey, altKey, metaKey } = event;
    if (ctrlKey || altKey || metaKey || !this.host.matches(":focus")) return false;
    if (key in WAYS) {
      this.#held.add(key);
      this.#move(shiftKey ? SMALL_STEP : STEP);
    } else if (key === " ") {
      if (!repeat) this.#toggle();
    } else if (key === "Escape" && this.#down) {
      this.#toggle();
    } else return false;
    return true;
  }

  /** Show whether the pen is down, and stay on a pad that has become smaller. */
  refresh() {
    if (!this.#mark.hidden) this.#show();
  }

  remove() {
    this.#mark.remove();
    this.#voice.remove();
  }

  get #down() {
    return this.paper.has(PEN);
  }

  #move(/** @type {number} */ step) {
    const [x, y] = this.#place();
    const ways = [...this.#held].map((key) => WAYS[key]);
    const [right, down] = [0, 1].map((axis) => Math.sign(ways.reduce((sum, way) => sum + way[axis], 0)));
    this.#at = [x + step * right, y + step * down];
    if (this.#down) this.paper.extend(PEN, [this.#point()]);
    this.#show();
  }

  #toggle() {
    if (this.#down) this.paper.end(PEN);
    else this.paper.begin(PEN, this.#point());
    this.#show();
    this.#say();
  }

  #release(/** @type {KeyboardEvent} */ { key }) {
    if (this.#held.delete(key) && !this.#held.size) this.#say();
  }

  #leave() {
    this.#held.clear();
    this.paper.end(PEN);
    this.#mark.hidden = true;
  }

  /** Where the cursor is, on the pad. @returns {[x: number, y: number]} */
  #place() {
    const { clientWidth, clientHeight } = this.host;
    const [x, y] = this.#at ?? [clientWidth / 2, clientHeight / 2];
    this.#at = [Math.min(Math.max(x, 0), clientWidth), Math.min(Math.max(y, 0), clientHeight)];
    return this.#at;
  }

  /** @returns {import("./brush.js").Point} */
  #point() {
    return [...this.#place(), performance.now(), 0.5];
  }

  #show() {
    const [x, y] = this.#place();
    const { style } = this.#mark;
    style.left = `${x}px`;
    style.top = `${y}px`;
    style.borderStyle = this.#down ? "solid" : "dashed";
    this.#mark.hidden = false;
  }

  #say() {
    const { clientWidth, clientHeight } = this.host;
    const [x, y] = this.#place();
    const across = Math.round((100 * x) / clientWidth);
    const down = Math.round((100 * y) / clientHeight);
    this.#voice.textContent = `pen ${this.#down ? "down" : "up"}, ${across} % across, ${down} % down`;
  }
}
