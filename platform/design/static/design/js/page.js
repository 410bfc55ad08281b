// What every page can do a little better with scripts; nothing here is needed to use it.

const MENUS = "details.menu, details.more";

function closeMenus(except) {
  for (const menu of document.querySelectorAll(`:is(${MENUS})[open]`)) {
    if (!menu.contains(except)) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target);

  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) dismiss.closest(".toast").remove();

  const show = event.target.closest("[data-show-password]");
  if (show) {
    const input = document.getElementById(show.dataset.showPassword);
    const visible = input.type === "password";
    input.type = visible ? "text" : "password";
    show.setAttribute("aria-pressed", String(visible));
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.(`:is(${MENUS})[open]`);
  if (!menu) return closeMenus(null);
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A password is sent hidden, so that browsers offer to keep it.
document.addEventListener("submit", (event) => {
  for (const button of event.target.querySelectorAll("[data-show-password][aria-pressed='true']")) {
    button.click();
  }
});

for (const button of document.querySelectorAll("[data-show-password], [data-dismiss]")) {
  button.hidden = false;
}

// The focus stays where a person expects it: on the error summary, and on what its links lead to.

function toSummary() {
  const summary = document.querySelector(".err-sum");
  if (summary) summary.focus();
}

function leadToInputs() {
  // A link of the summary leads to the input itself, not only to its place.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".err-sum a[href^='#']");
    const input = link && document.getElementById(link.hash.slice(1));
    if (!input) return;
    event.preventDefault();
    input.focus();
    input.closest(".field")?.scrollIntoView({ block: "nearest" });
  });
}

// The server's absolute times become relative ("3 hours ago") for a week, and tell the reader's own time.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LONGEST = 7 * DAY;

// As the server prints them: the day before the month in English, Western digits in every language.
const page = document.documentElement.lang || "en";
const language = page === "en" ? "en-GB" : page;
const locale = new Intl.Locale(language, { numberingSystem: "latn" }).toString();
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const absolute = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "long" });
const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });

function inWords(moment, now = Date.now()) {
  const seconds = Math.round((moment - now) / 1000);
  const distance = Math.abs(seconds);
  if (distance >= LONGEST) return day.format(moment);
  if (distance >= DAY) return relative.format(Math.trunc(seconds / DAY), "day");
  if (distance >= HOUR) return relative.format(Math.trunc(seconds / HOUR), "hour");
  if (distance >= MINUTE) return relative.format(Math.trunc(seconds / MINUTE), "minute");
  return relative.format(0, "second");
}

function tellTimes(root = document) {
  for (const element of root.querySelectorAll("time[data-relative]")) {
    const moment = Date.parse(element.dateTime);
    if (Number.isNaN(moment)) continue;
    const words = inWords(moment);
    if (element.textContent !== words) element.textContent = words;
    if (!element.dataset.local) {
      element.title = absolute.format(moment);
      element.dataset.local = "1";
    }
  }
}

function keepTime() {
  tellTimes();
  setInterval(tellTimes, 30_000);
  // What arrives later (new posts, fragments) is treated alike.
  new MutationObserver((changes) => {
    if (changes.some((change) => change.addedNodes.length)) tellTimes();
  }).observe(document.getElementById("main") ?? document.body, { childList: true, subtree: true });
}

keepTime();
leadToInputs();
toSummary();
