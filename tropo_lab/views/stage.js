// What a view does in a browser, in a notebook and on a page alike. Everything shown is made by Python: this script
// moves marks, shows one frame of those it was given, sends what forms hold, and lays a new state over the old one.

const KEYS = { ArrowRight: "next", ArrowLeft: "back", Home: "first", End: "last" };

export async function unpacked(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

const made = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

// A picture, and frames to walk through. `book` is what views/sequence.py packs; `place` is `{at, track, raw}`, and
// `moved(place)` hears of each step that was made here. Gives `show(place)`, which moves without telling.
export function sequence(root, book, place, moved) {
  const at = { ...place };
  const stage = root.querySelector(".tl-stage");
  const body = root.querySelector(".tl-frames");
  if (stage) {
    // it may scroll, and then a keyboard must reach it
    stage.tabIndex = 0;
    stage.setAttribute("role", "group");
    stage.setAttribute("aria-label", "Picture");
  }
  const live = made("p", { class: "tl-live", role: "status" });
  const label = made("span", { class: "tl-place" });
  const hops = stage ? [...stage.querySelectorAll("[data-hop]")] : [];
  const frames = book.tracks.map((track) => track.frames.map(() => null));
  const track = () => book.tracks[at.track] || book.tracks[0];
  const count = () => track().frames.length;
  const buttons = {};
  const number = made("input", { type: "number", min: 1, class: "tl-jump", inputmode: "numeric" });

  const bar = made("div", { class: "tl-steps", role: "group", "aria-label": "Steps" });
  if (book.tracks.some((one) => one.frames.length > 1)) {
    const step = (name, words, key) => {
      const about = { type: "button", class: "tl-button", "data-step": name, "aria-keyshortcuts": key };
      const button = made("button", about, words);
      button.addEventListener("click", () => move(name));
      buttons[name] = button;
      return button;
    };
    number.addEventListener("change", () => {
      const asked = Math.round(Number(number.value));
      go(asked >= 1 ? Math.min(asked, count()) : at.at);
    });
    bar.append(
      step("first", "⇤ First", "Home"),
      step("back", "← Back", "ArrowLeft"),
      step("next", "Next →", "ArrowRight"),
      step("last", "Last ⇥", "End"),
      made("label", { class: "tl-field" }, "Go to ", number),
      made("span", { class: "tl-keys" }, "Keys: ← → Home End"),
    );
  }
  if (book.tracks.length > 1) {
    const choose = made("select", { class: "tl-choose" });
    book.tracks.forEach((one, index) => choose.append(made("option", { value: index }, one.name)));
    choose.addEventListener("change", () => {
      at.track = Number(choose.value);
      go(1);
    });
    buttons.choose = choose;
    bar.append(made("label", { class: "tl-field" }, "Follow ", choose));
  }
  if (book.raw) {
    const box = made("input", { type: "checkbox" });
    box.addEventListener("change", () => {
      at.raw = box.checked;
      go(at.at);
    });
    buttons.raw = box;
    bar.append(made("label", { class: "tl-field tl-check" }, box, "Raw bytes"));
  }
  root.insertBefore(made("div", { class: "tl-tools" }, bar, label), stage || body);
  root.append(live);
  // what a page says above each frame stands in the tools from here on
  root.classList.add("tl-walked");

  const names = { first: () => 1, back: () => at.at - 1, next: () => at.at + 1, last: () => count() };
  const go = (wanted) => {
    at.at = Math.max(Math.min(wanted, count()), Math.min(1, count()));
    draw(true);
    moved({ ...at });
  };
  const move = (name) => {
    if (buttons[name].getAttribute("aria-disabled") !== "true") go(names[name]());
  };

  function frame() {
    const kept = frames[book.tracks.indexOf(track())];
    const index = at.at - 1;
    if (!kept[index]) {
      const given = track().frames[index];
      kept[index] = given[4] || made("section", { class: "tl-frame" });
      if (!given[4]) kept[index].innerHTML = given[3];
    }
    return kept[index];
  }

  function draw(aloud) {
    if (buttons.raw) buttons.raw.checked = Boolean(at.raw);
    if (buttons.choose) buttons.choose.value = String(Math.max(0, book.tracks.indexOf(track())));
    if (!count()) return;
    const shown = track().frames;
    const [place, says, marks] = shown[at.at - 1];
    const now = new Set(marks);
    const lit = new Set(track().lit ? shown.flatMap((one) => one[2]) : []);
    const seen = track().lit ? lit : new Set(shown.slice(0, at.at).flatMap((one) => one[2]));
    for (const hop of hops) {
      const name = hop.dataset.hop;
      hop.classList.toggle("tl-current", now.has(name));
      hop.classList.toggle("tl-later", !seen.has(name));
      hop.classList.toggle("tl-lit", lit.has(name));
    }
    const present = frame();
    if (present.parentNode !== body) body.append(present);
    // those not looked at stay for the printer
    for (const one of body.children) one.classList.toggle("tl-away", one !== present);
    for (const bytes of present.querySelectorAll(".tl-octets")) bytes.classList.toggle("tl-raw", Boolean(at.raw));
    label.textContent = place;
    number.max = count();
    number.value = at.at;
    // a disabled button would lose the focus
    for (const name of ["first", "back"]) buttons[name]?.setAttribute("aria-disabled", String(at.at <= 1));
    for (const name of ["next", "last"]) buttons[name]?.setAttribute("aria-disabled", String(at.at >= count()));
    if (aloud) live.textContent = place ? `${place}. ${says}` : says;
    within(stage, hops.filter((hop) => hop.classList.contains("tl-current")));
  }

  for (const hop of hops) {
    hop.addEventListener("click", () => {
      const found = track().frames.findIndex((one) => one[2].includes(hop.dataset.hop));
      if (found >= 0) go(found + 1);
    });
  }
  root.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !(event.key in KEYS)) return;
    if (event.target.matches("input[type=number], select") || !buttons.next) return;
    event.preventDefault();
    move(KEYS[event.key]);
  });
  draw(false);
  return {
    show(wanted, aloud = true) {
      if (wanted.at === at.at && wanted.track === at.track && Boolean(wanted.raw) === Boolean(at.raw)) return;
      Object.assign(at, wanted);
      draw(aloud);
    },
  };
}

// The same for a page whose frames are all there already, one after the other, as a reader without scripts sees them.
export function opened(root, moved = () => {}) {
  const frames = [...root.querySelectorAll(".tl-frames > .tl-frame")].map((section) => {
    const { label, says, marks } = section.dataset;
    return [label, says, marks.split(" "), null, section];
  });
  const book = { tracks: [{ name: "", frames }], raw: root.querySelector(".tl-octets") !== null };
  return sequence(root, book, { at: Math.min(1, frames.length), track: 0, raw: false }, moved);
}

// Scrolls the picture alone, never the page, so that the marked hop is in sight.
function within(stage, hops) {
  const hop = hops.find((one) => one.getClientRects().length);
  if (!stage || !hop) return;
  const inner = hop.getBoundingClientRect();
  const outer = stage.getBoundingClientRect();
  if (inner.top < outer.top + 60 || inner.bottom > outer.bottom - 30) {
    stage.scrollTop += inner.top - outer.top - outer.height / 3;
  }
}

// Buttons that copy the text they stand with. Where a browser lets no page copy, the text is marked, ready for the keys.
export function copying(root) {
  root.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-tl-copy]");
    if (!button) return;
    const text = button.parentElement.querySelector("pre");
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
    } catch {
      text.closest("details").open = true;
      getSelection().selectAllChildren(text);
      button.textContent = "Marked: press Ctrl+C";
    }
  });
}

// A state that Python shows and that forms act upon: `send(fields)` gets what a form holds.
export function board(root, send) {
  const fields = (form, button) => {
    const given = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    if (button?.name) given[button.name] = button.value;
    return given;
  };
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("tlForm" in form.dataset)) return;
    event.preventDefault();
    send(fields(form, event.submitter), form);
    for (const field of form.querySelectorAll("[data-tl-once]")) field.value = "";
  });
  let waiting;
  root.addEventListener("input", (event) => {
    if (event.target.matches("select")) chosen.add(event.target);
    const form = event.target.form;
    if (!form || !("tlLive" in form.dataset)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => send({ ...fields(form), do: form.dataset.tlLive }, form), 80);
  });
  // a key presses the button that names it, in the row where the focus is
  root.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const buttons = event.target.closest("[data-tl-row]")?.querySelectorAll("[data-tl-press]") || [];
    const pressed = [...buttons].find((one) => one.dataset.tlPress === event.key);
    if (!pressed) return;
    event.preventDefault();
    pressed.click();
  });
  // what stands there at first is no news
  const live = made("p", { class: "tl-live", role: "status" }, root.dataset.says || "");
  root.parentElement.append(live);
  return {
    show(html, says) {
      const template = document.createElement("template");
      template.innerHTML = html;
      const inside = root.contains(document.activeElement);
      renew(root, template.content);
      // the focus goes with a line that was moved
      if (inside) root.querySelector("[data-tl-focus]")?.focus();
      if (says !== undefined && live.textContent !== says) live.textContent = says;
    },
  };
}

// what a reader chose in lists: no new state chooses something else for them
const chosen = new WeakSet();

// Lays a new state over the old one. Where that takes away what had the focus, what stands in its place gets it: the
// part as a whole, never a field of it, so that words on their way to one message do not end in another.
function renew(root, wanted) {
  const ways = [];
  for (let one = document.activeElement; one !== root && root.contains(one); one = one.parentElement) {
    ways.push([one.parentElement, [...one.parentElement.children].indexOf(one)]);
  }
  lay(root, wanted);
  if (!ways.length || root.contains(document.activeElement)) return;
  const [parent, index] = ways.find(([parent]) => root.contains(parent));
  const heir = parent.children[Math.min(index, parent.children.length - 1)] || parent;
  heir.tabIndex = -1;
  heir.focus();
}

// Makes `old` like `wanted`, node by node, so that focus, caret, scrolling and opened details stay as they are. What
// has a key stays itself also where others come or go before it.
function lay(old, wanted) {
  const key = (node) => node.dataset?.tlKey;
  const after = [...wanted.childNodes];
  const keys = new Set(after.map(key));
  for (const node of [...old.childNodes]) if (key(node) && !keys.has(key(node))) node.remove();
  after.forEach((node, index) => {
    const before = old.childNodes[index];
    if (!before) old.append(node);
    else if (key(before) && key(before) !== key(node)) before.before(node);
    else if (before.nodeName !== node.nodeName || key(before) !== key(node)) before.replaceWith(node);
    else if (node.nodeType !== Node.ELEMENT_NODE) {
      if (before.data !== node.data) before.data = node.data;
    } else if (before.dataset.tlOwn === undefined && !before.isEqualNode(node)) {
      // a part of its own is filled by whoever placed it
      const value = chosen.has(before) ? before.value : undefined;
      attributes(before, node);
      lay(before, node);
      if ([...(before.options || [])].some((option) => option.value === value)) before.value = value;
    }
  });
  while (old.childNodes.length > after.length) old.lastChild.remove();
}

function attributes(before, node) {
  const busy = before === document.activeElement;
  for (const { name } of [...before.attributes]) {
    // what the browser, the notebook's end or `renew` has put there stays
    if (busy && name === "tabindex") continue;
    if (!node.hasAttribute(name) && name !== "open" && !name.startsWith("data-lm")) before.removeAttribute(name);
  }
  for (const { name, value } of node.attributes) {
    if (before.getAttribute(name) !== value) before.setAttribute(name, value);
  }
  if (busy || before.dataset.tlKeep !== undefined) return;
  if (before.matches("input[type=checkbox], input[type=radio]")) before.checked = node.hasAttribute("checked");
  else if (before.matches("input, textarea[data-tl-follows]") && before.value !== node.value) before.value = node.value;
}
