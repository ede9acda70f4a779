/** The 28x28 frame of a digit, as the network saw it. */

const SIDE = 28;

/**
 * Draw a frame in the colours of the page.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {string} [frame]  base64 of its bytes, 0 paper to 255 ink; none for an empty one
 */
export function drawFrame(canvas, frame = "") {
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, SIDE, SIDE);
  context.fillStyle = getComputedStyle(canvas).color;
  [...atob(frame)].forEach((byte, i) => {
    context.globalAlpha = byte.charCodeAt(0) / 255;
    context.fillRect(i % SIDE, Math.floor(i / SIDE), 1, 1);
  });
}
