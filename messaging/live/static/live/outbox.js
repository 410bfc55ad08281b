// One's own posts on their way: shown at once, kept over a reload, sent with one key until they are stored once.

import * as posts from "./posts.js";
import { catchUp, isLive, watch } from "./stream.js";
import { drop, load, save, say } from "./words.js";

const { address, holdStill, isLastPage, list, me, mine, stream, thread } = posts;
const KEY = `unsent:${me}:${thread}`;
const PATIENCE = 15_000;
const BUSY = 1_000;
const PAUSES = [5_000, 10_000, 20_000, 30_000];
const drawing = document.getElementById("pending");
const entries = []; // not stored yet, in order
const stored = new Map(); // by id: stored, but the post itself has not come in yet
const held = []; // new posts of ours that may be one of the entries
let giveBack = () => {};
let isSending = false;
let failures = 0;
let again;

// `back(entry, sentence)`: the words belong in the composer again.
export function setUp(back) {
  giveBack = back;
  for (const words of load(KEY) ?? []) add(words);
  watch((state) => state === "live" && send());
  addEventListener("online", send);
  if (entries.length) send();
}

export function post(words) {
  add(words);
  keep();
  send();
}

// Whether a new post is (or may be) one of ours that is on its way.
export function claims(frame, item) {
  const entry = stored.get(frame.data.id);
  if (entry) return settle(entry, item, frame.data);
  const mayBeOurs = [me, ""].includes(item.dataset.author) && item.dataset.state === "stands";
  if (!entries.length || !mayBeOurs) return false;
  held.push(frame);
  send();
  return true;
}

function add(words) {
  const item = drawing.content.firstElementChild.cloneNode(true);
  const body = item.querySelector(".body");
  body.textContent = words.text;
  body.lang = words.language;
  body.dir = words.direction;
  const entry = { words, item, failure: "" };
  item.addEventListener("click", ({ target }) => deeds[target.closest("button")?.value]?.(entry));
  entries.push(entry);
  holdStill(() => list.append(item));
  tell(entry, say("sending"));
}

const deeds = {
  send(entry) {
    entry.failure = "";
    giveBack();
    send();
  },
  edit(entry) {
    forget(entry);
    giveBack(entry.words);
  },
  discard(entry) {
    forget(entry);
    giveBack();
  },
};

// What has failed stays said until it is sent: who hears the page is not told again at every try.
function tell(entry, sentence, failure = entry.failure) {
  const { item } = entry;
  if (failure && failure === entry.failure) return;
  entry.failure = failure;
  item.querySelector("[data-where]").textContent = sentence;
  item.querySelector("[data-say]").textContent = failure;
  item.querySelector(".failed").hidden = !failure;
}

function keep() {
  if (entries.length) save(KEY, entries.map(({ words }) => words));
  else drop(KEY);
}

function forget(entry, stays = false) {
  if (entries.includes(entry)) entries.splice(entries.indexOf(entry), 1);
  if (!stays) holdStill(() => entry.item.remove());
  keep();
  if (!entries.length) held.splice(0).forEach(posts.event);
}

// One after the other, so that they are numbered as they were written.
async function send() {
  clearTimeout(again);
  if (isSending) return;
  isSending = true;
  try {
    while (entries.length && (await deliver(entries[0])));
  } finally {
    isSending = false;
  }
}

// False: later.
async function deliver(entry) {
  tell(entry, say("sending"));
  let answer;
  try {
    answer = await request(entry.words);
    if (answer.ok) {
      failures = 0;
      accept(entry, await answer.json());
      return true;
    }
  } catch {
    return later(entry);
  }
  if (answer.status === 409) {
    await new Promise((done) => setTimeout(done, BUSY));
    return true;
  }
  if (answer.status >= 500) return later(entry);
  const sentence = await refusal(answer);
  forget(entry);
  giveBack({ ...entry.words, isReused: sentence === say("reused") }, sentence);
  return true;
}

function request({ key, text, language, reply_to }) {
  return fetch(`/api/v1/threads/${thread}/posts?lang=${document.documentElement.lang}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": key, "X-CSRFToken": posts.token() },
    body: JSON.stringify({ text, language, reply_to }),
    signal: AbortSignal.timeout(PATIENCE),
  });
}

function later(entry) {
  tell(entry, "", say(navigator.onLine ? "unreachable" : "offline"));
  const pause = PAUSES[Math.min(failures++, PAUSES.length - 1)];
  again = setTimeout(send, held.length ? BUSY : pause); // held: the site is there, only its answer got lost
  return false;
}

async function refusal(answer) {
  if (answer.status === 401) return say("signIn");
  if (answer.status === 429) return say("often");
  if (answer.status !== 422) return say("refused");
  const { errors } = await answer.json().catch(() => ({}));
  return errors ? Object.values(errors).flat().join(" ") : say("reused");
}

// Stored. The post comes with the stream, or has come already, or is fetched.
function accept(entry, { id, number }) {
  stored.set(id, entry);
  mine.add(number);
  tell(entry, say("sent"), "");
  const early = held.findIndex((frame) => frame.data.id === id);
  const [frame] = early < 0 ? [] : held.splice(early, 1);
  forget(entry, true);
  if (!isLastPage) return location.assign(`${address}${number}/#post-${number}`);
  if (posts.postAt(number)) settle(entry, null, { id });
  else if (frame) posts.event(frame);
  else if (!isLive()) catchUp(stream).catch(() => {});
}

function settle(entry, item, { id, number }) {
  stored.delete(id);
  holdStill(() => {
    entry.item.remove();
    if (item) posts.confirm(item, number);
  });
  return true;
}
