/** What is said to those who listen to the page: in a live region, and never while one draws. */

const QUIET = 700; // ms without a change before anything is said
const APART = 50; // ms between two sentences, so that the same one twice is heard twice

export class Voice {
  #soon = 0; // timers
  #now = 0;
  #waiting = ""; // what is to be said soon
  #said = ""; // the last that was said of itself

  /** @param {HTMLElement} host  a live region that nobody sees */
  constructor(host) {
    this.host = host;
  }

  /** Say this once nothing more has come for a while; not if it is no news. */
  saySoon(/** @type {string} */ words) {
    clearTimeout(this.#soon);
    this.#waiting = words;
    if (words === this.#said) return;
    this.#soon = setTimeout(() => {
      this.#said = this.host.textContent = words;
    }, QUIET);
  }

  /** Say this at once, again if it was said before. */
  sayNow(/** @type {string} */ words) {
    clearTimeout(this.#now);
    if (words === this.#waiting) {
      clearTimeout(this.#soon); // or it would be heard twice
      this.#said = words;
    }
    this.host.textContent = "";
    this.#now = setTimeout(() => {
      this.host.textContent = words;
    }, APART);
  }
}
