/** What is shown anew for each reading: what stays the same must not cost a layout each time. */

/** Give an element this text. */
export function setText(/** @type {Element} */ element, /** @type {string} */ text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Give an element these classes and no others, at one stroke; what is false or "" is left out. */
export function setClasses(
  /** @type {Element} */ element,
  /** @type {(string | false)[]} */ ...classes
) {
  element.className = classes.filter(Boolean).join(" ");
}
