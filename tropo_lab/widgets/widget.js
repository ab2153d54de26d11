// The notebook's end of stage.js: a model of traits in place of a page.

function host(el) {
  // no key pressed in here is the notebook's: JupyterLab listens above, Notebook 7 before the key arrives, and there
  // it looks at what has the focus alone
  el.addEventListener("focusin", (event) => {
    event.target.dataset.lmSuppressShortcuts = "true";
  });
  for (const type of ["keydown", "keyup", "keypress"]) el.addEventListener(type, (event) => event.stopPropagation());
  const root = made("div", { class: "tl-view" });
  el.replaceChildren(root);
  return root;
}

async function walker(model, root) {
  const book = await unpacked(model.get("book"));
  root.innerHTML = '<div class="tl-sequence" role="group"><div class="tl-frames"></div></div>';
  const group = root.firstChild;
  group.setAttribute("aria-label", book.name);
  if (book.stage) {
    const stage = made("div", { class: "tl-stage" });
    stage.innerHTML = book.stage;
    group.prepend(stage);
  }
  const place = () => ({ at: model.get("at"), track: model.get("track"), raw: model.get("raw") });
  const shown = sequence(group, book, place(), (now) => {
    for (const [name, value] of Object.entries(now)) model.set(name, value);
    model.save_changes();
  });
  const follow = () => shown.show(place());
  for (const name of ["at", "track", "raw"]) model.on(`change:${name}`, follow);
  return () => {
    for (const name of ["at", "track", "raw"]) model.off(`change:${name}`, follow);
  };
}

function live(model, root, placed = () => {}) {
  const busy = made("p", { class: "tl-busy", role: "status" });
  const state = made("div", { class: "tl-board" });
  root.append(state, busy);
  let sent = model.get("state").heard;
  const shown = board(state, (fields) => {
    sent = Math.max(sent, model.get("state").heard) + 1;
    model.send(fields);
    // cells come first: the notebook hears of this when they have ended
    setTimeout(() => {
      if (model.get("state").heard < sent) busy.textContent = "Waiting for the running cell to end; then this happens.";
    }, 700);
  });
  const follow = () => {
    const { html, says, heard } = model.get("state");
    shown.show(html, says);
    if (heard >= sent) busy.textContent = "";
    placed();
  };
  follow();
  model.on("change:state", follow);
  return () => model.off("change:state", follow);
}

// A board with a walk in it: the walk fills the part that the board leaves to it.
function desk(model, root) {
  let leave = () => {};
  let filled = null;
  copying(root);
  const end = live(model, root, async () => {
    const part = root.querySelector("[data-tl-own]");
    if (part === filled) return;
    leave();
    leave = () => {};
    filled = part;
    if (!part) return;
    const left = await walker(model, part);
    // another walk may have taken its place meanwhile
    if (part === filled) leave = left;
    else left();
  });
  return () => {
    leave();
    end();
  };
}

export default {
  render({ model, el }) {
    const root = host(el);
    const shown = model.get("book") === undefined ? live : model.get("state") === undefined ? walker : desk;
    return shown(model, root);
  },
};
