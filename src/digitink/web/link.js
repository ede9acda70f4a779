/**
 * The line to the reader: ink goes out over a WebSocket, readings come back. Of what is waiting
 * only the latest counts, so the reading follows the pen however slow the reader is.
 */

import { inTenths } from "./strokes.js";

const MESSAGE_BYTES = 2 ** 20; // as in limits.py; the server hangs up beyond it
const PATIENCE = 10_000; // ms without an answer: the server is lost
const RETRY = [250, 4_000]; // ms between attempts, doubling from the first to the second
const STEADY = 5_000; // ms after which a line that was lost may be tried again at once

/**
 * @typedef {readonly number[][][]} Strokes  strokes of points [x, y, ...]; a stroke may still grow
 * @typedef {{value: number, probability: number, probabilities: number[], unsure: boolean,
 *   box: [number, number, number, number], yours?: number}} Digit  yours: as it was corrected
 * @typedef {{text: string, lines: {text: string, digits: Digit[]}[]}} Reading
 * @typedef {{message: string, hint: string}} Complaint
 * @typedef {{seq?: number | null, reading?: Reading, frames?: string[], strokes?: number[][],
 *   model?: string, ms?: number, personal?: boolean, error?: Complaint}} Answer  a reading or an
 *   error; strokes: of each digit the indices of its own
 */

export class Link {
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {Strokes} */
  #ink = [];
  /** @type {Strokes} what the awaited answer is about */
  #asked = [];
  #unsent = false;
  #sent = 0; // number of the last message
  #awaited = 0; // number of the message that has no answer yet; 0 for none
  #current = 0; // answers to earlier messages are of no interest any more
  #frame = 0;
  #patience = 0;
  #delay = RETRY[0];
  #opened = Infinity;

  /**
   * @param {URL} url
   * @param {{onanswer: (answer: Answer, ink: Strokes) => void, onstate: (open: boolean) => void}}
   *   listeners  an answer comes with the ink that it is about
   */
  constructor(url, { onanswer, onstate }) {
    this.url = url;
    this.onanswer = onanswer;
    this.onstate = onstate;
    this.#connect();
  }

  /** Have this ink read, and forget any that still waits. Empty ink only forgets. */
  send(/** @type {Strokes} */ ink) {
    this.#ink = ink;
    this.#unsent = ink.length > 0;
    if (!this.#unsent) this.#current = this.#sent + 1;
    this.#schedule();
  }

  /** Have the same ink read once more: the reader may read it otherwise by now. */
  again() {
    this.send(this.#ink);
  }

  #connect() {
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    socket.onopen = () => {
      this.#opened = performance.now();
      this.onstate(true);
      this.#schedule();
    };
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
    socket.onclose = () => this.#lost();
  }

  #lost() {
    clearTimeout(this.#patience);
    this.#awaited = 0;
    this.#unsent = this.#ink.length > 0; // all of it again, once the server is back
    this.onstate(false);
    if (performance.now() - this.#opened > STEADY) this.#delay = RETRY[0];
    this.#opened = Infinity;
    setTimeout(() => this.#connect(), this.#delay);
    this.#delay = Math.min(2 * this.#delay, RETRY[1]);
  }

  /** At most one message an animation frame, and none while one is unanswered. */
  #schedule() {
    const idle = this.#unsent && !this.#awaited && !this.#frame;
    if (!idle || this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#unsent && this.#socket?.readyState === WebSocket.OPEN) this.#flush();
    });
  }

  #flush() {
    this.#unsent = false;
    const seq = ++this.#sent;
    const message = JSON.stringify({ seq, strokes: inTenths(this.#ink) });
    if (message.length > MESSAGE_BYTES) {
      const error = { message: "More ink than can be read at once", hint: "undo or clear some" };
      return this.onanswer({ seq, error }, this.#ink);
    }
    this.#awaited = seq;
    this.#asked = this.#ink;
    this.#socket.send(message);
    this.#patience = setTimeout(() => {
      this.#socket.onclose = null; // a server that hangs may not even close
      this.#socket.close();
      this.#lost();
    }, PATIENCE);
  }

  #receive(/** @type {Answer} */ answer) {
    // Only what was asked for; null is the number of a message whose own could not be read.
    if (!this.#awaited || ![this.#awaited, null].includes(answer.seq)) return;
    clearTimeout(this.#patience);
    const current = this.#awaited >= this.#current;
    this.#awaited = 0;
    if (current) this.onanswer(answer, this.#asked);
    this.#schedule();
  }
}
