
"use strict";
// The map and the list go together: what is chosen in one is shown in the other. Without this script the picture is
// still a picture whose places are links, and the list is still a list.
const canvas = document.querySelector(".canvas");
const svg = canvas.querySelector("svg");
const byId = (id) => document.getElementById(id);
const places = [...svg.querySelectorAll("a.place")];
const lines = [...svg.querySelectorAll(".lines .line")];
const arcs = [...svg.querySelectorAll(".arcs .arc")];
const ripples = byId("ripples");
const scene = (place) => place.id.slice("at-".length);
const entry = (place) => byId("scene-" + scene(place));
const size = { width: svg.width.baseVal.value, height: svg.height.baseVal.value, now: 1 };
let current = svg.querySelector("a.centre, a.start") || places[0];
let hits = [];

document.documentElement.classList.add("js");
document.querySelectorAll(".tools").forEach((tool) => { tool.hidden = false; });

// Where it leads, and where it comes from
const beside = new Map(places.map((place) => [scene(place), { on: [], back: [] }]));
for (const { dataset: { from, to } } of lines) {
  if (beside.has(from) && beside.has(to)) {
    beside.get(from).on.push(byId("at-" + to));
    beside.get(to).back.push(byId("at-" + from));
  }
}

function middle(place) {
  const box = place.querySelector(".shape").getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, tall: box.height };
}

/** The nearest place to the left or right that stands about as high. */
function sideways(place, sign) {
  const here = middle(place);
  let nearest = null, least = Infinity;
  for (const other of places) {
    const there = middle(other), apart = (there.x - here.x) * sign;
    if (apart > 0 && apart < least && Math.abs(there.y - here.y) < here.tall) [nearest, least] = [other, apart];
  }
  return nearest;
}

// What is chosen
function choose(place, { focus = false, open = true } = {}) {
  if (!place) return;
  current.classList.remove("chosen");
  current.removeAttribute("aria-current");
  for (const other of places) other.tabIndex = other === place ? 0 : -1;
  current = place;
  place.classList.add("chosen");
  place.setAttribute("aria-current", "true");
  for (const line of lines) line.classList.toggle("near", [line.dataset.from, line.dataset.to].includes(scene(place)));
  if (open) show(entry(place));
  showRipples();
  reveal(place);
  if (focus) place.focus({ preventScroll: true });
}

/** Open an entry of the list, and close the others. */
function show(opened) {
  for (const other of document.querySelectorAll("details[open]")) if (other !== opened) other.open = false;
  opened.open = true;
  opened.scrollIntoView({ block: "nearest" });
}

/** Scroll the map so far that a place can be seen. */
function reveal(place) {
  const box = place.getBoundingClientRect(), frame = canvas.getBoundingClientRect(), edge = 40;
  const over = (low, high, from, to) => (low < from + edge ? low - from - edge : high > to - edge ? high - to + edge : 0);
  canvas.scrollLeft += over(box.left, box.right, frame.left, frame.right);
  canvas.scrollTop += over(box.top, box.bottom, frame.top, frame.bottom);
}

function showRipples() {
  const asked = ripples ? ripples.value : "@none";
  for (const { dataset, classList } of arcs) {
    const touches = [dataset.from, dataset.to].includes(scene(current)) && current.classList.contains("chosen");
    classList.toggle("shown", asked === "@all" || asked === dataset.moment || (asked === "@chosen" && touches));
    classList.toggle("near", touches || asked === dataset.moment);
  }
}

// How large it is
function zoom(to, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) {
  const next = Math.min(4, Math.max(0.05, to)), by = next / size.now;
  size.now = next;
  svg.setAttribute("width", size.width * next);
  svg.setAttribute("height", size.height * next);
  canvas.scrollLeft = (canvas.scrollLeft + x) * by - x;
  canvas.scrollTop = (canvas.scrollTop + y) * by - y;
}

const whole = () => zoom(Math.min(1, canvas.clientWidth / size.width, canvas.clientHeight / size.height));
byId("larger").onclick = () => zoom(size.now * 1.25);
byId("smaller").onclick = () => zoom(size.now / 1.25);
byId("whole").onclick = whole;

canvas.addEventListener("wheel", (event) => {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  const frame = canvas.getBoundingClientRect();
  zoom(size.now * Math.exp(-event.deltaY / 400), event.clientX - frame.x, event.clientY - frame.y);
}, { passive: false });

canvas.addEventListener("pointerdown", (event) => {
  if (event.button || event.pointerType !== "mouse" || event.target.closest("a")) return;
  canvas.classList.add("held");
  canvas.setPointerCapture(event.pointerId);
});
canvas.addEventListener("pointermove", (event) => {
  if (!canvas.classList.contains("held")) return;
  canvas.scrollLeft -= event.movementX;
  canvas.scrollTop -= event.movementY;
});
for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => canvas.classList.remove("held"));

// Keys
const keys = {
  ArrowDown: () => choose(beside.get(scene(current)).on[0], { focus: true }),
  ArrowUp: () => choose(beside.get(scene(current)).back[0], { focus: true }),
  ArrowLeft: () => choose(sideways(current, -1), { focus: true }),
  ArrowRight: () => choose(sideways(current, 1), { focus: true }),
  Home: () => choose(places[0], { focus: true }),
  End: () => choose(places[places.length - 1], { focus: true }),
};
svg.addEventListener("keydown", (event) => {
  if (!keys[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  keys[event.key]();
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    byId("find").value = "";
    search();
    current.focus();
  }
  if (event.target.closest("input, select")) return;
  if (event.key === "+") zoom(size.now * 1.25);
  if (event.key === "-") zoom(size.now / 1.25);
  if (event.key === "/") {
    event.preventDefault();
    byId("find").focus();
  }
});

// A place is clicked, or Enter is pressed on it; a link of the list is followed; an entry is opened by hand
svg.addEventListener("click", (event) => {
  const place = event.target.closest("a.place");
  if (!place) return;
  event.preventDefault();
  choose(place);
  if (event.detail === 0) entry(place).querySelector("summary").focus();
});
document.querySelector(".list").addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#scene-']");
  const summary = event.target.closest("summary");
  if (link) {
    event.preventDefault();
    choose(byId("at-" + link.hash.slice("#scene-".length)));
    entry(current).querySelector("summary").focus();
  } else if (summary && !summary.parentElement.open) {
    choose(byId("at-" + summary.parentElement.id.slice("scene-".length)), { open: false });
  }
});

// Find
const words = new Map(places.map((place) => {
  const said = entry(place).querySelectorAll("summary span, .where code:first-child, .choices > li > p:first-child");
  return [place, [...said].map((each) => each.textContent).join("\n").toLowerCase()];
}));

function search() {
  const asked = byId("find").value.trim().toLowerCase();
  hits = asked ? places.filter((place) => words.get(place).includes(asked)) : [];
  for (const place of places) place.classList.toggle("pale", asked !== "" && !hits.includes(place));
  byId("found").value = asked ? `${hits.length} found` : "";
}

function step(by) {
  if (!hits.length) return;
  const at = hits.indexOf(current), next = at < 0 ? (by > 0 ? 0 : hits.length - 1) : (at + by + hits.length) % hits.length;
  choose(hits[next]);
  byId("found").value = `${next + 1} of ${hits.length}: ${entry(current).querySelector("summary span").textContent}`;
}

byId("find").addEventListener("input", search);
byId("before").onclick = () => step(-1);
document.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  step(1);
});
if (ripples) ripples.onchange = showRipples;

// On paper everything is open
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((each) => { each.open = true; }));

for (const place of places) place.tabIndex = place === current ? 0 : -1;
showRipples();
zoom(Math.min(1, Math.max(0.7, canvas.clientWidth / size.width)));
const asked = location.hash.startsWith("#scene-") && byId("at-" + location.hash.slice("#scene-".length));
if (asked) choose(asked);
else reveal(current);
