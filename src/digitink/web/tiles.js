/**
 * Numbers as pixels: the ink of a frame in the colours of what it speaks for, and feature maps as
 * tiles beside one another.
 *
 * @typedef {{maps: number, height: number, width: number, levels: string}} Convolution  levels:
 *   base64 of a byte a pixel, map by map
 * @typedef {[red: number, green: number, blue: number]} Colour
 */

const SIDE = 28;
const TILE = [28, 56]; // CSS px: the least and the greatest side of a tile
const ROWS = 2; // of tiles, where that is possible
const GAP = 2; // CSS px between tiles
const GAMMA = 0.6;

/** Bytes 0..255 of their base64. */
export function levelsOf(/** @type {string} */ text) {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

/** Signed bytes of their base64, as shares -1..1. @returns {number[]} */
export function sharesOf(/** @type {string} */ text) {
  return Array.from(new Int8Array(levelsOf(text).buffer), (share) => share / 127);
}

/**
 * Draw the ink of a frame, each pixel between the colours --against, --neutral and --for.
 *
 * @param {HTMLCanvasElement} canvas  of 28x28 pixels
 * @param {Uint8Array} ink  28x28, 255 for ink
 * @param {number[]} shares  28x28, 1 for ink that speaks most for the answer, -1 most against it
 */
export function drawEvidence(canvas, ink, shares) {
  const [against, neutral, favour] = coloursOf(canvas, "--against", "--neutral", "--for");
  const image = new ImageData(SIDE, SIDE);
  shares.forEach((share, i) => {
    const colour = between(neutral, share < 0 ? against : favour, Math.abs(share));
    image.data.set([...colour, ink[i]], 4 * i);
  });
  canvas.getContext("2d").putImageData(image, 0, 0);
}

/**
 * Draw all maps of a convolution, each as a tile in its place, from the colour --sheet for the
 * lowest value of all to --ink for the highest.
 *
 * @param {HTMLCanvasElement} canvas  gets the size that it needs
 * @param {Convolution} convolution
 * @param {number} room  CSS px from side to side
 */
export function drawMaps(canvas, { maps, height, width, levels }, room) {
  const unit = devicePixelRatio;
  const gap = Math.round(GAP * unit);
  const scale = scaleOf(maps, Math.max(height, width), room);
  const size = Math.max(1, Math.floor(scale * unit)); // device px a pixel of a map
  const [across, down] = [width * size + gap, height * size + gap];
  const rows = Math.ceil(maps / Math.max(1, Math.floor((room * unit + gap) / across)));
  const columns = Math.ceil(maps / rows); // no row is much shorter than the others
  const image = new ImageData(columns * across - gap, rows * down - gap);
  const pixels = new Uint32Array(image.data.buffer);
  const palette = paletteOf(canvas);
  const bytes = levelsOf(levels);
  for (let line = 0; line < maps * height; line++) {
    const [map, y] = [Math.floor(line / height), line % height];
    const top = Math.floor(map / columns) * down + y * size;
    const start = top * image.width + (map % columns) * across;
    for (let x = 0; x < width; x++) {
      const from = start + x * size;
      pixels.fill(palette[bytes[line * width + x]], from, from + size);
    }
    for (let row = 1; row < size; row++) {
      pixels.copyWithin(start + row * image.width, start, start + width * size);
    }
  }
  if (canvas.width !== image.width || canvas.height !== image.height) {
    Object.assign(canvas, { width: image.width, height: image.height });
    canvas.style.width = `${image.width / unit}px`;
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}

/** How large tiles can be without more rows than there should be, in CSS px a pixel of a map. */
function scaleOf(/** @type {number} */ maps, /** @type {number} */ side, /** @type {number} */ room) {
  const [least, greatest] = TILE.map((length) => Math.max(1, Math.round(length / side)));
  let scale = greatest;
  while (scale > least && Math.ceil(maps / ROWS) * (scale * side + GAP) > room) scale--;
  return scale;
}

/** The colours of the 256 levels, as ImageData has them; the eye tells weak ones apart as well. */
function paletteOf(/** @type {Element} */ element) {
  const [from, to] = coloursOf(element, "--sheet", "--ink");
  const palette = new Uint8ClampedArray(4 * 256);
  for (let i = 0; i < 256; i++) palette.set([...between(from, to, (i / 255) ** GAMMA), 255], 4 * i);
  return new Uint32Array(palette.buffer);
}

/** @returns {Colour} the colour that is this share of the way from one to the other */
function between(/** @type {Colour} */ from, /** @type {Colour} */ to, /** @type {number} */ share) {
  return from.map((value, i) => Math.round(value + share * (to[i] - value)));
}

/** The colours that an element's style knows by these names. @returns {Colour[]} */
function coloursOf(/** @type {Element} */ element, /** @type {string[]} */ ...names) {
  const style = getComputedStyle(element);
  return names.map((name) => {
    const notation = style.getPropertyValue(name);
    if (!known.has(notation)) known.set(notation, colourOf(notation));
    return known.get(notation);
  });
}

/** @type {Map<string, Colour>} by their notation, whatever that is */
const known = new Map();

/** @returns {Colour} */
function colourOf(/** @type {string} */ notation) {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  context.fillStyle = notation;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}
