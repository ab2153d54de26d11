// The page's end of stage.js: forms are posted, and each change of the platform is laid over what is shown.

const main = document.querySelector("main");
const up = main.dataset.up;
let walks = walk_all();

function walk_all(places = []) {
  return [...document.querySelectorAll(".tl-sequence")].map((root, index) => {
    // some pages say where to stand at first
    const state = places[index] || { at: Number(root.closest("[data-at]")?.dataset.at) || 1 };
    const shown = opened(root, (now) => Object.assign(state, now));
    if (places[index] || state.at > 1) shown.show({ track: 0, ...state }, false);
    return state;
  });
}

// what speaks for each board
const boards = new Map();
for (const part of document.querySelectorAll(".tl-board")) {
  const act = async (fields, form) => {
    const body = new URLSearchParams(fields);
    try {
      const said = await fetch(form.getAttribute("action") || location.href, { method: "POST", body });
      if (said.ok) await refetch();
      else over(await said.text());
    } catch {
      trouble("Nothing was done: the platform does not answer. Start it again, then load this page again.");
    }
  };
  boards.set(part, board(part, act));
}

// One request at a time, and one more when something was asked for meanwhile: an old answer never covers a newer one.
let asked = 0;
let asking = null;
function refetch() {
  asked += 1;
  asking ||= (async () => {
    try {
      while (asked) {
        asked = 0;
        over(await (await fetch(location.href)).text());
      }
    } finally {
      asking = null;
    }
  })();
  return asking;
}

function over(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const parts = [...fresh.querySelectorAll("[data-tl-part]")];
  const shown = [...document.querySelectorAll("[data-tl-part]")];
  // a page that says what cannot be done has other parts than this one
  if (parts.length !== shown.length) return trouble((fresh.querySelector("main") || fresh.body).textContent.trim());
  trouble("");
  shown.forEach((part, index) => {
    if (boards.has(part)) boards.get(part).show(parts[index].innerHTML, parts[index].dataset.says);
    else renew(part, parts[index]);
  });
  const news = [...fresh.querySelectorAll(".tl-sequence")];
  const olds = [...document.querySelectorAll(".tl-sequence")];
  const grown = news.some((one, index) => count(one) !== count(olds[index]));
  if (!grown) return;
  const active = document.activeElement;
  const place = olds.map((old) => stops(old).indexOf(active));
  const scrolled = olds.map((old) => old.querySelector(".tl-stage").scrollTop);
  const opens = olds.map((old) => [...old.querySelectorAll("details")].map((one) => one.open));
  olds.forEach((old, index) => old.replaceWith(news[index]));
  walks = walk_all(walks);
  news.forEach((one, index) => {
    one.querySelector(".tl-stage").scrollTop = scrolled[index];
    one.querySelectorAll("details").forEach((part, at) => (part.open = opens[index][at] ?? part.open));
    const stop = stops(one)[place[index]];
    if (stop?.matches(".tl-jump")) stop.value = active.value;
    stop?.focus();
  });
}

// what the focus can be on
const stops = (root) => [...root.querySelectorAll("button, input, select, summary, [tabindex]")];

const count = (root) => root.querySelectorAll(".tl-frames > .tl-frame").length;

function trouble(words) {
  let said = document.querySelector(".tl-trouble");
  if (!said && words) {
    said = made("p", { class: "tl-trouble", role: "alert" });
    main.prepend(said);
  }
  if (said) said.textContent = words;
  if (said && !words) said.remove();
}

async function listen() {
  let known = "";
  for (;;) {
    try {
      const said = await fetch(`${up}changes?after=${known}`);
      if (!said.ok) throw new Error(said.statusText);
      const now = await said.text();
      // the first time as well: something may have happened since this page was written
      if (now !== known) await refetch();
      known = now;
    } catch {
      // the platform has stopped, or starts again: ask less and less often is not worth its code here
      await new Promise((again) => setTimeout(again, 2000));
    }
  }
}

// without this script nothing would happen
for (const button of main.querySelectorAll("[data-tl-copy][hidden]")) button.hidden = false;
copying(main);

// a page without such parts never changes
if (document.querySelector("[data-tl-part]")) listen();
