/** What a view of the notebook's pad is made of. */

const HTML = `
  <div class="desk">
    <div class="number">
      <p class="specimen" aria-hidden="true">0123456789</p>
      <div class="figures"></div>
      <p class="gloss"><em></em><span></span></p>
    </div>
    <div class="sheet">
      <div class="pad" tabindex="0" role="application"
        aria-label="Pad to write on with mouse, pen or finger, or with the arrow keys and Space"></div>
      <p class="invitation" aria-hidden="true">Draw a digit, or a whole number</p>
      <div class="boxes" aria-hidden="true"></div>
    </div>
    <div class="tools" role="group" aria-label="Ink">
      <button type="button" name="undo" aria-keyshortcuts="Control+Z">Undo</button>
      <button type="button" name="redo" aria-keyshortcuts="Control+Shift+Z Control+Y">Redo</button>
      <button type="button" name="clear" aria-keyshortcuts="C Delete Backspace">Clear</button>
      <label hidden><input type="checkbox"> Fingers draw too</label>
      <p class="state" role="status"></p>
      <button type="button" name="inside" aria-expanded="false">Look inside</button>
    </div>
    <div class="margin">
      <div class="seen">
        <canvas class="frame" width="28" height="28" role="img"
          aria-label="The digit as the network sees it"></canvas>
        <p class="facts"></p>
      </div>
      <ol class="odds" aria-label="How likely each digit is; press what it is where that is wrong"></ol>
    </div>
    <div class="inside" role="group" aria-label="Inside the network" hidden></div>
  </div>
  <div class="notice" role="status">
    <div hidden>
      <p><b></b> <span></span></p>
      <button type="button"></button>
      <button type="button" aria-label="Close">×</button>
    </div>
  </div>
  <p class="spoken unseen" aria-live="polite"></p>`;

/** @returns {HTMLElement} a new view, all in it found by its class */
export function layOut() {
  const root = document.createElement("section");
  root.className = "digitink";
  root.setAttribute("aria-label", "Digit pad");
  root.innerHTML = HTML;
  return root;
}
