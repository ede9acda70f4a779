/**
 * The page that asks for digits: what is written is kept by the server at once, and asked for until
 * there are enough of each.
 *
 * @typedef {{folder: string, times: number, counts: number[]}} State  as the server tells it
 * @typedef {import("./brush.js").Stroke} Stroke
 */

import { next } from "./asking.js";
import { enable } from "./focus.js";
import { listen } from "./keys.js";
import { Notice } from "./notice.js";
import { Pad } from "./pad.js";
import { ask, LONG_PATIENCE } from "./server.js";
import { remember, remembered } from "./settings.js";
import { inTenths } from "./strokes.js";
import { article, one } from "./words.js";

const STILL = 1_200; // ms without the pen, after which a digit is kept by itself

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const pad = new Pad(byId("pad"), { onchange: inkChanged, onmodechange: modeChanged });
const notice = new Notice(byId("notice"), pad.host);
/** @type {State} */
let state = { folder: "", times: 0, counts: Array(10).fill(0) };
/** @type {number | null} the digit that is asked for; null once there are enough of all */
let asked = null;
/** @type {WeakMap<Stroke, number | null>} what was asked for when a stroke was written */
const wanted = new WeakMap();
let busy = true;
let still = 0;

function inkChanged() {
  clearTimeout(still);
  if (byId("onward").checked && pad.strokes.length && !pad.drawing) {
    still = setTimeout(keep, STILL);
  }
  enableButtons();
  for (const stroke of pad.strokes) if (!wanted.has(stroke)) wanted.set(stroke, asked);
  // Undo after a skip brings back what was written for another digit.
  const digit = wanted.get(pad.strokes[0]) ?? asked;
  if (digit !== asked) askFor(digit);
}

function modeChanged() {
  document.body.classList.toggle("pen-seen", pad.penSeen);
  byId("fingers").checked = pad.fingers;
}

function enableButtons() {
  const written = pad.strokes.length > 0;
  const open = !busy && asked !== null;
  for (const [id, enabled] of Object.entries({
    undo: pad.canUndo,
    clear: written,
    keep: open && written,
    skip: open,
    back: !busy && total() > 0,
    done: !busy && total() > 0,
  })) {
    enable(byId(id), enabled, pad.host);
  }
}

function total() {
  return state.counts.reduce((sum, count) => sum + count, 0);
}

/**
 * Ask the server, and show how far it is then.
 *
 * @returns {Promise<boolean>} whether it could
 */
async function change(/** @type {string} */ path, question = {}) {
  busy = true;
  enableButtons();
  try {
    state = await ask(`api/collection${path}`, question);
    return true;
  } catch (error) {
    notice.complain(error);
    return false;
  } finally {
    busy = false;
    show();
    inkChanged(); // what was written meanwhile may be kept by itself now
  }
}

async function keep() {
  clearTimeout(still);
  if (byId("keep").disabled) return;
  const ink = pad.takeOff(); // what is written from now on is the next digit
  const json = { label: asked, strokes: inTenths(ink) };
  if (await change("", { method: "POST", json })) {
    notice.hide();
    return askFor(next(state.counts, state.times, asked));
  }
  pad.add(ink);
  clearTimeout(still); // by itself it is not tried again
}

function skip() {
  if (byId("skip").disabled) return;
  pad.clear();
  askFor(next(state.counts, state.times, asked));
}

/** What was kept last is asked for again. */
async function takeBack() {
  if (byId("back").disabled) return;
  const before = state.counts;
  const ink = pad.strokes;
  pad.clear();
  const answered = await change("/undo", { method: "POST" });
  const taken = before.findIndex((count, digit) => count > state.counts[digit]);
  if (taken >= 0) {
    notice.say(`Taken back: ${one(taken)}`);
    return askFor(taken);
  }
  pad.add(ink);
  if (answered) notice.say("The last digit is somebody else's");
}

async function finish() {
  if (!(await change("/finish", { method: "POST", patience: LONG_PATIENCE }))) return;
  notice.say(
    `${total()} digits in ${state.folder}`,
    "as pictures, ink JSON, CSV and IDX; you may go on, or close this page",
  );
}

function askFor(/** @type {number | null} */ digit) {
  asked = digit;
  for (const stroke of pad.strokes) wanted.set(stroke, digit);
  const figure = document.createElement("b");
  figure.textContent = String(digit);
  if (digit === null) byId("asked").textContent = "That is all. Thank you!";
  else byId("asked").replaceChildren(`Write ${article(digit)}`, figure);
  show();
}

function show() {
  const { counts, times, folder } = state;
  byId("progress").textContent = `${total()} of ${10 * times}`;
  byId("bar").max = Math.max(1, 10 * times);
  byId("bar").value = total();
  byId("folder").textContent = folder;
  byId("counts").replaceChildren(...counts.map((count, digit) => item(digit, count, times)));
  enableButtons();
}

function item(/** @type {number} */ digit, /** @type {number} */ count, /** @type {number} */ times) {
  const element = document.createElement("li");
  const figure = document.createElement("b");
  figure.textContent = String(digit);
  element.append(figure, `${count}/${times}`);
  element.classList.toggle("full", count >= times);
  if (digit === asked) element.setAttribute("aria-current", "true");
  return element;
}

listen({
  pad: byId("pad"),
  first: (event) => pad.key(event),
  bindings: { Enter: keep, s: skip, b: takeBack },
  confined: byId("confined"),
});
for (const [id, run] of Object.entries({
  keep,
  skip,
  back: takeBack,
  done: finish,
  undo: () => pad.undo(),
  clear: () => pad.clear(),
})) {
  byId(id).addEventListener("click", run);
}
byId("fingers").addEventListener("change", ({ target }) => (pad.fingers = target.checked));
byId("onward").checked = remembered("onward", "") === "yes";
byId("onward").addEventListener("change", ({ target }) => {
  remember("onward", target.checked ? "yes" : "");
  inkChanged();
});
show();
if (await change("")) askFor(next(state.counts, state.times, null));
