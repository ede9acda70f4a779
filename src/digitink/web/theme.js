/** Whether a notebook is dark: the colour of its text says so, in each of them. */

const SIGNS = ["class", "style", "theme", "data-theme", "data-jp-theme-light", "data-jp-theme-name"];

/** @returns {boolean} whether text in this element is light, so that what is behind it is dark */
export function isDark(/** @type {HTMLElement} */ element) {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  context.fillStyle = getComputedStyle(element).color; // in whatever notation it is
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return 0.3 * red + 0.59 * green + 0.11 * blue > 127;
}

/** Call when the theme may have changed. */
export function onThemeChange(/** @type {() => void} */ call, /** @type {AbortSignal} */ signal) {
  const later = () => setTimeout(call, 100); // after its style sheets
  const observer = new MutationObserver(later);
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, { attributes: true, attributeFilter: SIGNS });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", later, { signal });
  signal.addEventListener("abort", () => observer.disconnect());
}
