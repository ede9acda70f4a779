/** Ink outlives a reload of its page: it is kept by the tab and goes with it. */

const NAME = "digitink.ink";

/** Put back the ink that was on a pad when its page was left or hidden, and keep it when it is again. */
export function outliveReload(/** @type {import("./pad.js").Pad} */ pad) {
  try {
    pad.load(JSON.parse(sessionStorage.getItem(NAME)).strokes);
  } catch {
    // there is none, or the browser keeps nothing
  }
  const keep = () => {
    try {
      if (pad.strokes.length) sessionStorage.setItem(NAME, pad.toJSON());
      else sessionStorage.removeItem(NAME);
    } catch {
      // as above, or it is more than the browser keeps
    }
  };
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", keep); // a hidden tab may end without a word
}
