/**
 * The pad in a notebook: an anywidget (anywidget.dev) whose ink is read in the kernel. What it shows
 * is the state of the widget, so that each view of it, on this page or another, shows the same.
 *
 * @typedef {import("./kernel.js").Model} Model
 * @typedef {import("./link.js").Answer} Answer
 */

import { Boxes } from "./boxes.js";
import { chosenOf } from "./chosen.js";
import { sentence } from "./complaint.js";
import { Figures } from "./figures.js";
import { enable } from "./focus.js";
import { drawFrame } from "./frame.js";
import { showGloss } from "./gloss.js";
import { Inside } from "./inside.js";
import { Kernel } from "./kernel.js";
import { layOut } from "./layout.js";
import { Notice } from "./notice.js";
import { Odds } from "./odds.js";
import { Pad } from "./pad.js";
import { AS_IT_IS, placed, placedBox, placeOf } from "./place.js";
import { shield } from "./shield.js";
import { checked } from "./strokes.js";
import { isDark, onThemeChange } from "./theme.js";
import { Voice } from "./voice.js";
import { digitsOf, heard, introduced } from "./words.js";

const BUSY = "The kernel is busy or gone; your ink waits here";
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };
const NOTHING = { reading: { text: "", lines: [] } };

/** One view of a pad. */
class View {
  #root = layOut();
  #life = new AbortController();
  #place = AS_IT_IS; // of ink that Python or another view wrote
  #loaded = ""; // which of that is shown, and since which turn
  #loading = false;
  /** @type {number | null} the digit that was picked; null for the one drawn last */
  #picked = null;

  constructor(/** @type {Model} */ model, /** @type {HTMLElement} */ host) {
    this.model = model;
    host.append(this.#root);
    this.pad = new Pad(this.#part(".pad"), {
      onchange: () => this.#inkChanged(),
      onmodechange: () => (this.#part("label").hidden = !this.pad.penSeen),
    });
    const choose = (/** @type {number} */ index) => this.#choose(index);
    this.figures = new Figures(this.#part(".figures"), choose, this.pad.host);
    this.odds = new Odds(this.#part(".odds"), (label) => this.#correct(label));
    this.boxes = new Boxes(this.#part(".boxes"));
    this.notice = new Notice(this.#part(".notice"), this.pad.host);
    this.voice = new Voice(this.#part(".spoken"));
    this.kernel = new Kernel(model, {
      onbusy: (busy) => (this.#part(".state").textContent = busy ? BUSY : ""),
      oncomplaint: (error) => this.notice.complain(error),
    });
    this.inside = new Inside(this.#part(".inside"), this.#part("[name=inside]"), (question) =>
      this.kernel.ask({ ask: "look", ...question }),
    );
    this.#listen();
    this.#size();
  }

  destroy() {
    this.#life.abort();
    this.kernel.destroy();
    this.inside.destroy();
    this.pad.destroy();
    this.#root.remove();
  }

  /** @returns {HTMLElement} */
  #part(/** @type {string} */ selector) {
    return this.#root.querySelector(selector);
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
      this.#part(`[name=${action}]`).addEventListener("click", () => this.pad[action]());
    }
    const fingers = this.#part("input");
    fingers.addEventListener("change", () => (this.pad.fingers = fingers.checked));
    shield(this.#root, (event, target) => this.#press(event, target), signal);
    onThemeChange(() => this.#colour(), signal);
    // On the page at last, a view has a size and colours, and others after each change.
    const resizing = new ResizeObserver(() => {
      this.#load();
      this.#colour();
    });
    resizing.observe(this.#part(".pad"));
    signal.addEventListener("abort", () => resizing.disconnect());
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
    this.inside.redraw();
  }

  /** Show the ink that Python or another view wrote. */
  #load() {
    const { ink, author, turn, at_rest } = this.model.get("_drawn");
    const pad = this.#part(".pad");
    const known = author === this.kernel.name || this.#loaded === `${turn} ${ink}`;
    if (known || !at_rest || !pad.clientWidth) return;
    const strokes = checked(JSON.parse(ink).strokes);
    this.#loaded = `${turn} ${ink}`;
    this.#place = placeOf(strokes, pad);
    this.#picked = null;
    this.kernel.forget();
    this.#loading = true; // the kernel has it already
    this.pad.load(placed(strokes, this.#place));
    this.#loading = false;
    this.#show();
  }

  #inkChanged() {
    if (this.#loading) return;
    this.#picked = null;
    this.kernel.read(this.pad.toJSON(), !this.pad.drawing);
    this.#show();
  }

  /** What the kernel answered last, its boxes in units of the pad. @returns {Answer} */
  get #answer() {
    if (!this.pad.strokes.length) return NOTHING;
    const own = this.model.get("_drawn").author === this.kernel.name;
    const place = own ? AS_IT_IS : this.#place;
    const { reading, ...rest } = this.model.get("_answer");
    const lines = reading.lines.map((line) => ({
      ...line,
      digits: line.digits.map((digit) => ({ ...digit, box: placedBox(digit.box, place) })),
    }));
    return { ...rest, reading: { ...reading, lines } };
  }

  get #chosen() {
    return chosenOf(this.#answer, this.#picked);
  }

  #show() {
    const answer = this.#answer;
    const { reading, frames = [], strokes } = answer;
    const digits = digitsOf(reading);
    const chosen = this.#chosen;
    this.#root.classList.toggle("empty", !this.pad.strokes.length);
    this.#root.classList.toggle("several-lines", reading.lines.length > 1);
    this.figures.show(reading, chosen);
    showGloss(this.#part(".gloss"), reading);
    this.odds.show(digits[chosen]);
    drawFrame(this.#part("canvas.frame"), frames[chosen]);
    this.#part(".facts").textContent = factsOf(answer, chosen);
    this.inside.show(frames[chosen], digits[chosen], answer.personal);
    this.boxes.show(digits, chosen, this.pad.scale);
    this.pad.mark(digits.map(({ unsure }, i) => ({ unsure, strokes: strokes[i] })));
    enable(this.#part("[name=undo]"), this.pad.canUndo, this.pad.host);
    enable(this.#part("[name=redo]"), this.pad.canRedo, this.pad.host);
    enable(this.#part("[name=clear]"), this.pad.strokes.length > 0, this.pad.host);
    if (this.model.get("_drawn").author === this.kernel.name) this.voice.saySoon(heard(answer));
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
    const taught = await this.#ask({ ask: "teach", label, strokes });
    if (!taught) return;
    const run = () => this.#ask({ ask: "forget", number: taught.id });
    this.notice.say(sentence(taught.why), "", { label: "Undo", run });
  }

  /** Ask the kernel; null where it complains, which is shown. */
  async #ask(/** @type {{ask: string}} */ question) {
    try {
      return await this.kernel.ask(question);
    } catch (error) {
      this.notice.complain(error);
      return null;
    }
  }

  #press(/** @type {KeyboardEvent} */ event, /** @type {Element} */ target) {
    const { key, repeat, shiftKey } = event;
    const control = target.closest("button, input");
    if (control && ["Enter", " "].includes(key)) return; // it presses that
    const step = control && STEPS[key];
    if (!step && this.pad.key(event)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (step) this.#step(step);
    else if (/^[0-9]$/.test(key)) {
      if (!repeat) this.#correct(Number(key));
    } else if (key === "p" || (key === "Enter" && !shiftKey)) this.#readAloud();
    else return;
    event.preventDefault();
  }

  /** Choose a neighbour, and say what it is. */
  #step(/** @type {number} */ by) {
    const digits = digitsOf(this.#answer.reading);
    if (!digits.length) return;
    const index = Math.min(Math.max(this.#chosen + by, 0), digits.length - 1);
    this.#choose(index);
    this.figures.follow(index);
    this.voice.sayNow(introduced(digits, index));
  }

  #readAloud() {
    const state = this.#part(".state").textContent;
    this.voice.sayNow(state || heard(this.#answer) || "nothing is written yet");
  }
}

/** "digit 2 of 4, read by everyday and your hand in 1.2 ms". */
function factsOf(/** @type {Answer} */ answer, /** @type {number} */ chosen) {
  const { frames = [], model, personal, ms } = answer;
  if (!frames.length) return "";
  const which = frames.length > 1 ? `digit ${chosen + 1} of ${frames.length}, ` : "";
  return `${which}read by ${model}${personal ? " and your hand" : ""} in ${ms.toFixed(1)}\u00a0ms`;
}

export default {
  render({ model, el }) {
    const view = new View(model, el);
    return () => view.destroy();
  },
};
