/**
 * The keys of the page. Those without Ctrl can be confined to the pad, for people whose voice or
 * tremor presses keys that they do not mean (WCAG 2.1.4).
 *
 * @typedef {{[key: string]: (event: KeyboardEvent) => void}} Bindings  by KeyboardEvent.key
 */

const OF_CONTROLS = ["Enter", " ", "ArrowLeft", "ArrowRight"]; // keys that a control needs itself

/**
 * @param {{pad: HTMLElement, first: (event: KeyboardEvent) => boolean, bindings: Bindings,
 *   confined: () => boolean}} options  first: asked before the bindings, true where it took the
 *   key; confined: whether keys without Ctrl count on the pad alone
 */
export function listen({ pad, first, bindings, confined }) {
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    if (event.defaultPrevented || event.isComposing || !(target instanceof Element)) return;
    if (event.key === "Escape" && document.querySelector(":popover-open")) return; // it closes that
    const onPad = pad.contains(target);
    const withControl = event.ctrlKey || event.metaKey;
    if (!withControl) {
      if (target.closest("[popover]") || (confined() && !onPad && event.key.length === 1)) return;
      if (target.closest("button, input, a") && OF_CONTROLS.includes(event.key)) {
        if (!target.closest("#figures") || !event.key.startsWith("Arrow")) return;
      }
    }
    if (first(event)) return;
    const run = bindings[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (withControl || event.altKey || !run || (onPad && event.key.startsWith("Arrow"))) return;
    event.preventDefault();
    run(event);
  });
}
