// The one socket of a page. It listens to numbered topics, reads on where it left off after every break, and looks
// things up by plain requests while there is no socket.

const SOONEST = 500;
const LATEST = 30_000;
const SILENCE = 45_000; // the server says where its topics stand every 20 s
const PATIENCE = 5_000;
const POLL = 5_000;
const POLL_LATER = 20_000;
const POLL_OFTEN_FOR = 60_000;
const [RESTARTS, NO_SESSION, TOO_MANY] = [1012, 4401, 4429];

const language = document.documentElement.lang || "en";
const topics = new Map();
const watchers = [];
let socket = null;
let state = "connecting";
let tries = 0;
let heard = 0;
let comesBackIn = 0;
let wasRefused = false;
let lostAt = 0;
let opening, polling;

// A topic: `name`, `seq` (the last number it has; null: from now on), `event(frame)`, and if it wants
// `address` (where to look events up), `refresh()` (when they cannot be), `readers(count)`, `denied()`.
export function listen(topic) {
  topics.set(topic.name, topic);
  if (isOpen()) subscribe(topic);
  else connect();
}

export function watch(told) {
  watchers.push(told);
  told(state);
}

export const isLive = () => state === "live";

// Fetch what a topic has missed. Denied ones are told; a failure is the caller's.
export async function catchUp(topic) {
  if (topic.isBusy) return;
  topic.isBusy = true;
  try {
    for (let more = true; more; ) {
      const answer = await fetch(`${topic.address}?after=${topic.seq}&lang=${language}`, {
        signal: AbortSignal.timeout(2 * PATIENCE),
      });
      if ([401, 403, 404].includes(answer.status)) return deny(topic);
      if (!answer.ok) throw new Error(answer.status);
      const { events, head } = await answer.json();
      for (const event of events) give(topic, event);
      more = events.length > 0 && topic.seq < head;
    }
  } finally {
    topic.isBusy = false;
  }
}

function give(topic, event) {
  if (event.seq <= topic.seq) return;
  topic.seq = event.seq;
  topic.event(event);
}

function deny(topic) {
  topics.delete(topic.name);
  if (!topics.size) leave();
  topic.denied?.();
}

function become(now) {
  if (state === now) return;
  state = now;
  for (const told of watchers) told(state);
}

// -- the socket

const isOpen = () => socket?.readyState === WebSocket.OPEN;

function connect() {
  clearTimeout(opening);
  if (socket || !topics.size || state === "signed out") return;
  const address = new URL(`/ws/?lang=${language}`, location);
  address.protocol = address.protocol.replace("http", "ws");
  const mine = new WebSocket(address);
  socket = mine;
  const ifMine = (act) => (event) => mine === socket && act(event);
  mine.onopen = ifMine(() => topics.forEach(subscribe));
  mine.onmessage = ifMine(({ data }) => take(JSON.parse(data)));
  mine.onclose = ifMine(({ code }) => lose(code));
  opening = setTimeout(() => mine === socket && !isOpen() && lose(), 2 * PATIENCE);
}

function subscribe({ name, seq }) {
  heard = Date.now();
  socket.send(JSON.stringify({ op: "sub", topic: name, since: seq }));
}

function take(frame) {
  heard = Date.now();
  const topic = topics.get(frame.topic);
  if (frame.t === "restart") comesBackIn = 1000 * frame.after + SOONEST;
  else if (frame.t === "degraded") become("degraded");
  else if (frame.t === "denied") topic && deny(topic);
  else if (topic) hear(topic, frame);
}

function hear(topic, frame) {
  if (frame.t === "ok") {
    tries = 0;
    wasRefused = false;
    polling = clearInterval(polling);
    if (topic.seq === null || frame.seq < topic.seq) topic.seq = frame.seq;
  }
  if (frame.t !== "gap") become("live");
  if (frame.t === "readers") topic.readers?.(frame.count);
  else if (frame.t === "event" && (frame.seq <= topic.seq + 1 || !topic.address)) give(topic, frame);
  else if (frame.seq > topic.seq || frame.t === "gap") repair(topic, frame.seq);
}

function repair(topic, seq) {
  if (topic.address) return catchUp(topic).catch(() => lose());
  topic.seq = Math.max(topic.seq, seq);
  return topic.refresh?.();
}

// Without a code: given up from this side.
function lose(code) {
  const old = socket;
  socket = null;
  clearTimeout(opening);
  if (code === undefined) old?.close();
  if (code === NO_SESSION && wasRefused) return become("signed out");
  wasRefused = code === NO_SESSION;
  const longest = code === TOO_MANY ? LATEST : Math.min(LATEST, SOONEST * 2 ** tries++);
  const wait = (code === RESTARTS && comesBackIn) || Math.max(SOONEST, longest * (0.5 + Math.random() / 2));
  comesBackIn = 0;
  opening = setTimeout(connect, wait);
  if (!polling) {
    lostAt = Date.now();
    polling = setInterval(poll, POLL);
  }
  if (state !== "polling") become(navigator.onLine ? "lost" : "offline");
}

function leave() {
  const old = socket;
  socket = null;
  clearTimeout(opening);
  old?.close();
}

// -- without it

let polledAt = 0;

async function poll() {
  const pause = Date.now() - lostAt < POLL_OFTEN_FOR ? 0 : POLL_LATER;
  if (document.hidden || !navigator.onLine || Date.now() - polledAt < pause) return;
  polledAt = Date.now();
  try {
    await Promise.all([...topics.values()].map((topic) => (topic.address ? catchUp(topic) : topic.refresh?.())));
    if (state === "lost" || state === "offline") become("polling");
  } catch {
    if (state === "polling") become("lost");
  }
}

// -- what the browser knows

// Something may have changed: a socket that is there has to show that it is alive, one that is not is tried now.
function wake() {
  if (isOpen()) {
    const before = Date.now();
    socket.send('{"op":"ping"}');
    setTimeout(() => isOpen() && heard < before && lose(), PATIENCE);
  } else if (!socket) {
    tries = 0;
    connect();
  }
}

addEventListener("online", () => {
  if (state === "offline") become("lost");
  wake();
});
addEventListener("offline", () => become("offline"));
addEventListener("pagehide", leave);
addEventListener("pageshow", (event) => event.persisted && connect());
document.addEventListener("visibilitychange", () => document.hidden || wake());
setInterval(() => isOpen() && Date.now() - heard > SILENCE && lose(), PATIENCE);
