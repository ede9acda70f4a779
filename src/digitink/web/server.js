/** Questions to the server over HTTP. */

import { Complaint, sentence } from "./complaint.js";

const PATIENCE = 15_000; // ms; the server gives up earlier, and says so
export const LONG_PATIENCE = 65_000; // ms; so it does where it has much to do

/**
 * Ask the server. Throws a Complaint.
 *
 * @param {string} path
 * @param {{method?: string, json?: unknown, bytes?: Blob, patience?: number}} [question]
 * @returns {Promise<any>} the JSON of its answer; null where that has no body
 */
export async function ask(path, { method = "GET", json, bytes, patience = PATIENCE } = {}) {
  const type = json === undefined ? kindOf(bytes) : "application/json";
  let response;
  let text;
  try {
    response = await fetch(path, {
      method,
      body: json === undefined ? bytes : JSON.stringify(json),
      headers: type ? { "content-type": type } : {},
      signal: AbortSignal.timeout(patience),
    });
    text = await response.text();
  } catch {
    throw new Complaint("The reader does not answer", "is digitink still running?", true);
  }
  const answer = parsed(text);
  if (response.ok) return answer;
  const { message, hint } = answer?.error ?? {};
  throw new Complaint(sentence(message ?? `The reader answered ${response.status}`), hint);
}

/** Pictures by their type; whatever else is given is looked at as bytes. */
function kindOf(/** @type {Blob | undefined} */ bytes) {
  if (!bytes) return "";
  return bytes.type.startsWith("image/") ? bytes.type : "application/octet-stream";
}

function parsed(/** @type {string} */ text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    throw new Complaint("The reader answered what is no JSON", "restart digitink");
  }
}
