/** Ways to keep what was written: as a file, on the clipboard. */

import { Complaint } from "./complaint.js";

const NAME = 24; // figures of a number that its file is named after

/** Have the browser keep a file, named after the number. */
export function download(/** @type {Blob} */ blob, /** @type {string} */ number, kind) {
  const link = document.createElement("a");
  const figures = number.replaceAll(/\D/g, "").slice(0, NAME);
  link.href = URL.createObjectURL(blob);
  link.download = `${["digitink", figures].filter(Boolean).join("-")}.${kind}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers ask for it late
}

/** Put text on the clipboard. Throws a Complaint. */
export async function copy(/** @type {string} */ text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    throw new Complaint("The browser does not let this page copy", "Ctrl+C does");
  }
}
