"use strict";
/* Searches the site's index: loads the pieces that a question needs as scripts, which works from a folder, too. */
const newsthreadSearch = (() => {
  const CJK = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]/;
  const held = { terms: new Map(), rows: new Map(), loads: new Map(), all: null, prefixes: new Set() };
  const SHOWN = 20;
  let turn = 0;

  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}+/gu, "").normalize("NFC");
  const runs = (text) => (fold(text).match(/[\p{L}\p{N}]+/gu) || []).flatMap((run) => run.split(/([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+)/u).filter(Boolean));
  const termsOf = (text) => runs(text).flatMap((run) => {
    if (!CJK.test(run[0])) return [run.slice(0, 40)];
    return run.length < 2 ? [run] : Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2));
  });
  const hex = (text) => Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, "0")).join("");

  const load = (name) => {
    if (!held.loads.has(name)) {
      held.loads.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = "search/" + name + ".js";
        script.onload = resolve;
        script.onerror = () => { held.loads.delete(name); reject(new Error(name)); };
        document.head.append(script);
      }));
    }
    return held.loads.get(name);
  };

  const prefixOf = (term) => {
    for (let length = term.length; length > 0; length -= 1) {
      if (held.prefixes.has(term.slice(0, length))) return term.slice(0, length);
    }
    return null;
  };
  const numbers = (written) => {
    const found = [];
    let at = 0;
    for (const part of written.split(",")) { at += parseInt(part, 36); found.push(at); }
    return found;
  };

  /* Articles with a term; with isOpen also those with a longer word that begins so, as far as its piece holds them. */
  const withTerm = async (term, isOpen) => {
    const prefix = prefixOf(term);
    if (prefix === null) return [];
    await load("t-" + hex(prefix));
    const piece = held.terms.get(prefix);
    if (!isOpen) return Object.hasOwn(piece, term) ? numbers(piece[term]) : [];
    const all = new Set();
    for (const [other, written] of Object.entries(piece)) {
      if (other.startsWith(term)) for (const number of numbers(written)) all.add(number);
    }
    return [...all].sort((one, other) => one - other);
  };

  const find = async (text, filters) => {
    const terms = termsOf(text);
    const isOpen = /[\p{L}\p{N}]$/u.test(text) && terms.length > 0 && terms[terms.length - 1].length > 2;
    const lists = await Promise.all([
      ...terms.map((term, at) => withTerm(term, isOpen && at === terms.length - 1)),
      ...filters.map((term) => withTerm(term, false)),
    ]);
    if (!lists.length) return Array.from({ length: held.all.articles }, (_, at) => at).reverse();
    lists.sort((one, other) => one.length - other.length);
    let found = lists[0];
    for (const list of lists.slice(1)) { const has = new Set(list); found = found.filter((number) => has.has(number)); }
    return found.reverse();
  };

  const element = (tag, words, more = {}) => Object.assign(document.createElement(tag), { textContent: words }, more);
  const line = (row, stories) => {
    const item = document.createElement("li");
    const [title, outlet, day, url, language, storyId, storyTitle] = row;
    item.append(element("span", day, { className: "when" }));
    const what = document.createElement("div");
    what.append(url ? element("a", title, { href: url, dir: "auto", lang: language || "" }) : element("span", title, { dir: "auto" }));
    what.append(element("span", " " + outlet, { className: "meta" }));
    if (storyId) {
      const story = element("p", stories + ": ", { className: "meta" });
      story.append(element("a", storyTitle || storyId, { href: "stories/" + storyId + ".html", dir: "auto" }));
      what.append(story);
    }
    item.append(what);
    return item;
  };

  const show = async (form, list, said, more, from) => {
    const mine = (turn += 1);
    const filters = ["o", "l", "s"].filter((kind) => form[kind].value).map((kind) => "~" + kind + ":" + form[kind].value);
    try {
      const found = await find(form.q.value, filters);
      const chosen = found.slice(from, from + SHOWN);
      const pieces = [...new Set(chosen.map((number) => Math.floor(number / held.all.each)))];
      await Promise.all(pieces.map((piece) => load("a-" + piece)));
      if (mine !== turn) return;
      if (!from) list.replaceChildren();
      for (const number of chosen) {
        list.append(line(held.rows.get(Math.floor(number / held.all.each))[number % held.all.each], list.dataset.story));
      }
      said.textContent = found.length ? said.dataset.found.replace("{n}", found.length.toLocaleString(document.documentElement.lang)) : said.dataset.none;
      more.hidden = from + SHOWN >= found.length;
      more.onclick = () => show(form, list, said, more, from + SHOWN);
      if (from) list.children[from]?.querySelector("a")?.focus();
    } catch (error) {
      said.textContent = said.dataset.broken + " (" + error.message + ")";
    }
  };

  const start = async () => {
    const form = document.getElementById("search"), list = document.getElementById("found");
    const said = document.getElementById("said"), more = document.getElementById("more");
    await load("pieces");
    held.prefixes = new Set(held.all.prefixes);
    for (const [kind, values] of [["o", held.all.outlets], ["l", held.all.languages]]) {
      for (const value of values) form[kind].append(element("option", value, { value }));
    }
    const asked = new URLSearchParams(location.search || location.hash.slice(1));
    for (const name of ["q", "o", "l", "s"]) if (asked.get(name)) form[name].value = asked.get(name);
    let waiting;
    const again = () => {
      const asking = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      history.replaceState(null, "", "#" + asking);
      show(form, list, said, more, 0);
    };
    form.oninput = () => { clearTimeout(waiting); waiting = setTimeout(again, 150); };
    form.onsubmit = (event) => { event.preventDefault(); again(); };
    document.onkeydown = (event) => {
      if (event.key === "/" && document.activeElement !== form.q) { event.preventDefault(); form.q.focus(); }
    };
    form.hidden = false;
    await show(form, list, said, more, 0);
    document.documentElement.dataset.ready = Math.round(performance.now());
  };

  if (typeof document !== "undefined") document.addEventListener("DOMContentLoaded", start);
  return {
    pieces: (all) => { held.all = all; },
    terms: (prefix, terms) => { held.terms.set(prefix, terms); },
    rows: (number, rows) => { held.rows.set(number, rows); },
    termsOf,
  };
})();
