/** What the page remembers from one visit to the next, where the browser lets it. */

/** @returns {string} */
export function remembered(/** @type {string} */ name, /** @type {string} */ otherwise) {
  try {
    return localStorage.getItem(`digitink.${name}`) ?? otherwise;
  } catch {
    return otherwise; // the browser keeps nothing, and says so by an error
  }
}

export function remember(/** @type {string} */ name, /** @type {string} */ value) {
  try {
    localStorage.setItem(`digitink.${name}`, value);
  } catch {
    // as above: then it holds for this visit
  }
}
