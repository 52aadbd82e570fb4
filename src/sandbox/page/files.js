// Files under a message: name, size, download, and a preview of text.

import * as api from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { store } from "./state.js";

const TEXT = /^text\/|json|xml|yaml|toml|csv|javascript/;
const texts = new Map();

/** The card of one file. */
export function fileCard(file) {
  if (file.mode === "tombstone") return h("p", { class: "unknown", text: "This file was deleted." });
  const url = api.fileUrl(file, store.me);
  const name = file.title || file.name || file.id;
  const head = h(
    "div",
    { class: "file-head" },
    icon("file"),
    h("span", { class: "file-name" }, h("strong", { text: name }), h("small", { text: [file.pretty_type ?? file.filetype, size(file.size)].filter(Boolean).join(" · ") })),
    h("a", { class: "btn small", href: url, target: "_blank", rel: "noopener", text: "Open" }),
  );
  const card = h("div", { class: "file", dataset: { file: file.id } }, head);
  if (/^image\//.test(file.mimetype ?? "")) card.append(h("img", { class: "image", src: url, alt: file.alt_txt ?? name }));
  else if (TEXT.test(file.mimetype ?? "") || /\.(md|txt|log|csv|json|ya?ml|toml)$/i.test(file.name ?? "")) card.append(preview(file));
  return card;
}

function size(bytes) {
  if (!Number.isFinite(bytes)) return "";
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} kB`;
}

function preview(file) {
  const body = h("div", { class: "file-body" });
  const more = h("button", { type: "button", class: "link", hidden: true, text: "Show all" });
  const holder = h("div", { class: "file-preview" }, body, more);
  more.addEventListener("click", () => {
    const open = holder.classList.toggle("open");
    more.textContent = open ? "Show less" : "Show all";
  });
  read(file).then((text) => {
    if (text === null) return holder.replaceChildren(h("p", { class: "unknown", text: "The contents cannot be read." }));
    body.append(/\.md$/i.test(file.name ?? "") ? h("div", { class: "md" }, markdown(text)) : h("pre", { text }));
    more.hidden = text.split("\n").length < 12;
    return holder.classList.toggle("short", more.hidden);
  });
  return holder;
}

function read(file) {
  if (!texts.has(file.id)) texts.set(file.id, api.fileText(file, store.me));
  return texts.get(file.id);
}
