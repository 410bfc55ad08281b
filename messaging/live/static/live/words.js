// Words: the sentences of the page (live/words.py), whole, translated, counted ones in the plural of their number;
// and the unsent ones of its reader, which this device keeps under their handle until they are sent or signed out.

const language = document.documentElement.lang || "en";
const plural = new Intl.PluralRules(language);
const languages = new Intl.DisplayNames([language], { type: "language" });
const clock = new Intl.DateTimeFormat(`${language}-u-nu-latn`, { timeStyle: "short" });

const island = (id) => JSON.parse(document.getElementById(id)?.textContent || "{}");
const words = { ...island("live-words"), ...island("badge-words") };

export const say = (name, facts = {}) => fill(words[name], facts);

export const count = (name, n, facts = {}) => fill(words[name][plural.select(n)], { n, ...facts });

export const time = (moment) => clock.format(moment);

export function languageName(code) {
  try {
    return languages.of(code);
  } catch {
    return code;
  }
}

function fill(sentence, facts) {
  return sentence.replace(/\{(\w+)\}/g, (hole, name) => facts[name] ?? hole);
}

// -- what this device keeps

const OURS = /^(draft|unsent):([^:]*):/;
let isLeaving = false; // signing out: what the page would keep as it goes is not kept

export function load(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function save(key, value) {
  if (isLeaving) return false;
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false; // private windows and full disks: the words stay on the page
  }
}

export function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

// Nobody's words but `me`'s stay; without `me`, nobody's, and none come any more.
export function forget(me) {
  isLeaving = me === undefined;
  try {
    for (const key of Object.keys(localStorage)) {
      const [, , whose] = OURS.exec(key) ?? [];
      if (whose !== undefined && whose !== me) localStorage.removeItem(key);
    }
  } catch {
    // nothing was kept
  }
}
