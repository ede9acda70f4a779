/** Which part of a digit speaks for the answer, and which against it, in words. */

const SIDE = 28;
const PLACES = [
  ["at the top left", "at the top", "at the top right"],
  ["at the left", "in the middle", "at the right"],
  ["at the bottom left", "at the bottom", "at the bottom right"],
];
const LITTLE = 0.03; // a share of all that speaks which is not worth a word

/**
 * @param {string} answer  "a 7"
 * @param {Uint8Array} ink  28x28, 255 for ink
 * @param {number[]} shares  28x28, 1 for ink that speaks most for the answer, -1 most against it
 */
export function evidence(answer, ink, shares) {
  const sums = { for: new Map(), against: new Map() };
  const placeOf = places(ink);
  let [all, against] = [0, 0];
  shares.forEach((share, i) => {
    if (!share || !ink[i]) return;
    const voice = (Math.abs(share) * ink[i]) / 255;
    const of = share > 0 ? sums.for : sums.against;
    of.set(placeOf(i), (of.get(placeOf(i)) ?? 0) + voice);
    all += voice;
    if (share < 0) against += voice;
  });
  if (!all) return `No ink speaks for ${answer} or against it.`;
  const [favour, contrary] = [sums.for, sums.against].map(strongest);
  if (against < LITTLE * all) return `All ink speaks for ${answer}, most of all ${favour}.`;
  if (against > (1 - LITTLE) * all) {
    return `All ink speaks against ${answer}, most of all ${contrary}.`;
  }
  return `For ${answer} speaks most the ink ${favour}; against it, that ${contrary}.`;
}

/** The ninths of the ink's box: of a pixel's index its place in words. */
function places(/** @type {Uint8Array} */ ink) {
  const inked = [...ink.keys()].filter((i) => ink[i]);
  const thirdOf = (/** @type {(i: number) => number} */ along) => {
    const [low, high] = [Math.min(...inked.map(along)), Math.max(...inked.map(along)) + 1];
    return (/** @type {number} */ i) => Math.floor((3 * (along(i) - low)) / (high - low));
  };
  const [row, column] = [thirdOf((i) => Math.floor(i / SIDE)), thirdOf((i) => i % SIDE)];
  return (/** @type {number} */ i) => PLACES[row(i)][column(i)];
}

/** @returns {string | undefined} the place with the greatest sum */
function strongest(/** @type {Map<string, number>} */ sums) {
  return [...sums].sort(([, one], [, other]) => other - one)[0]?.[0];
}
