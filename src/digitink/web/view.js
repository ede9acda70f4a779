/**
 * Shows what was read: the number and its gloss, and of one chosen digit the ten probabilities, the
 * frame that the network saw, and what lies inside.
 *
 * @typedef {import("./link.js").Answer} Answer
 * @typedef {import("./link.js").Reading} Reading
 */

import { Figures } from "./figures.js";
import { drawFrame } from "./frame.js";
import { showGloss } from "./gloss.js";
import { Inside } from "./inside.js";
import { Odds } from "./odds.js";
import { setText } from "./rewrite.js";
import { ask } from "./server.js";
import { digitsOf } from "./words.js";

/** @type {Reading} */
const NOTHING = { text: "", lines: [] };

const byId = (/** @type {string} */ id) => document.getElementById(id);

export class View {
  #figures;
  #odds;
  #inside = new Inside(byId("inside"), byId("open-inside"), (json) =>
    ask("api/inside", { method: "POST", json }),
  );
  #frame = ""; // as it is drawn

  /** @param {{onchoose: (index: number) => void, oncorrect: (value: number) => void}} listeners */
  constructor({ onchoose, oncorrect }) {
    this.#figures = new Figures(byId("figures"), onchoose, byId("pad"));
    this.#odds = new Odds(byId("odds"), oncorrect);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => {
      this.#drawFrame();
      this.#inside.redraw();
    });
  }

  /** Show an answer, its digit number `chosen` opened up; null for an empty pad. */
  show(/** @type {Answer | null} */ answer, /** @type {number} */ chosen) {
    const reading = answer?.reading ?? NOTHING;
    const digits = digitsOf(reading);
    this.#showFrame(answer?.frames?.[chosen] ?? ""); // first: it asks for a colour, which waits for style
    this.#figures.show(reading, chosen);
    showGloss(byId("gloss"), reading, answer?.error);
    showMeasure(byId("measure"), answer);
    const several = digits.length > 1;
    setText(byId("which"), several ? `digit ${chosen + 1} of ${digits.length}` : "");
    this.#odds.show(digits[chosen]);
    this.#inside.show(answer?.frames?.[chosen], digits[chosen], answer?.personal);
  }

  /** The focus goes to the chosen digit, where it was at one. */
  follow(/** @type {number} */ chosen) {
    this.#figures.follow(chosen);
  }

  #showFrame(/** @type {string} */ frame) {
    if (frame === this.#frame) return;
    this.#frame = frame;
    this.#drawFrame();
  }

  #drawFrame() {
    drawFrame(/** @type {HTMLCanvasElement} */ (byId("frame")), this.#frame);
  }
}

function showMeasure(/** @type {HTMLElement} */ host, /** @type {Answer | null} */ answer) {
  host.hidden = !answer?.model;
  if (!answer?.model) return;
  setText(byId("model"), answer.model + (answer.personal ? " and your hand" : ""));
  setText(byId("time"), `${answer.ms.toFixed(1)} ms`);
}
