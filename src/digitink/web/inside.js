/**
 * Look inside: of the chosen digit which ink speaks for the answer and which against it, and what
 * each convolution of the network makes of it. It follows the pen while it is open, and asks for
 * nothing while it is closed. The page and the notebook share it.
 *
 * @typedef {import("./link.js").Digit} Digit
 * @typedef {import("./tiles.js").Convolution} Convolution
 * @typedef {{frame: string, digit: number, personal: boolean}} Question  frame: base64 of its bytes
 * @typedef {{digit: number, attribution: string, convolutions: Convolution[],
 *   without_maps: string}} Look  attribution: base64 of 28x28 signed bytes
 */

import { Complaint, sentence } from "./complaint.js";
import { evidence } from "./evidence.js";
import { drawEvidence, drawMaps, levelsOf, sharesOf } from "./tiles.js";
import { one } from "./words.js";

const PACE = 33; // ms from one question to the next: as often as one sees; the rest is for reading
const NOTHING = "Draw a digit, and see here what the network makes of it.";
const HTML = `
  <p class="nothing"></p>
  <div class="looked">
    <figure>
      <canvas class="evidence" width="28" height="28" role="img"></canvas>
      <figcaption>
        <p class="legend" aria-hidden="true"><span>against</span><i></i><span>for</span></p>
        <p class="words"></p>
        <p class="source">Found by occlusion (Zeiler and Fergus, 2014): patches of ink are taken away,
          one after the other, and the network is asked again.</p>
      </figcaption>
    </figure>
    <div class="convolutions"></div>
  </div>`;

export class Inside {
  #question = { frame: "", digit: 0, personal: false };
  #key = ""; // tells the question from others; "" where there is nothing to look at
  #asked = "";
  #busy = false;
  #refused = false; // the last question had no answer
  /** @type {{look: Look, frame: string} | null} what is shown */
  #seen = null;
  #shapes = "";
  #width = 0; // CSS px for the maps
  #opened = false; // just now, and nothing was to be seen yet
  #resizing = new ResizeObserver(() => this.#fit());

  /**
   * @param {HTMLElement} host  hidden at first, and empty
   * @param {HTMLElement} button  that opens and closes it
   * @param {(question: Question) => Promise<Look>} ask  may throw a Complaint
   */
  constructor(host, button, ask) {
    this.host = host;
    this.button = button;
    this.ask = ask;
    host.innerHTML = HTML;
    button.addEventListener("click", () => this.#toggle());
    this.#resizing.observe(this.#part(".convolutions"));
    this.#say(NOTHING);
  }

  destroy() {
    this.#resizing.disconnect();
    this.#key = this.#asked = "";
  }

  /** Look at a digit that was read from this frame, by what its user taught or not. */
  show(
    /** @type {string} */ frame = "",
    /** @type {Digit | undefined} */ digit = undefined,
    /** @type {boolean} */ personal = false,
  ) {
    if (!frame || !digit) {
      this.#key = this.#asked = "";
      this.#seen = null;
      this.#say(NOTHING);
      return;
    }
    if (this.#refused) this.#asked = "";
    this.#refused = false;
    this.#question = { frame, digit: digit.yours ?? digit.value, personal };
    this.#key = [frame, this.#question.digit, personal, digit.probability].join();
    this.#follow();
  }

  /** Draw all anew: the colours may be others. */
  redraw() {
    if (!this.#seen || this.host.hidden) return;
    const { look, frame } = this.#seen;
    drawEvidence(this.#part(".evidence"), levelsOf(frame), sharesOf(look.attribution));
    this.host.querySelectorAll(".convolutions canvas").forEach((canvas, i) => {
      drawMaps(/** @type {HTMLCanvasElement} */ (canvas), look.convolutions[i], this.#width);
    });
  }

  /** @returns {any} */
  #part(/** @type {string} */ selector) {
    return this.host.querySelector(selector);
  }

  #toggle() {
    this.host.hidden = !this.host.hidden;
    this.button.setAttribute("aria-expanded", String(!this.host.hidden));
    this.#opened = !this.host.hidden;
    if (this.#opened && (this.#seen || !this.#key)) this.#reveal();
    this.redraw();
    this.#follow();
  }

  /** What was just opened may lie below the edge of the window; the pad should stay above it. */
  #reveal() {
    const first = this.#part(this.#seen ? ".evidence" : ".nothing");
    if (this.#opened) first.scrollIntoView({ block: "nearest" });
    this.#opened = false;
  }

  /** One question at a time; of those that come meanwhile only the latest counts. */
  async #follow() {
    if (this.#busy || this.host.hidden || this.#key === this.#asked) return;
    const { frame } = this.#question;
    const key = (this.#asked = this.#key);
    const began = performance.now();
    let look;
    this.#busy = true;
    try {
      look = await this.ask(this.#question);
    } catch (error) {
      if (!(error instanceof Complaint)) throw error;
      this.#refused = true;
      if (this.#asked === key) this.#say([error.message, error.hint].filter(Boolean).join("; "));
    } finally {
      this.#next(began); // now: the next look is found while this one is drawn
    }
    if (look && this.#key) this.#show({ look, frame });
  }

  /** Ask again when it is time, where there is something new to ask. */
  #next(/** @type {number} */ began) {
    const ask = () => {
      this.#busy = false;
      this.#follow();
    };
    const early = began + PACE - performance.now();
    if (early > 0) setTimeout(ask, early);
    else ask();
  }

  #show(/** @type {{look: Look, frame: string}} */ seen) {
    const { look, frame } = (this.#seen = seen);
    this.#say("");
    this.#lay(look);
    const found = evidence(one(look.digit), levelsOf(frame), sharesOf(look.attribution));
    this.#part(".words").textContent = found;
    this.#part(".evidence").setAttribute("aria-label", found);
    this.redraw();
    this.#reveal();
  }

  /** A figure for each convolution, or why there is none; they stay while only values change. */
  #lay({ convolutions, without_maps }) {
    const captions = convolutions.map(
      ({ maps, height, width }, i) => `Convolution ${i + 1}: ${maps} maps of ${height} × ${width}`,
    );
    const shapes = [...captions, without_maps].join();
    if (shapes === this.#shapes) return;
    this.#shapes = shapes;
    this.#part(".convolutions").replaceChildren(
      ...captions.map((words) => {
        const [figure, caption, canvas] = made("figure", "figcaption", "canvas");
        caption.textContent = words;
        canvas.setAttribute("role", "img");
        canvas.setAttribute("aria-label", words);
        figure.append(caption, canvas);
        return figure;
      }),
    );
    if (!without_maps) return;
    const [why] = made("p");
    why.textContent = sentence(without_maps);
    this.#part(".convolutions").append(why);
  }

  #fit() {
    const width = this.#part(".convolutions").clientWidth;
    if (!width || width === this.#width) return;
    this.#width = width;
    this.redraw();
  }

  /** Say this in place of what is to be seen; "" shows that again. */
  #say(/** @type {string} */ words) {
    this.#part(".nothing").textContent = words;
    this.#part(".nothing").hidden = !words;
    this.#part(".looked").hidden = Boolean(words);
  }
}

function made(/** @type {string[]} */ ...tags) {
  return tags.map((tag) => document.createElement(tag));
}
