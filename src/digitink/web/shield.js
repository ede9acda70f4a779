/**
 * Keys that are pressed within an element of a notebook are its own: of a letter the notebook would
 * make a new cell, or delete one. So they are caught before it hears of them.
 */

const PASSED = /^(Tab|Escape|Shift|F\d+)$/; // unless they were of use

/**
 * @param {HTMLElement} host
 * @param {(event: KeyboardEvent, target: Element) => void} press
 * @param {AbortSignal} signal
 */
export function shield(host, press, signal) {
  const listener = (/** @type {KeyboardEvent} */ event) => {
    const [target] = event.composedPath();
    if (!host.contains(target)) return;
    if (!event.isComposing) press(event, target);
    if (event.defaultPrevented || isSingle(event)) event.stopImmediatePropagation();
  };
  addEventListener("keydown", listener, { capture: true, signal });
}

function isSingle({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  const runsCell = shiftKey && key === "Enter";
  return !ctrlKey && !metaKey && !altKey && !runsCell && !PASSED.test(key);
}
