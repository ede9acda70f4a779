/**
 * The focus of those who work by keys goes on to something else before what has it goes away, or is
 * switched off: from nowhere they would begin anew. Who works with the mouse needs it nowhere.
 */

/** Whether it is at or within an element. */
export function hasFocus(/** @type {Element} */ element) {
  return element.matches(":focus-visible, :has(:focus-visible)");
}

/** Bring it from an element, if it is there, to another. */
export function passFocus(/** @type {Element} */ from, /** @type {HTMLElement} */ to) {
  if (hasFocus(from)) to.focus();
}

/** Switch a button on or off. */
export function enable(
  /** @type {HTMLButtonElement} */ button,
  /** @type {boolean} */ enabled,
  /** @type {HTMLElement} */ successor,
) {
  if (!enabled) passFocus(button, successor);
  button.disabled = !enabled;
}
