// Leaving quickly, by the button or by pressing Esc three times: what stands here is gone before the network has
// answered, and the page is replaced in the history. Without this file the button is a form like any other.

const TIMES = 3;
const WITHIN = 1_500;
const form = document.getElementById("quick-exit");
let presses = [];

function leave() {
  const body = new FormData(form);
  const { to } = form.dataset;
  document.title = " ";
  document.body.replaceChildren(form);
  try {
    localStorage.clear();
    sessionStorage.clear();
  } catch {
    // storage that is closed to us holds nothing of ours
  }
  if (!to) return form.submit();
  fetch(form.action, { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => {});
  location.replace(to);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  leave();
});

addEventListener(
  "keydown",
  ({ key, repeat }) => {
    if (key !== "Escape") presses = [];
    if (key !== "Escape" || repeat) return;
    const now = Date.now();
    presses = [...presses.filter((moment) => now - moment < WITHIN), now];
    if (presses.length >= TIMES) leave();
  },
  { capture: true },
);

for (const hint of document.querySelectorAll("[data-quick-exit-hint]")) hint.hidden = false;
