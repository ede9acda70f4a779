/** What is shown anew for each reading: to write the same again would cost a layout each time. */

/** Give an element this text. */
export function setText(/** @type {Element} */ element, /** @type {string} */ text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Give an element these classes and no others; those that are false or "" are left out. */
export function setClasses(
  /** @type {Element} */ element,
  /** @type {(string | false)[]} */ ...classes
) {
  element.className = classes.filter(Boolean).join(" ");
}
