// The list of posts. What happens in the discussion is shown without moving the page: at its end new replies are
// added, anywhere else they wait behind the pill; changes are made in place; in a hidden window nothing happens.

import { count, languageName, say } from "./words.js";

const NEAR = 200;
const TOGETHER = 5_000;
const QUIET = 1_000;
const CONTROLS = "a, summary, button";

export const list = document.getElementById("posts");
const facts = list.dataset;
export const { me, thread, address } = facts;
export const canModerate = facts.canModerate === "1";
export const isLastPage = facts.last === facts.number;
export const mine = new Set(facts.mine.split(" ").filter(Boolean).map(Number));
export const stream = {
  name: facts.topic,
  seq: Number(facts.seq),
  address: `/api/v1/threads/${thread}/events`,
};
export const token = () => document.querySelector("meta[name='csrf-token']").content;
export const postAt = (number) => document.getElementById(`post-${number}`);
export const postsOf = () => [...list.querySelectorAll(":scope > .post[data-number]")];

// Focus a post by its link, or itself where it has none (withheld ones).
export function focusPost(post) {
  const link = post.querySelector("a.when");
  if (!link) post.tabIndex = -1;
  (link ?? post).focus({ preventScroll: true });
  post.scrollIntoView({ block: "nearest" });
}

// -- in their place

const parser = document.createElement("template");

// The server's own partial, the same bytes as in the page.
function parse(html) {
  parser.innerHTML = html;
  return parser.content.firstElementChild;
}

// Every page has the same posts; whose they are, and what may be done about them, its reader's page adds.
export function dress(post) {
  const { number, author } = post.dataset;
  const isMine = mine.has(Number(number)) || Boolean(me && author === me);
  for (const control of post.querySelectorAll("[data-can]")) {
    const who = control.dataset.can.split(" ");
    control.hidden = !(isMine ? who.includes("own") : canModerate && who.includes("moderate"));
  }
}

function place(post) {
  const next = postsOf().find((other) => Number(other.dataset.number) > Number(post.dataset.number));
  dress(post);
  list.insertBefore(post, next ?? list.querySelector(":scope > .pending"));
}

// Focus, an open menu and marks stay as they were; what stood beneath a placeholder goes with it.
function change(fresh) {
  const { number, state } = fresh.dataset;
  const old = postAt(number);
  const controls = [...old.querySelectorAll(CONTROLS)];
  const focused = controls.indexOf(document.activeElement);
  dress(fresh);
  for (const mark of ["unread", "here"]) fresh.classList.toggle(mark, old.classList.contains(mark));
  if (old.querySelector(".more[open]")) fresh.querySelector(".more")?.setAttribute("open", "");
  old.replaceWith(fresh);
  if (state === "stands") list.querySelector(`:scope > [data-of="${number}"]`)?.remove();
  if (focused >= 0) twin(controls[focused], fresh)?.focus({ preventScroll: true });
}

function twin({ tagName, className, href }, post) {
  const isTwin = (other) => other.tagName === tagName && other.className === className && other.href === href;
  return [...post.querySelectorAll(CONTROLS)].find(isTwin) ?? post.querySelector("a.when");
}

// -- arriving

const composer = document.querySelector("form[data-composer]");
const waiting = new Map(); // by number: posts behind the pill, in order
const held = []; // what came while the window was hidden
let pill = document.getElementById("pill");
let newest = Number(facts.number);
let claims, closing;

// `claims(frame, post)`: whether a new post is taken care of; `closing(frame)`: what is not about a post.
export function setUp(options) {
  ({ claims, closing } = options);
  pill.addEventListener("click", showWaiting);
  document.addEventListener("visibilitychange", () => {
    if (!isHidden()) for (const frame of held.splice(0)) happen(frame, true);
  });
}

const isHidden = () => document.hidden || document.visibilityState === "hidden";

export function event(frame) {
  if (isHidden()) held.push(frame);
  else happen(frame, false);
}

function happen(frame, isLate) {
  const { number } = frame.data;
  if (!number) return closing(frame);
  const isNew = frame.kind === "post.new";
  const post = parse(frame.html);
  if (isNew && claims(frame, post)) return;
  if (postAt(number)) change(post);
  else if (waiting.has(number)) waiting.set(number, post);
  else if (isNew) arrive(post, number, isLate);
}

function arrive(post, number, isLate) {
  countTo(number);
  if (!me || post.dataset.author !== me) announce(post);
  if (isLastPage && !isLate && !waiting.size && isNearEnd()) return show(post);
  waiting.set(number, post);
  drawPill();
}

const isNearEnd = () => list.getBoundingClientRect().bottom - innerHeight <= NEAR;

function show(post) {
  post.classList.add("unread");
  holdStill(() => place(post));
}

// One's own: stored, and no news to oneself.
export function confirm(post, number) {
  countTo(number);
  place(post);
}

// Who is writing keeps their line where it is.
export function holdStill(act) {
  const isWriting = composer?.contains(document.activeElement);
  const before = isWriting && composer.getBoundingClientRect().top;
  act();
  if (isWriting) scrollBy({ top: composer.getBoundingClientRect().top - before, behavior: "instant" });
}

function countTo(number) {
  newest = Math.max(newest, number);
  document.querySelector("[data-post-count]").textContent = count("posts", newest);
}

// On an earlier page the pill is a link to where the new replies are.
function drawPill() {
  if (!isLastPage && pill.tagName !== "A") {
    const [first] = waiting.keys();
    const link = document.createElement("a");
    link.className = pill.className;
    link.id = pill.id;
    link.href = `${address}?from=${first}#post-${first}`;
    link.append(...pill.childNodes);
    pill.replaceWith(link);
    pill = link;
  }
  pill.querySelector("[data-label]").textContent = count("new", waiting.size);
  pill.hidden = false;
}

export function showWaiting() {
  if (!waiting.size) return;
  if (!isLastPage) return pill.click();
  const posts = [...waiting.values()];
  waiting.clear();
  pill.hidden = true;
  posts.forEach(show);
  focusPost(posts[0]);
}

// -- telling screen readers, in a few words: whose reply it is, or how many came within five seconds

let burst = [];
let began = 0;
let speaking;

function announce(post) {
  if (Date.now() - began > TOGETHER) {
    burst = [];
    began = Date.now();
  }
  burst.push(post);
  clearTimeout(speaking);
  speaking = setTimeout(() => tell("announce", burst.length === 1 ? one(burst[0]) : count("new", burst.length)), QUIET);
}

function one(post) {
  const name = post.querySelector(".name bdi")?.textContent;
  const { language } = post.dataset;
  return name && language ? say("reply", { name, language: languageName(language) }) : count("new", 1);
}

export function tell(place, sentence) {
  const line = document.createElement("p");
  line.textContent = sentence;
  document.getElementById(place).replaceChildren(line);
}
