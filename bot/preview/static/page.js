// The page around the phone: what is wrong with the words, who talks, the map, and the sheets.

import { Phone, make, post } from "../phone/phone.js";

const SIZES = [100, 125, 150, 175, 200];
const of = (id) => document.getElementById(id);
const root = document.documentElement;
const phone = new Phone(of("phone"));
let panel = null;

const news = new EventSource("news");
news.addEventListener("screen", ({ data }) => phone.show(JSON.parse(data)));
news.addEventListener("panel", ({ data }) => showPanel(JSON.parse(data)));
news.addEventListener("open", () => say("Connected"));
news.addEventListener("error", () => say("The preview does not answer. Start it again in the terminal, and open the new address."));

function say(words) {
  of("state").textContent = words;
}

function showPanel(now) {
  const isNew = panel && now.saved !== panel.saved;
  panel = now;
  phone.speak(now.language);
  if (now.faults.cards.length) say("The words have a fault. The chat goes on with the last good ones.");
  else say(isNew ? `Saved words are shown, ${new Date().toLocaleTimeString()}` : "Save a file of the words to see it here.");
  showFaults(now.faults);
  showRemarks(now.remarks);
  showLanguages(now);
  showMap(now.map);
  showSheets(now);
}

function showFaults({ cards, more }) {
  const title = cards.length === 1 ? "One fault in the words" : `${cards.length + more} faults in the words`;
  of("faults").replaceChildren(...(cards.length ? [make("h2", {}, title), list(cards, more)] : []));
}

function showRemarks({ cards, more }) {
  const open = of("remarks").querySelector("details")?.open ?? false;
  const title = `The check has ${cards.length + more} ${cards.length + more === 1 ? "remark" : "remarks"}`;
  const details = make("details", { open }, make("summary", {}, title), list(cards, more));
  of("remarks").replaceChildren(...(cards.length ? [details] : []));
}

function list(cards, more) {
  const items = cards.map(({ file, line, place, fault, cure, level }) =>
    make("li", { className: "fault" },
      make("p", { className: "where" }, make("b", {}, line ? `${file}, line ${line}` : file), level === "error" ? "" : ` (${level})`),
      make("p", {}, sentence(`${place || "The file"} ${fault}`)),
      make("p", {}, make("b", {}, "Cure: "), sentence(cure))));
  return make("ul", { className: "faults" }, ...items, ...(more ? [make("li", {}, `${more} more are not shown.`)] : []));
}

function sentence(words) {
  return /[.?]$/.test(words) ? words : `${words}.`;
}

function showLanguages({ languages, language }) {
  const select = of("language");
  if (select.dataset.known !== JSON.stringify(languages)) {
    select.dataset.known = JSON.stringify(languages);
    select.replaceChildren(...Object.entries(languages).map(([code, name]) => make("option", { value: code, lang: code }, name)));
    select.value = language;
  }
}

function showMap({ sections, others }) {
  const held = of("map").contains(document.activeElement) ? document.activeElement.dataset.place : null;
  const lines = sections.map(({ title, done, stations }) =>
    make("section", { className: "line", lang: panel.language },
      make("h3", {}, title, done ? make("span", { className: "done", lang: "en" }, " · done") : ""),
      make("ol", {}, ...stations.map(station))));
  const rest = make("section", { className: "line" }, make("h3", {}, "Also"), make("ol", {}, ...others.map(station)));
  of("map").replaceChildren(...lines, rest);
  if (held) of("map").querySelector(`[data-place="${held}"]`)?.focus();
}

function station({ id, name, condition, asked, answer, here }) {
  const button = make("button", { type: "button", className: "station" }, make("span", { className: "name" }, name));
  button.dataset.place = id;
  if (here) button.setAttribute("aria-current", "location");
  if (here) button.append(make("span", { className: "here", lang: "en" }, "You are here"));
  if (answer) button.append(make("span", { className: "answer" }, `✓ ${answer}`));
  if (condition) button.append(make("span", { className: "condition" }, make("span", { lang: "en" }, "only if "), condition));
  button.addEventListener("click", () => jump(id));
  return make("li", { className: condition && !asked ? "not-asked" : "" }, button);
}

function showSheets({ map, languages }) {
  const language = of("language").value;
  const rows = map.sections.map(({ name, title }) => [name, title]);
  of("sheets").replaceChildren(...[...rows, ["all", "Everything"]].map(([name, title]) => {
    const href = `sheets/${language}/${name}?writer=${writer()}`;
    const open = make("a", { href, target: "_blank" }, title);
    const save = make("a", { href: `${href}&download=1`, ariaLabel: `Save ${title} as a file` }, "Save as a file");
    return make("li", {}, open, " ", save);
  }));
  of("sheets-title").textContent = `Review sheets (${languages[language]})`;
}

function writer() {
  return of("who").elements.writer.value;
}

function jump(place) {
  return go("jump", { place, language: of("language").value, writer: writer() });
}

async function go(path, body) {
  try {
    await post(path, body);
    of("phone").scrollIntoView({ block: "nearest" });
  } catch (fault) {
    say(fault.message);
  }
}

of("who").addEventListener("change", () => showSheets(panel));
of("begin").addEventListener("click", () => go("begin", { language: of("language").value }));
of("who").addEventListener("submit", (event) => {
  event.preventDefault();
  jump(of("map").querySelector("[aria-current]").dataset.place);
});

function look(size, theme) {
  root.dataset.size = size;
  root.dataset.theme = theme;
  of("size").textContent = `${size} %`;
  of("dark").ariaPressed = theme === "dark";
  localStorage.setItem("looks", JSON.stringify([size, theme]));
}

function resize(step) {
  const at = SIZES.indexOf(Number(root.dataset.size)) + step;
  look(SIZES[Math.max(0, Math.min(SIZES.length - 1, at))], root.dataset.theme);
}

of("smaller").addEventListener("click", () => resize(-1));
of("larger").addEventListener("click", () => resize(1));
of("dark").addEventListener("click", () => look(Number(root.dataset.size), root.dataset.theme === "dark" ? "light" : "dark"));

// On a narrow page the phone fills what the bar leaves.
new ResizeObserver(([bar]) => root.style.setProperty("--bar", `${bar.target.offsetHeight}px`)).observe(document.querySelector(".bar"));

const usual = [100, matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"];
look(...(JSON.parse(localStorage.getItem("looks")) ?? usual));
