"use strict";

// Tables: a button in each head sorts; what has no value stays last whichever way.
const order = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function held(row, at) {
  const cell = row.cells[at];
  if (!cell) return "";
  return cell.dataset.v !== undefined ? cell.dataset.v : cell.textContent.trim();
}

function sorted(rows, at, down) {
  const numbers = rows.every((row) => held(row, at) === "" || !Number.isNaN(Number(held(row, at))));
  const sign = down ? -1 : 1;
  return rows.slice().sort((one, other) => {
    const a = held(one, at), b = held(other, at);
    if (a === "" || b === "") return (a === "") - (b === "");
    return sign * (numbers ? Number(a) - Number(b) : order.compare(a, b));
  });
}

function sort(table, head) {
  const at = head.cellIndex;
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const one of table.tHead.rows[0].cells) one.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const body = table.tBodies[0];
  body.append(...sorted(Array.from(body.rows), at, down));
}

for (const table of document.querySelectorAll("table.sort")) {
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    if (head.querySelector("a")) {
      // A definition is linked here: the button stands beside it.
      button.setAttribute("aria-label", `Sort by ${head.textContent}`);
    } else {
      button.append(...head.childNodes);
    }
    button.addEventListener("click", () => sort(table, head));
    head.append(button);
  }
}

// All figures: found by words, by what was compared, by slice.
const controls = document.querySelector(".controls");
const rows = Array.from(document.querySelectorAll("#figures tbody tr"));
const [find, compared, by] = ["find", "compared", "by"].map((id) => document.getElementById(id));
const texts = new Map();

function text(row) {
  if (!texts.has(row)) {
    const cells = Array.from(row.cells).slice(0, -1);
    texts.set(row, cells.map((cell) => cell.textContent).join(" ").toLowerCase());
  }
  return texts.get(row);
}

function filter() {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const fits = (!compared.value || row.dataset.c === compared.value)
      && (!by.value || row.dataset.b === by.value)
      && words.every((word) => text(row).includes(word));
    row.hidden = !fits;
    shown += fits;
  }
  document.getElementById("shown").textContent = `${shown} of ${rows.length}`;
}

if (controls && rows.length) {
  controls.hidden = false;
  controls.addEventListener("input", filter);
  controls.addEventListener("submit", (event) => event.preventDefault());
  filter();
}

// A link to a figure that the filter hides shows all again.
function reveal() {
  const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (row && row.hidden) {
    controls.reset();
    filter();
    row.scrollIntoView({ block: "center" });
  }
}
window.addEventListener("hashchange", reveal);
reveal();

// Commands can be copied.
const said = document.getElementById("said");

async function copy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    said.textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(code);
    said.textContent = "Selected: press Ctrl+C to copy.";
  }
  setTimeout(() => { said.textContent = ""; }, 2000);
}

function copyable(within) {
  for (const code of within.querySelectorAll("code")) {
    if (code.nextElementSibling) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "copy";
    button.addEventListener("click", () => copy(code));
    code.after(button);
  }
}

document.addEventListener("toggle", (event) => {
  if (event.target.open && event.target.matches(".behind")) copyable(event.target);
}, true);
for (const cell of document.querySelectorAll("td.behind")) copyable(cell);

// Charts come alive where they are about to be seen; until then, and on paper, their still picture stands.
async function draw(figure) {
  const spec = JSON.parse(figure.querySelector("script").textContent);
  const live = document.createElement("div");
  live.className = "live";
  figure.append(live);
  try {
    const options = { renderer: "svg", actions: false, ast: true, tooltip: { theme: "custom" } };
    await vegaEmbed(live, spec, options);
    figure.classList.add("alive");
  } catch (error) {
    live.remove();
    console.error(error);
  }
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    seen.unobserve(entry.target);
    draw(entry.target);
  }
}, { rootMargin: "600px" });
for (const figure of document.querySelectorAll("figure.chart")) seen.observe(figure);
