// On every page of somebody who is signed in: the number of unread notices, the same in header, title and list;
// and drafts leave this device with whoever signs out.

import { listen } from "./stream.js";
import { count, forget, say } from "./words.js";

const bell = document.querySelector("[data-bell]");
const { me } = bell.dataset;
const windows = new BroadcastChannel("unread");
const PREFIX = /^\(\d+\) /;

function show(unread) {
  for (const place of document.querySelectorAll("[data-unread]")) {
    place.textContent = unread;
    place.hidden = !unread;
  }
  bell.querySelector("[data-says]").textContent = unread ? count("unread", unread) : say("none");
  document.title = (unread ? `(${unread}) ` : "") + document.title.replace(PREFIX, "");
}

function tell(unread) {
  show(unread);
  windows.postMessage({ me, unread });
}

async function refresh() {
  const answer = await fetch("/api/v1/me").catch(() => null);
  if (answer?.ok) tell((await answer.json()).unread);
}

// This page is newer than the others: what it was given counts.
tell(Number(bell.querySelector("[data-unread]").textContent));
windows.onmessage = ({ data }) => data.me === me && show(data.unread);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
addEventListener("pageshow", (event) => event.persisted && refresh());

listen({
  name: "me",
  seq: Number(bell.dataset.seq),
  event: ({ data }) => tell(data.unread),
  refresh,
});

forget(me);
document.addEventListener("submit", ({ target }) => {
  if (new URL(target.action).pathname.endsWith("/accounts/logout/")) forget();
});
