/**
 * The page: its buttons, keys and messages around the desk.
 *
 * @typedef {import("./link.js").Answer} Answer
 * @typedef {import("./link.js").Strokes} Strokes
 */

import { fetched, welcome } from "./arrivals.js";
import { Complaint, sentence } from "./complaint.js";
import { Desk } from "./desk.js";
import { enable, hasFocus } from "./focus.js";
import { YourHand } from "./hand.js";
import { copy, download } from "./keep.js";
import { listen } from "./keys.js";
import { Link } from "./link.js";
import { Notice } from "./notice.js";
import { Pad } from "./pad.js";
import { decoded, Picture, readPicture } from "./picture.js";
import { AS_IT_IS, placed, placeOf } from "./place.js";
import { outliveReload } from "./reload.js";
import { remember, remembered } from "./settings.js";
import { checked } from "./strokes.js";
import { View } from "./view.js";
import { Voice } from "./voice.js";
import { one } from "./words.js";

const LOST_AFTER = 400; // ms: shorter gaps are not worth a word
const SAVED_INK = "JSON as this page saves it can be put back";

const byId = (/** @type {string} */ id) => document.getElementById(id);
const pad = new Pad(byId("pad"), { onchange: inkChanged, onmodechange: modeChanged });
const picture = new Picture(byId("picture"));
const view = new View({ onchoose: (index) => desk.choose(index), oncorrect: correct });
const voice = new Voice(byId("spoken"));
const overlays = { ink: byId("ink-boxes"), picture: byId("picture-boxes") };
const desk = new Desk(pad, picture, view, voice, overlays);
const notice = new Notice(byId("notice"), pad.host);
const hand = new YourHand(byId("hand"), {
  onchange: () => link.again(),
  onkept: revertOthers,
  oncomplaint: (error) => notice.complain(error),
});
const address = new URL("api/ink", location.href);
address.protocol = address.protocol.replace("http", "ws");
const link = new Link(address, { onanswer, onstate });
let losing = 0;
let arrivals = 0;
/** @type {Map<number, () => void>} how to take back what was corrected here, by its number */
const corrected = new Map();
/** @type {Blob | null} a picture that waits for the reader to come back */
let waiting = null;

function inkChanged() {
  enable(byId("undo"), pad.canUndo, pad.host);
  enable(byId("redo"), pad.canRedo, pad.host);
  enable(byId("clear"), pad.strokes.length > 0, pad.host);
  waiting = null; // it would cover the pad under the pen
  notice.forgive();
  desk.inkChanged();
  link.send(pad.strokes);
}

function onanswer(/** @type {Answer} */ answer, /** @type {Strokes} */ ink) {
  desk.read(answer, ink);
  // What was shown is laid out while nobody waits: the next event of the pen asks where the pad is.
  setTimeout(() => pad.host.getBoundingClientRect());
}

/** A pen was seen, or fingers may draw again. */
function modeChanged() {
  document.body.classList.toggle("pen-seen", pad.penSeen);
  byId("fingers").checked = pad.fingers;
}

/** "No, that is a seven": shown at once, and learnt. */
async function correct(/** @type {number} */ label) {
  const correction = desk.correct(label);
  if (!correction) return;
  const { strokes, revert } = correction;
  if (!strokes.length) {
    const undo = { label: "Undo", run: revert };
    return notice.say(`Taken as ${one(label)}`, "a picture teaches nothing; ink does", undo);
  }
  try {
    const { id, why } = await hand.teach(strokes, label);
    corrected.set(id, revert);
    notice.say(sentence(why), "", { label: "Undo", run: () => hand.forget(id) });
  } catch (error) {
    notice.complain(error);
  }
}

/** A correction that is not kept any more does not show either. */
function revertOthers(/** @type {Set<number>} */ kept) {
  for (const [id, revert] of corrected) {
    if (kept.has(id)) continue;
    corrected.delete(id);
    revert();
  }
}

/** Whatever was pasted, dropped or opened: ink goes on the pad, all else is read as a picture. */
async function take(/** @type {Blob} */ file) {
  const number = ++arrivals;
  waiting = null;
  try {
    if (file.type === "application/json") {
      const text = await (await fetched(file)).text();
      if (number === arrivals) takeInk(text);
      return;
    }
    document.body.classList.add("reading");
    const answer = await readPicture(file);
    if (number !== arrivals) return;
    const bitmap = await decoded(file);
    if (number !== arrivals) return;
    picture.load(bitmap);
    notice.hide();
    desk.put(answer);
  } catch (error) {
    if (number !== arrivals) return;
    if (error.lost && losing) waiting = file;
    notice.complain(error);
  }
  document.body.classList.remove("reading");
}

function takeInk(/** @type {string} */ text) {
  try {
    const given = Object(JSON.parse(text));
    if (Array.isArray(given)) throw new TypeError("a list, as data sets are; the page takes one ink");
    const { strokes, pen } = given;
    const ink = checked(strokes);
    // Ink with a pen was saved by a pad, and lies where it was written; other ink has any unit.
    pad.load(placed(ink, pen ? AS_IT_IS : placeOf(ink, pad.host)));
  } catch (error) {
    const why = error instanceof TypeError ? error.message : "no JSON";
    throw new Complaint(`That is neither a picture nor ink: ${why}`, SAVED_INK);
  }
  back();
}

/** From a picture back to the ink. */
function back() {
  arrivals++;
  waiting = null;
  notice.forgive();
  document.body.classList.remove("reading");
  const focused = hasFocus(byId("back")); // which goes away, and only then the pad is there again
  desk.put(null);
  if (focused) pad.host.focus();
}

/** What takes ink back takes a picture away. */
function undoesPicture(/** @type {KeyboardEvent} */ event) {
  const undoes = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
  if (undoes) {
    event.preventDefault();
    back();
  }
  return undoes;
}

function readAloud() {
  link.again();
  const silent = document.body.classList.contains("lost") ? byId("status").textContent : "";
  voice.sayNow(silent || desk.words || "nothing is written yet");
}

async function copyNumber() {
  if (!desk.text) return;
  try {
    await copy(desk.text);
    notice.say(`Copied ${desk.text}`);
  } catch (error) {
    notice.complain(error);
  }
}

async function keepPicture() {
  if (pad.strokes.length && !desk.pictured) download(await pad.toPNG(), desk.text, "png");
}

function keepText(/** @type {string} */ text, /** @type {string} */ kind, /** @type {string} */ type) {
  download(new Blob([text], { type }), desk.text, kind);
}

function onstate(/** @type {boolean} */ open) {
  if (open) {
    clearTimeout(losing);
    losing = 0;
    sayState(true);
    if (waiting) take(waiting);
  } else losing ||= setTimeout(sayState, LOST_AFTER, false);
}

function sayState(/** @type {boolean} */ open) {
  document.body.classList.toggle("lost", !open);
  byId("status").textContent = open ? "reading as you write" : "reader lost; your ink is kept";
}

function whenPressed(/** @type {{[id: string]: () => void}} */ actions) {
  for (const [id, run] of Object.entries(actions)) byId(id).addEventListener("click", run);
}

whenPressed({
  undo: () => pad.undo(),
  redo: () => pad.redo(),
  clear: () => pad.clear(),
  back,
  copy: copyNumber,
  png: keepPicture,
  svg: () => keepText(pad.toSVG(), "svg", "image/svg+xml"),
  json: () => keepText(pad.toJSON(), "json", "application/json"),
});
welcome({
  take,
  takeText: (text) => take(new Blob([text], { type: "application/json" })),
  button: byId("open"),
  input: byId("file"),
});
listen({
  pad: byId("pad"),
  first: (event) => (desk.pictured ? undoesPicture(event) : pad.key(event)),
  confined: byId("confined"),
  bindings: {
    Escape: back,
    c: back, // with ink the pad has taken these keys already
    Delete: back,
    Backspace: back,
    p: readAloud,
    Enter: readAloud,
    ArrowLeft: () => voice.sayNow(desk.step(-1)),
    ArrowRight: () => voice.sayNow(desk.step(1)),
    o: () => byId("file").click(),
    s: keepPicture,
    h: () => byId("hand").togglePopover(),
    i: () => byId("open-inside").click(),
    "?": () => byId("keys").togglePopover(),
    ...Object.fromEntries([..."0123456789"].map((key) => [key, () => correct(Number(key))])),
  },
});
document.addEventListener("copy", (event) => {
  if (!desk.text || String(getSelection())) return;
  event.clipboardData.setData("text/plain", desk.text);
  event.preventDefault();
  notice.say(`Copied ${desk.text}`);
});
byId("picture-boxes").addEventListener("click", ({ offsetX, offsetY }) => {
  desk.chooseNearest(offsetX, offsetY);
});
new ResizeObserver(() => {
  picture.fit();
  desk.show();
}).observe(byId("pad"));

byId("fingers").addEventListener("change", ({ target }) => (pad.fingers = target.checked));
byId("width").addEventListener("input", ({ target }) => {
  pad.penWidth = Number(target.value);
  remember("width", target.value);
});
if (remembered("width", "")) pad.penWidth = Number(remembered("width", ""));
byId("width").value = String(pad.penWidth);
if (/Mac|iP(hone|ad)/.test(navigator.platform)) {
  for (const hint of document.querySelectorAll("kbd")) {
    hint.textContent = hint.textContent.replace("Ctrl ", "⌘").replace("⌘Y", "⇧⌘Z");
  }
}
outliveReload(pad);
inkChanged();
