// The page of a discussion comes alive. Without this file it is a page like any other.

import * as composer from "./composer.js";
import * as outbox from "./outbox.js";
import * as posts from "./posts.js";
import { listen, watch } from "./stream.js";
import { count, drop, load, save, say } from "./words.js";

const { list, me } = posts;
const $ = (id) => document.getElementById(id);
const MOMENT = 2_000;

function arrive() {
  const { here, read } = list.dataset;
  for (const post of posts.postsOf()) {
    posts.dress(post);
    if (Number(read) && Number(post.dataset.number) > Number(read)) post.classList.add("unread");
  }
  for (const element of document.querySelectorAll("[data-without-script]")) element.remove();
  const post = here && posts.postAt(here);
  if (!post || document.querySelector(".err-sum")) return;
  post.classList.add("here");
  posts.focusPost(post);
  post.scrollIntoView({ block: "start" });
  setTimeout(() => post.classList.remove("here"), MOMENT);
}

// The discussion was closed or opened: what stands where the composer is.
function closing({ data, html }) {
  if (!("closed" in data)) return;
  const reply = $("reply");
  $("closed").innerHTML = html;
  reply.hidden = data.closed && !posts.canModerate;
  if (data.closed || reply.matches("form")) return;
  const reload = document.createElement("a");
  reload.href = location.href;
  reload.textContent = say("reload");
  $("closed").append(say("opened"), " ", reload);
}

function showReaders(number) {
  $("readers").hidden = !number;
  if (number) $("readers").querySelector("[data-label]").textContent = count("readers", number);
}

// -- the connection, in one banner, once it matters

const PATIENCE = 5_000;
const SENTENCES = {
  lost: "reconnecting",
  offline: "isOffline",
  polling: "polling",
  degraded: "degraded",
  "signed out": "signedOut",
  denied: "denied",
};
let waiting;
let isOver = false;

function connection(state) {
  if (isOver) return;
  isOver = state === "denied";
  clearTimeout(waiting);
  $("connection").dataset.state = state;
  if (state === "lost" && !$("connection").hasChildNodes()) waiting = setTimeout(draw, PATIENCE, state);
  else draw(state);
}

function draw(state) {
  $("connection").replaceChildren();
  if (!SENTENCES[state]) return;
  const drawn = $("connection-banner").content.cloneNode(true);
  drawn.querySelector("[data-say]").textContent = say(SENTENCES[state]);
  if (state === "signed out") drawn.firstElementChild.setAttribute("role", "alert");
  const reload = drawn.querySelector("a");
  reload.href = location.href;
  reload.hidden = !["denied", "signed out"].includes(state);
  $("connection").append(drawn);
}

// -- how far one has read: a post counts once most of it was in view for a second

const SHARE = 0.6;
const LONG_ENOUGH = 1_000;
const TOGETHER = 5_000;
const timers = new Map();
let told = Number(list.dataset.read);
let read = told;
let telling;

function noteReading() {
  const observer = new IntersectionObserver(look, { threshold: [0, 0.2, 0.4, SHARE, 0.8, 1] });
  const observe = () => posts.postsOf().forEach((post) => observer.observe(post));
  observe();
  new MutationObserver(observe).observe(list, { childList: true });
  document.addEventListener("visibilitychange", () => document.hidden && tellRead(true));
  addEventListener("pagehide", () => tellRead(true));
}

// A post taller than the window counts when it fills most of the window.
function look(entries) {
  for (const { target, intersectionRatio, intersectionRect } of entries) {
    const isSeen = intersectionRatio >= SHARE || intersectionRect.height >= SHARE * innerHeight;
    if (!isSeen) {
      clearTimeout(timers.get(target));
      timers.delete(target);
    } else if (!timers.has(target)) {
      timers.set(target, setTimeout(see, LONG_ENOUGH, target));
    }
  }
}

function see(post) {
  if (document.hidden || !post.isConnected) return timers.delete(post);
  read = Math.max(read, Number(post.dataset.number));
  if (read > told) telling ??= setTimeout(tellRead, TOGETHER);
}

function tellRead(isLeaving) {
  telling = clearTimeout(telling);
  if (read <= told) return;
  const form = new FormData();
  form.set("number", read);
  form.set("csrfmiddlewaretoken", posts.token());
  const { readAddress } = list.dataset;
  const number = read;
  const done = (isDone) => isDone && (told = number);
  if (isLeaving) done(navigator.sendBeacon(readAddress, form));
  else fetch(readAddress, { method: "POST", body: form }).then((answer) => done(answer.ok), () => {});
}

// -- single keys; they can be switched off, and do nothing while somebody types

const FIELDS = "input, textarea, select, dialog[open]";
const isInView = (post) => post.getBoundingClientRect().bottom > 0;
const current = () => document.activeElement.closest(".post[data-number]");
const keys = {
  j: () => step(1),
  k: () => step(-1),
  r: () => (current()?.querySelector("[data-reply]") ?? document.querySelector(".toolbar a[href='#reply']"))?.click(),
  ".": posts.showWaiting,
  "/": () => location.assign($("keys").dataset.find),
  "?": () => $("keys").showModal(),
};

function step(by) {
  const all = posts.postsOf();
  const at = all.indexOf(current());
  const next = at < 0 ? all.find(isInView) : all[at + by];
  if (next) posts.focusPost(next);
}

function listenToKeys() {
  const toggle = $("keys").querySelector("[data-keys-on]");
  toggle.checked = load("keys") !== "off";
  toggle.addEventListener("change", () => (toggle.checked ? drop("keys") : save("keys", "off")));
  const button = document.querySelector("[data-keys]");
  button.hidden = false;
  button.addEventListener("click", keys["?"]);
  document.addEventListener("keydown", (event) => {
    const deed = keys[event.key];
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (!deed || !isPlain || !toggle.checked || event.target.closest(FIELDS)) return;
    event.preventDefault();
    deed();
  });
}

// -- permanent links

async function copy(event) {
  const link = event.target.closest("[data-copy]");
  if (!link || !navigator.clipboard) return;
  event.preventDefault();
  const label = link.lastChild;
  link.dataset.copy ||= label.textContent;
  try {
    await navigator.clipboard.writeText(link.href.split("#")[0]);
  } catch {
    return location.assign(link.href);
  }
  posts.tell("status", say("copied"));
  label.textContent = say("copied");
  setTimeout(() => (label.textContent = link.dataset.copy), MOMENT);
}

arrive();
posts.setUp({ claims: outbox.claims, closing });
composer.start();
if (me) noteReading();
listenToKeys();
list.addEventListener("click", copy);
watch(connection);
listen(Object.assign(posts.stream, { event: posts.event, readers: showReaders, denied: () => connection("denied") }));
