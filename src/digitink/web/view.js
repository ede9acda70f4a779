/**
 * Shows one answer of the reader: the number, and of one chosen digit the ten probabilities and
 * the frame that the network saw.
 *
 * @typedef {import("./link.js").Answer} Answer
 * @typedef {import("./link.js").Complaint} Complaint
 * @typedef {import("./link.js").Reading} Reading
 * @typedef {import("./link.js").Digit} Digit
 */

import { certainty, digitsOf, percent, spelled } from "./words.js";

const SIDE = 28;
const SPOKEN_AFTER = 700; // ms without a change, so that a voice does not talk over the pen

const byId = (/** @type {string} */ id) => document.getElementById(id);

export class View {
  /** @type {Answer | null} */
  #answer = null;
  #chosen = 0;
  #speaking = 0;
  #odds = oddsIn(byId("odds"));

  constructor() {
    byId("figures").addEventListener("click", ({ target }) => {
      const figure = target.closest("button");
      if (figure) this.choose(Number(figure.dataset.index));
    });
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => this.#showChosen());
  }

  /** Show an answer, its digit number `chosen` opened up; null for an empty pad. */
  show(/** @type {Answer | null} */ answer, chosen = 0) {
    this.#answer = answer;
    const reading = answer?.reading ?? { lines: [] };
    showFigures(byId("figures"), reading);
    showGloss(byId("gloss"), reading, answer?.error);
    byId("measure").hidden = !answer?.model;
    if (answer?.model) {
      byId("model").textContent = answer.model;
      byId("time").textContent = `${answer.ms.toFixed(1)} ms`;
    }
    this.choose(chosen);
    this.#speak(reading, answer?.error);
  }

  /** Open up one digit of the answer that is shown. */
  choose(/** @type {number} */ chosen) {
    this.#chosen = chosen;
    byId("figures").querySelectorAll("button").forEach((figure, i) => {
      figure.setAttribute("aria-pressed", String(i === chosen));
    });
    this.#showChosen();
  }

  #showChosen() {
    const digits = this.#answer?.reading ? digitsOf(this.#answer.reading) : [];
    const digit = digits[this.#chosen];
    const which = digits.length > 1 ? `digit ${this.#chosen + 1} of ${digits.length}` : "";
    byId("which").textContent = which;
    showOdds(this.#odds, digit);
    drawFrame(byId("frame"), digit ? decoded(this.#answer.frames[this.#chosen]) : []);
  }

  #speak(/** @type {Reading} */ reading, /** @type {Complaint | undefined} */ error) {
    clearTimeout(this.#speaking);
    const words = reading.lines.length ? `${spelled(reading)}; ${certainty(reading)}` : "";
    this.#speaking = setTimeout(() => {
      byId("spoken").textContent = error ? error.message : words;
    }, SPOKEN_AFTER);
  }
}

/** A button for each digit, a row for each line; kept while only their values change. */
function showFigures(/** @type {HTMLElement} */ host, /** @type {Reading} */ { lines }) {
  const shape = lines.map(({ digits }) => digits.length);
  if (host.dataset.shape !== String(shape)) {
    host.dataset.shape = String(shape);
    host.style.setProperty("--lines", String(Math.max(1, shape.length)));
    host.style.setProperty("--longest", String(Math.max(1, ...shape)));
    host.replaceChildren(...shape.map((count) => row(count)));
  }
  const digits = digitsOf({ lines });
  host.classList.toggle("several", digits.length > 1);
  host.querySelectorAll("button").forEach((figure, i) => {
    const { value, unsure, probability } = digits[i];
    figure.dataset.index = String(i);
    figure.textContent = String(value);
    figure.classList.toggle("unsure", unsure);
    const doubt = unsure ? "unsure" : percent(probability);
    figure.setAttribute("aria-label", `${value}, digit ${i + 1} of ${digits.length}, ${doubt}`);
  });
}

function row(/** @type {number} */ count) {
  const line = document.createElement("div");
  for (let i = 0; i < count; i++) {
    const figure = document.createElement("button");
    figure.type = "button";
    line.append(figure);
  }
  return line;
}

/** The number in words and how sure it is; or what went wrong. */
function showGloss(
  /** @type {HTMLElement} */ host,
  /** @type {Reading} */ reading,
  /** @type {Complaint | undefined} */ error,
) {
  const [words, aside] = host.children;
  host.classList.toggle("complaint", Boolean(error));
  words.textContent = error ? error.message : spelled(reading);
  aside.textContent = error?.hint ?? (reading.lines.length ? certainty(reading) : "");
}

/** The ten rows of probabilities. @returns {{row: Element, bar: HTMLElement, share: Element}[]} */
function oddsIn(/** @type {HTMLElement} */ host) {
  return Array.from({ length: 10 }, (_, value) => {
    const item = document.createElement("li");
    const [figure, track, share] = ["b", "i", "span"].map((tag) => document.createElement(tag));
    const bar = document.createElement("i");
    figure.textContent = String(value);
    track.append(bar);
    item.append(figure, track, share);
    host.append(item);
    return { row: item, bar, share };
  });
}

function showOdds(odds, /** @type {Digit | undefined} */ digit) {
  odds.forEach(({ row, bar, share }, value) => {
    const probability = digit?.probabilities[value] ?? 0;
    bar.style.transform = `scaleX(${probability})`;
    share.textContent = digit ? percent(probability) : "";
    row.classList.toggle("likeliest", digit?.value === value);
    row.classList.toggle("unsure", Boolean(digit?.unsure));
    row.classList.toggle("tiny", probability < 0.0005);
  });
}

/** @returns {Uint8Array} the bytes of base64 text */
function decoded(/** @type {string} */ text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Pixels of 0 paper to 255 ink, in the colours of the page. */
function drawFrame(/** @type {HTMLCanvasElement} */ canvas, /** @type {ArrayLike<number>} */ pixels) {
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, SIDE, SIDE);
  context.fillStyle = getComputedStyle(canvas).color;
  for (let i = 0; i < pixels.length; i++) {
    context.globalAlpha = pixels[i] / 255;
    context.fillRect(i % SIDE, Math.floor(i / SIDE), 1, 1);
  }
}
