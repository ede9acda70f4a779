/**
 * The pad in a notebook: an anywidget (anywidget.dev) whose ink is read in the kernel. What it shows
 * is the state of the widget, so that each view of it, on this page or another, shows the same.
 *
 * @typedef {import("./kernel.js").Model} Model
 * @typedef {import("./link.js").Answer} Answer
 * @typedef {import("./link.js").Digit} Digit
 */

import { Boxes } from "./boxes.js";
import { Figures } from "./figures.js";
import { drawFrame } from "./frame.js";
import { AS_IT_IS, endOf, fromJSON, placed, placedBox, placeOf, toJSON } from "./ink.js";
import { Kernel } from "./kernel.js";
import { Notice } from "./notice.js";
import { Odds } from "./odds.js";
import { Pad } from "./pad.js";
import { isDark, onThemeChange } from "./theme.js";
import { Voice } from "./voice.js";
import { certainty, digitsOf, figureOf, spelled, trust } from "./words.js";

const LAYOUT = `
  <div class="desk">
    <div class="number">
      <div class="figures"></div>
      <p class="gloss"><em></em><span></span></p>
    </div>
    <div class="sheet">
      <div class="pad" tabindex="0" role="application"
        aria-label="Pad to write on with mouse, pen or finger, or with the arrow keys and Space"></div>
      <p class="invitation" aria-hidden="true">Draw a digit, or a whole number</p>
      <div class="boxes" aria-hidden="true"></div>
    </div>
    <div class="tools" role="group" aria-label="Ink">
      <button type="button" name="undo" aria-keyshortcuts="Control+Z">Undo</button>
      <button type="button" name="redo" aria-keyshortcuts="Control+Shift+Z Control+Y">Redo</button>
      <button type="button" name="clear" aria-keyshortcuts="C Delete Backspace">Clear</button>
      <p class="state" role="status"></p>
    </div>
    <div class="margin">
      <div class="seen">
        <canvas class="frame" width="28" height="28" role="img"
          aria-label="The digit as the network sees it"></canvas>
        <p class="facts"></p>
      </div>
      <ol class="odds" aria-label="How likely each digit is; press what it is where that is wrong"></ol>
    </div>
  </div>
  <div class="notice" role="status">
    <div hidden>
      <p><b></b> <span></span></p>
      <button type="button"></button>
      <button type="button" aria-label="Close">×</button>
    </div>
  </div>
  <p class="spoken unseen" aria-live="polite"></p>`;
const BUSY = "The kernel is busy or gone; your ink waits here";
const KEPT = ["Tab", "Escape"]; // keys that stay the notebook's
/** @type {Answer} */
const NOTHING = { reading: { text: "", lines: [] } };

/** One view of a pad. */
class View {
  #root = document.createElement("section");
  #life = new AbortController();
  #start = performance.now(); // when the time of this view's ink begins
  #place = AS_IT_IS; // of ink that was written elsewhere
  #turn = -1; // when that was loaded
  #loading = false;
  /** @type {number | null} the digit that was chosen; null for the one drawn last */
  #picked = null;

  constructor(/** @type {Model} */ model, /** @type {HTMLElement} */ host) {
    this.model = model;
    this.#root.className = "digitink";
    this.#root.setAttribute("aria-label", "Digit pad");
    this.#root.innerHTML = LAYOUT;
    host.append(this.#root);
    this.pad = new Pad(this.#part("pad"), { onchange: () => this.#inkChanged() });
    this.figures = new Figures(this.#part("figures"), (index) => this.#choose(index));
    this.odds = new Odds(this.#part("odds"), (label) => this.#correct(label));
    this.boxes = new Boxes(this.#part("boxes"));
    this.notice = new Notice(this.#part("notice"));
    this.voice = new Voice(this.#part("spoken"));
    this.kernel = new Kernel(model, {
      onbusy: (busy) => (this.#part("state").textContent = busy ? BUSY : ""),
      oncomplaint: (error) => this.notice.complain(error),
    });
    this.#listen();
    this.#size();
  }

  destroy() {
    this.#life.abort();
    this.kernel.destroy();
    this.pad.destroy();
    this.#root.remove();
  }

  /** @returns {HTMLElement} */
  #part(/** @type {string} */ name) {
    return this.#root.querySelector(`.${name}`);
  }

  #listen() {
    const { signal } = this.#life;
    const changes = {
      "change:_drawn": () => this.#load(),
      "change:_answer": () => this.#show(),
      "change:width": () => this.#size(),
      "change:height": () => this.#size(),
    };
    for (const [change, follow] of Object.entries(changes)) {
      this.model.on(change, follow);
      signal.addEventListener("abort", () => this.model.off(change, follow));
    }
    for (const action of ["undo", "redo", "clear"]) {
      this.#button(action).addEventListener("click", () => this.pad[action]());
    }
    // Before the notebook sees it: of a letter it would make a new cell, or delete one.
    const key = (/** @type {KeyboardEvent} */ event) => this.#key(event);
    addEventListener("keydown", key, { capture: true, signal });
    onThemeChange(() => this.#colour(), signal);
    const resizing = new ResizeObserver(() => {
      this.#colour(); // a view has neither colour nor size before it is on the page
      this.#load();
      this.#show();
    });
    resizing.observe(this.#part("pad"));
    signal.addEventListener("abort", () => resizing.disconnect());
  }

  /** @returns {HTMLButtonElement} */
  #button(/** @type {string} */ name) {
    return this.#root.querySelector(`[name=${name}]`);
  }

  #size() {
    const [width, height] = ["width", "height"].map((name) => this.model.get(name));
    this.#root.style.width = width ? `${width}px` : "";
    this.#root.style.setProperty("--height", `${height}px`);
  }

  #colour() {
    this.#root.classList.toggle("dark", isDark(this.#root.parentElement));
    this.pad.redraw();
    this.#show();
  }

  /** Show the ink that Python or another view wrote. */
  #load() {
    const { ink, author, turn } = this.model.get("_drawn");
    const sheet = this.#part("pad");
    if (author === this.kernel.name || turn === this.#turn || !sheet.clientWidth) return;
    const strokes = fromJSON(ink);
    this.#turn = turn;
    this.#start = performance.now() - endOf(strokes);
    this.#place = placeOf(strokes, sheet);
    this.#loading = true; // the kernel has it already
    this.pad.load(placed(strokes, this.#place, this.#start));
    this.#loading = false;
    this.#show();
  }

  #inkChanged() {
    if (this.#loading) return;
    this.#picked = null;
    this.kernel.read(toJSON(this.pad.strokes, this.#start), !this.pad.drawing);
    this.#show();
  }

  /** What the kernel answered last, its boxes where they lie on the pad; nothing without ink. */
  get #answer() {
    const answer = this.model.get("_answer");
    if (!this.pad.strokes.length) return NOTHING;
    const own = this.model.get("_drawn").author === this.kernel.name;
    const place = own ? AS_IT_IS : this.#place;
    const lines = answer.reading.lines.map((line) => ({
      ...line,
      digits: line.digits.map((digit) => ({ ...digit, box: placedBox(digit.box, place) })),
    }));
    return { ...answer, reading: { ...answer.reading, lines } };
  }

  get #chosen() {
    const { strokes = [] } = this.#answer;
    return Math.max(Math.min(this.#picked ?? lastDrawn(strokes), strokes.length - 1), 0);
  }

  #show() {
    const answer = this.#answer;
    const { reading } = answer;
    const chosen = this.#chosen;
    const digits = digitsOf(reading);
    this.#root.classList.toggle("empty", !this.pad.strokes.length);
    this.#root.classList.toggle("several-lines", reading.lines.length > 1);
    this.figures.show(reading, chosen);
    this.odds.show(digits[chosen]);
    this.boxes.show(digits, chosen, this.pad.scale);
    drawFrame(/** @type {HTMLCanvasElement} */ (this.#part("frame")), answer.frames?.[chosen]);
    const [words, aside] = this.#part("gloss").children;
    words.textContent = spelled(reading);
    aside.textContent = digits.length ? certainty(reading) : "";
    this.#part("facts").textContent = factsOf(answer, chosen);
    this.#button("undo").disabled = !this.pad.canUndo;
    this.#button("redo").disabled = !this.pad.canRedo;
    this.#button("clear").disabled = !this.pad.strokes.length;
    if (this.model.get("_drawn").author === this.kernel.name) this.voice.saySoon(this.#words);
  }

  /** The number in words, to be heard. */
  get #words() {
    const { reading } = this.#answer;
    return digitsOf(reading).length ? `${spelled(reading)}; ${certainty(reading)}` : "";
  }

  #choose(/** @type {number} */ index) {
    this.#picked = index;
    this.#show();
  }

  /** "No, that is a seven." */
  async #correct(/** @type {number} */ label) {
    const strokes = this.#answer.strokes?.[this.#chosen];
    if (!strokes) return;
    this.#picked = this.#chosen;
    try {
      const { id, why } = await this.kernel.ask({ ask: "teach", label, strokes });
      const run = () => this.kernel.ask({ ask: "forget", number: id });
      this.notice.say(why.charAt(0).toUpperCase() + why.slice(1), "", { label: "Undo", run });
    } catch (error) {
      this.notice.complain(error);
    }
  }

  #key(/** @type {KeyboardEvent} */ event) {
    const [target] = event.composedPath();
    if (!this.#root.contains(target)) return;
    if (!event.isComposing) this.#press(event, target.closest("button"));
    if (event.defaultPrevented || isSingle(event)) event.stopImmediatePropagation();
  }

  #press(/** @type {KeyboardEvent} */ event, /** @type {HTMLButtonElement | null} */ button) {
    if (button && ["Enter", " "].includes(event.key)) return; // it presses that
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!(button && step) && this.pad.key(event)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (step) this.#step(step);
    else if (/^[0-9]$/.test(event.key)) this.#correct(Number(event.key));
    else if (event.key === "p" || (event.key === "Enter" && !event.shiftKey)) this.#readAloud();
    else return;
    event.preventDefault();
  }

  #step(/** @type {number} */ by) {
    const digits = digitsOf(this.#answer.reading);
    if (!digits.length) return;
    const index = Math.min(Math.max(this.#chosen + by, 0), digits.length - 1);
    this.#choose(index);
    this.figures.follow(index);
    const place = `digit ${index + 1} of ${digits.length}`;
    this.voice.sayNow(`${figureOf(digits[index])}, ${place}, ${trust(digits[index])}`);
  }

  #readAloud() {
    this.voice.sayNow(this.#part("state").textContent || this.#words || "nothing is written yet");
  }
}

/** Whether a key has a meaning of its own, which the notebook would take for a command. */
function isSingle({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  const runsCell = shiftKey && key === "Enter";
  return !ctrlKey && !metaKey && !altKey && !runsCell && !KEPT.includes(key) && !/^F\d/.test(key);
}

/** "digit 2 of 4, read by everyday and your hand in 1.2 ms". */
function factsOf(/** @type {Answer} */ { frames, model, personal, ms }, /** @type {number} */ chosen) {
  if (!frames?.length) return "";
  const which = frames.length > 1 ? `digit ${chosen + 1} of ${frames.length}, ` : "";
  return `${which}read by ${model}${personal ? " and your hand" : ""} in ${ms.toFixed(1)} ms`;
}

export default {
  render({ model, el }) {
    const view = new View(model, el);
    return () => view.destroy();
  },
};

/** Which digit the pen was at last. */
function lastDrawn(/** @type {number[][]} */ strokes) {
  const last = strokes.map((indices) => Math.max(...indices));
  return last.indexOf(Math.max(...last));
}
