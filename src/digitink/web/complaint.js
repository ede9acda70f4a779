/** The one form of all that the reader, or anything else on a page, complains about. */

/** What went wrong and what to do about it, in words to be shown. */
export class Complaint extends Error {
  /**
   * @param {string} message
   * @param {string} [hint]
   * @param {boolean} [lost]  whether there was no answer at all
   */
  constructor(message, hint = "", lost = false) {
    super(message);
    this.hint = hint;
    this.lost = lost;
  }
}

/** A message begins as a sentence does. */
export function sentence(/** @type {string} */ text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
