// The reply form with scripts: sends without leaving the page, counts, keeps drafts, and nothing typed is lost.

import * as outbox from "./outbox.js";
import { me, thread } from "./posts.js";
import { count, drop, load, save, say, time } from "./words.js";

const KEY = `draft:${me}:${thread}`;
const PAUSE = 400;
const NEARLY = 200;
const QUOTED = 400;
const RTL = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/;
const form = document.querySelector("form[data-composer]");
const { text, language, reply_to: replyTo, idempotency_key: key } = form?.elements ?? {};
const message = form?.querySelector("[data-message]");
const replying = form?.querySelector("[data-replying]");
const status = form?.querySelector("[data-draft-status]");
const longest = Number(text?.dataset.longest);
let saving;

export function start() {
  if (!form) return;
  restore();
  form.addEventListener("submit", send);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) form.requestSubmit();
  });
  text.addEventListener("input", typed);
  language.addEventListener("change", () => {
    turn();
    typed();
  });
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  document.addEventListener("click", clicked);
  outbox.setUp(giveBack);
}

// -- sending

function send(event) {
  event.preventDefault();
  const words = text.value.trim();
  if (!words) return refuse(say("empty"));
  if (excess() > 0) return refuse(count("excess", excess(), { most: longest }));
  form.querySelector(".err-sum")?.remove();
  const entry = { key: key.value, text: text.value, language: language.value, direction: text.dir };
  if (replyTo.value) entry.reply_to = Number(replyTo.value);
  text.value = "";
  key.value = crypto.randomUUID();
  answer("");
  tell("");
  forget();
  text.focus({ preventScroll: true });
  return outbox.post(entry);
}

// Words that were not stored come back, before whatever was typed since; with their key, unless it is used up.
function giveBack(words, sentence = "") {
  if (words) {
    text.value = [words.text, text.value].filter(Boolean).join("\n\n");
    key.value = words.isReused ? crypto.randomUUID() : words.key;
    language.value = words.language;
    turn();
    answer(words.reply_to ?? "");
    keep();
  }
  if (sentence) refuse(sentence);
  else text.focus();
}

// -- while typing

const excess = () => [...text.value.trim()].length - longest;

function typed() {
  const over = excess();
  if (over > 0) tell(count("excess", over, { most: longest }));
  else tell("");
  status.textContent = over <= 0 && over > -NEARLY ? count("left", -over) : "";
  clearTimeout(saving);
  saving = setTimeout(keep, PAUSE);
}

function refuse(sentence) {
  tell(sentence);
  text.focus();
}

function tell(sentence) {
  if (message.textContent !== sentence) message.textContent = sentence;
  message.hidden = !sentence;
  if (sentence) text.setAttribute("aria-invalid", "true");
  else text.removeAttribute("aria-invalid");
}

function turn() {
  text.lang = language.value;
  text.dir = RTL.test(language.value) ? "rtl" : "ltr";
}

// -- drafts

function keep() {
  saving = clearTimeout(saving);
  if (!text.value.trim()) return forget();
  const at = Date.now();
  const draft = { text: text.value, language: language.value, reply_to: replyTo.value, key: key.value, at };
  if (save(KEY, draft) && excess() <= -NEARLY) status.textContent = say("saved", { time: time(at) });
}

function forget() {
  saving = clearTimeout(saving);
  drop(KEY);
  status.textContent = "";
}

// What the server brought back (a refused form, a quote) comes after the draft, unless it is the draft.
function restore() {
  const draft = load(KEY);
  if (!draft || draft.text.trim() === text.value.trim()) return;
  const isAlone = !text.value;
  text.value = [draft.text, text.value].filter(Boolean).join("\n\n");
  if (isAlone) {
    language.value = draft.language;
    key.value = draft.key ?? key.value;
    turn();
    if (!replyTo.value) answer(draft.reply_to);
  }
  status.textContent = say("saved", { time: time(draft.at) });
}

// -- replying and quoting

function clicked(event) {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("[data-reply], [data-quote], [data-reply-cancel], a[href='#reply']");
  if (!link || form.hidden) return;
  event.preventDefault();
  const { reply, quote, replyCancel } = link.dataset;
  if (quote) text.value += `${text.value && "\n\n"}${quoted(link)}\n\n`;
  if (replyCancel !== undefined) answer("");
  else if (reply || quote) answer(reply ?? quote);
  typed();
  form.scrollIntoView({ block: "nearest" });
  text.focus({ preventScroll: true });
}

function quoted(link) {
  const words = link.closest(".post").querySelector(".body").innerText.trim();
  const short = words.length > QUOTED ? words.slice(0, QUOTED).replace(/\s+\S*$/, " …") : words;
  return short.replace(/^/gm, "> ");
}

function answer(number) {
  replyTo.value = number;
  replying.hidden = !number;
  replying.replaceChildren();
  if (!number) return;
  const cancel = document.createElement("a");
  cancel.href = "#reply";
  cancel.dataset.replyCancel = "";
  cancel.textContent = say("notReply");
  replying.append(say("replying", { n: number }), " · ", cancel);
}
