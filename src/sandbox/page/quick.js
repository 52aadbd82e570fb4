// Go to a channel or act as a person by typing a few letters (Ctrl+K).

import { h } from "./dom.js";
import { plainLine } from "./entry.js";
import { icon } from "./icons.js";
import { dialog } from "./menus.js";
import { plainString } from "./mrkdwn.js";
import { avatar, fullName } from "./people.js";
import { go, placeOf, visibleChannels } from "./route.js";
import { people, store } from "./state.js";

let showing = false;

/** Opens the switcher; only one at a time. */
export async function openSwitcher() {
  if (showing) return;
  showing = true;
  const chosen = await dialog("Go to", build, "switcher");
  showing = false;
  chosen?.run();
}

function candidates() {
  const channels = visibleChannels().map((c) => ({ text: c.name, mark: icon(c.is_private ? "lock" : "hash"), detail: plainLine(plainString(c.topic?.value)), run: () => go({ place: placeOf(c) }) }));
  const app = [...(store.app.hasHome ? [["app", "home"]] : []), ["app-messages", "messages"]].map(([where, word]) => ({ text: `${store.app.name ?? "App"} ${word}`, mark: icon("home"), run: () => go({ place: where }) }));
  const acting = people().map((p) => ({ text: fullName(p), also: p.name, mark: avatar(p.id, "tiny"), detail: "Act as this person", run: () => go({ person: p.name }) }));
  return [...channels, ...app, ...acting];
}

function build(close) {
  const list = h("div", { class: "options", role: "listbox", id: "switcher-list", "aria-label": "Places and people" });
  const input = h("input", { class: "select-filter", type: "text", placeholder: "Go to a channel, or act as a person", "aria-label": "Go to", "aria-controls": list.id, autocomplete: "off" });
  const all = candidates();
  let found = [];
  let active = 0;
  const draw = () => {
    list.replaceChildren(...found.map((entry, i) => row(entry, i, i === active, close)));
    input.setAttribute("aria-activedescendant", `switch-${active}`);
    list.children[active]?.scrollIntoView({ block: "nearest" });
  };
  const filter = () => {
    const wanted = input.value.trim().toLowerCase().replace(/^[#@]/, "");
    found = all.filter(({ text, also }) => text.toLowerCase().includes(wanted) || also?.includes(wanted)).slice(0, 12);
    active = 0;
    draw();
  };
  input.addEventListener("input", filter);
  input.addEventListener("keydown", (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && found.length > 0) active = (active + move + found.length) % found.length;
    else if (event.key === "Enter" && found[active]) close(found[active]);
    else return;
    event.preventDefault();
    draw();
  });
  filter();
  return h("div", { class: "switcher-frame" }, input, list);
}

const row = (entry, i, active, close) =>
  h("div", { id: `switch-${i}`, role: "option", class: `option${active ? " active" : ""}`, "aria-selected": String(active), onClick: () => close(entry) }, entry.mark, h("span", { class: "option-text" }, h("span", { text: entry.text }), entry.detail && h("small", { text: entry.detail })));
