/**
 * The keys of a page. Those without Ctrl can be confined to the pad, for people whose voice or
 * tremor presses keys that they do not mean (WCAG 2.1.4).
 *
 * @typedef {{[key: string]: (event: KeyboardEvent) => void}} Bindings  by KeyboardEvent.key
 */

import { remember, remembered } from "./settings.js";

const OF_PANELS = ["?", "h"]; // keys that open and close them
const OF_BUTTONS = ["Enter", " "]; // keys that a control needs itself
const OF_INPUTS = [...OF_BUTTONS, "ArrowLeft", "ArrowRight"];

/**
 * @param {{pad: HTMLElement, first: (event: KeyboardEvent) => boolean, bindings: Bindings,
 *   confined: HTMLInputElement}} options  first: asked before the bindings, true where it took the
 *   key; confined: the box that is ticked where keys without Ctrl count on the pad alone
 */
export function listen({ pad, first, bindings, confined }) {
  confined.checked = remembered("confined", "") === "yes";
  confined.addEventListener("change", () => remember("confined", confined.checked ? "yes" : ""));
  pad.addEventListener("mousedown", (event) => {
    if (confined.checked) return;
    event.preventDefault(); // the keys of the pen are for those who come to the pad by keys
    document.activeElement.blur();
  });
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.isComposing || !(target instanceof Element)) return;
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    const onPad = pad.contains(target);
    if (!modified && (isElsewhere(key, target) || (confined.checked && !onPad && key.length === 1))) return;
    if (first(event)) return;
    const run = bindings[key.length === 1 ? key.toLowerCase() : key];
    if (modified || !run || (onPad && key.startsWith("Arrow"))) return;
    event.preventDefault();
    if (event.repeat && !key.startsWith("Arrow")) return; // a key that is held does its thing once
    run(event);
  });
}

/** Whether a key is meant for a panel that is open, or for the control that has the focus. */
function isElsewhere(/** @type {string} */ key, /** @type {Element} */ target) {
  if (key === "Escape") return document.querySelector(":popover-open") !== null; // it closes that
  if (target.closest("[popover]")) return !OF_PANELS.includes(key);
  if (target.closest("input")) return OF_INPUTS.includes(key);
  return target.closest("button, a") !== null && OF_BUTTONS.includes(key);
}
