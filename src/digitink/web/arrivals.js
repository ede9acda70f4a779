/** How things come to the page: pasted, dropped, or opened. */

import { Complaint } from "./complaint.js";

/** A file as it is now: what is sent from a disk could be gone by then. Throws a Complaint. */
export async function fetched(/** @type {Blob} */ file) {
  try {
    return new Blob([await file.arrayBuffer()], { type: file.type });
  } catch {
    throw new Complaint("This file cannot be read", "it may be a folder, or be gone");
  }
}

/**
 * Call `take` with each file that arrives, `takeText` with pasted text.
 *
 * @param {{take: (file: File) => void, takeText: (text: string) => void,
 *   button: HTMLElement, input: HTMLInputElement}} options  button opens the dialogue of `input`
 */
export function welcome({ take, takeText, button, input }) {
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const [file] = input.files;
    input.value = ""; // so that the same file can be opened again
    if (file) take(file);
  });

  document.addEventListener("paste", ({ clipboardData }) => {
    const [file] = clipboardData.files;
    const text = clipboardData.getData("text/plain");
    if (file) take(file);
    else if (text) takeText(text);
  });

  let depth = 0; // a drag enters each element upon its way
  const mark = (/** @type {number} */ change) => {
    depth = Math.max(depth + change, 0);
    document.body.classList.toggle("dropping", depth > 0);
  };
  document.addEventListener("dragenter", () => mark(1));
  document.addEventListener("dragleave", () => mark(-1));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault(); // or the browser leaves the page, and the ink, for the file
    mark(-depth);
    const [file] = event.dataTransfer.files;
    if (file) take(file);
  });
}
