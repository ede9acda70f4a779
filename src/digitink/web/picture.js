/** A picture in the pad's place, read there; the ink waits beneath it. */

import { fetched } from "./arrivals.js";
import { Complaint } from "./complaint.js";
import { ask } from "./server.js";

const PICTURE_BYTES = 20 * 2 ** 20; // as in limits.py
const SHOWN_SIDE = 2048; // px of the longer side that are kept to be shown
const MIB = 2 ** 20;
const NOTHING = {
  message: "No digits were found in this picture",
  hint: "cut it to the number, or write it darker",
};

/** @typedef {import("./link.js").Answer} Answer */

/** Have a picture read. Throws a Complaint. @returns {Promise<Answer>} */
export async function readPicture(/** @type {Blob} */ file) {
  if (file.size > PICTURE_BYTES) {
    const size = `${(file.size / MIB).toFixed(1)} MiB`;
    throw new Complaint(
      `A picture of ${size} is too large: at most ${PICTURE_BYTES / MIB} MiB are read`,
      "make it smaller, or cut it to the number",
    );
  }
  const bytes = await fetched(file);
  const { frames, ...reading } = await ask("api/read?frames=true", { method: "POST", bytes });
  return reading.lines.length ? { reading, frames } : { error: NOTHING };
}

/** What can be shown of a picture; null where the browser knows no such format. */
export function decoded(/** @type {Blob} */ file) {
  return createImageBitmap(file).catch(() => null);
}

export class Picture {
  #canvas;
  #stage;
  #width = 1; // of the picture, px
  #height = 1;

  /** @param {HTMLElement} host  holds a stage, which holds a canvas */
  constructor(host) {
    this.host = host;
    this.#stage = /** @type {HTMLElement} */ (host.firstElementChild);
    this.#canvas = host.querySelector("canvas");
  }

  /** CSS px a pixel of the picture. */
  get scale() {
    return this.#stage.clientWidth / this.#width;
  }

  /** Take another picture, to be fitted; what the browser cannot show stays blank. */
  load(/** @type {ImageBitmap | null} */ bitmap) {
    this.host.classList.toggle("blind", !bitmap);
    if (!bitmap) return;
    this.#width = bitmap.width;
    this.#height = bitmap.height;
    const shrink = Math.min(SHOWN_SIDE / Math.max(bitmap.width, bitmap.height), 1);
    this.#canvas.width = Math.max(Math.round(bitmap.width * shrink), 1);
    this.#canvas.height = Math.max(Math.round(bitmap.height * shrink), 1);
    const context = this.#canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, this.#canvas.width, this.#canvas.height);
    bitmap.close();
  }

  /** Fill the room that there is; none while it is hidden. */
  fit() {
    if (!this.host.clientWidth) return;
    const style = getComputedStyle(this.host);
    const room = (/** @type {string} */ side, /** @type {number} */ length) =>
      length - 2 * parseFloat(style.getPropertyValue(`padding-${side}`));
    const scale = Math.min(
      room("left", this.host.clientWidth) / this.#width,
      room("top", this.host.clientHeight) / this.#height,
    );
    this.#stage.style.width = `${this.#width * scale}px`;
    this.#stage.style.height = `${this.#height * scale}px`;
  }
}
