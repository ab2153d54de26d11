// Reveals one part after the other. Without a script all of them stand open.
const parts = [...document.querySelectorAll(".part")];
const says = document.querySelector("#says");
let shown = Math.min(Math.max(Number(location.hash.slice(1)) || 1, 1), parts.length);
let size = 1;

function show(number) {
    shown = Math.min(Math.max(number, 1), parts.length);
    parts.forEach((part, place) => {
        part.hidden = place >= shown;
        part.classList.toggle("now", place === shown - 1);
    });
    says.textContent = `${shown} of ${parts.length}`;
    history.replaceState(null, "", `#${shown}`);
    parts[shown - 1].scrollIntoView({ block: "nearest" });
}

function letters(factor) {
    size = Math.min(Math.max(size * factor, 0.5), 3);
    document.documentElement.style.setProperty("--size", size);
    parts[shown - 1].scrollIntoView({ block: "nearest" });
}

const does = {
    next: () => show(shown + 1),
    back: () => show(shown - 1),
    first: () => show(1),
    all: () => show(parts.length),
    larger: () => letters(1.15),
    smaller: () => letters(1 / 1.15),
};
const keys = {
    ArrowRight: "next", " ": "next", PageDown: "next", ArrowLeft: "back", PageUp: "back",
    Home: "first", End: "all", "+": "larger", "-": "smaller",
};
document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    // a button that has the focus is pressed by the space bar
    if (event.key === " " && event.target.closest("button, summary, a")) return;
    event.preventDefault();
    does[keys[event.key]]();
});
document.querySelector("nav").addEventListener("click", (event) => does[event.target.dataset.does]?.());
document.querySelector("nav").hidden = false;
show(shown);
