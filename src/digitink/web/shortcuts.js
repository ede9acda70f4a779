/** The keys that undo, redo and clear, wherever the focus is. */

/** @returns {"undo" | "redo" | "clear" | null} */
export function actionOf(/** @type {KeyboardEvent} */ event) {
  const key = event.key.toLowerCase();
  if (event.altKey) return null;
  if (event.ctrlKey || event.metaKey) {
    if (key === "z") return event.shiftKey ? "redo" : "undo";
    return key === "y" ? "redo" : null;
  }
  return ["delete", "backspace", "c"].includes(key) ? "clear" : null;
}
