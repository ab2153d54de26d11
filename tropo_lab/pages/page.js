// The page's end of stage.js: forms are posted, and each change of the platform is laid over what is shown.

const main = document.querySelector("main");
const up = main.dataset.up;
let walks = walk_all();

function walk_all(places = []) {
  return [...document.querySelectorAll(".tl-sequence")].map((root, index) => {
    const state = places[index] || { at: 1 };
    const shown = opened(root, (now) => Object.assign(state, now));
    if (places[index]) shown.show({ ...state });
    return state;
  });
}

for (const part of document.querySelectorAll(".tl-board")) {
  board(part, async (fields, form) => {
    const body = new URLSearchParams(fields);
    const said = await fetch(form.getAttribute("action") || location.href, { method: "POST", body });
    // a page that says what cannot be done has other parts than this one
    await renew(await said.text());
  });
}

async function renew(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const parts = [...fresh.querySelectorAll("[data-tl-part]")];
  const shown = [...document.querySelectorAll("[data-tl-part]")];
  if (parts.length !== shown.length) return trouble(fresh.querySelector("main")?.textContent);
  trouble("");
  shown.forEach((part, index) => lay(part, parts[index]));
  const news = [...fresh.querySelectorAll(".tl-sequence")];
  const olds = [...document.querySelectorAll(".tl-sequence")];
  const grown = news.some((one, index) => count(one) !== count(olds[index]));
  if (!grown) return;
  const focus = document.activeElement?.dataset?.step;
  olds.forEach((old, index) => old.replaceWith(news[index]));
  walks = walk_all(walks);
  if (focus) document.querySelector(`[data-step="${focus}"]`)?.focus();
}

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

(async function listen() {
  let known = "";
  for (;;) {
    try {
      const said = await fetch(`${up}changes?after=${known}`);
      const now = await said.text();
      if (known && now !== known) await renew(await (await fetch(location.href)).text());
      known = now;
    } catch {
      // the platform has stopped, or starts again: ask less and less often is not worth its code here
      await new Promise((again) => setTimeout(again, 2000));
    }
  }
})();
