/** The 28x28 frame of a digit, as the network saw it. */

import { levelsOf } from "./tiles.js";

const SIDE = 28;

/**
 * Draw a frame in the colours of the page.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {string} [frame]  base64 of its bytes, 0 paper to 255 ink; none for an empty one
 */
export function drawFrame(canvas, frame = "") {
  const context = canvas.getContext("2d");
  const image = new ImageData(SIDE, SIDE);
  levelsOf(frame).forEach((level, i) => (image.data[4 * i + 3] = level));
  context.putImageData(image, 0, 0);
  context.globalCompositeOperation = "source-in"; // the colour, as much of it as there is ink
  context.fillStyle = getComputedStyle(canvas).color;
  context.fillRect(0, 0, SIDE, SIDE);
}
