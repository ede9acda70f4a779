/** Which digit is asked for next. */

/**
 * One of those written least often so far, by chance; another one than before where there is any.
 *
 * @param {number[]} counts  how many of each digit there are
 * @param {number} times  how many are wanted
 * @param {number | null} before  the digit that was asked for last
 * @param {() => number} [random]  in [0, 1)
 * @returns {number | null} null where there are enough of all
 */
export function next(counts, times, before, random = Math.random) {
  const missing = [...counts.keys()].filter((digit) => counts[digit] < times);
  const others = missing.filter((digit) => digit !== before);
  const open = others.length ? others : missing;
  const least = Math.min(...open.map((digit) => counts[digit]));
  const rarest = open.filter((digit) => counts[digit] === least);
  return rarest[Math.floor(random() * rarest.length)] ?? null;
}
