/**
 * The line beside the number: what it is in words, and how sure that is.
 *
 * @typedef {import("./link.js").Complaint} Complaint
 * @typedef {import("./link.js").Reading} Reading
 */

import { setText } from "./rewrite.js";
import { certainty, spelled } from "./words.js";

/**
 * @param {HTMLElement} host  of two elements
 * @param {Reading} reading
 * @param {Complaint} [error]  what went wrong, to be shown instead
 */
export function showGloss(host, reading, error) {
  const [words, aside] = host.children;
  host.classList.toggle("complaint", Boolean(error));
  setText(words, error ? error.message : spelled(reading));
  setText(aside, error?.hint ?? (reading.lines.length ? certainty(reading) : ""));
}
