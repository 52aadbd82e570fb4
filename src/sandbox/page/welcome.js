// What a person reads where there is nothing yet: the start of a channel, and what the installed app offers.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { inline } from "./mrkdwn.js";
import { isMember, store, userName } from "./state.js";
import { dayLabel } from "./time.js";

/** The lead of a conversation as items for `keyed`. */
export function hint(here, messages) {
  if (!here) return [];
  const people = messages.filter((message) => !message.subtype);
  const empty = people.length === 0;
  const sig = JSON.stringify([here.kind, here.channel?.id, here.channel?.purpose?.value, here.channel?.name, empty, store.app.commands, store.completions, store.me]);
  return [{ key: `lead ${here.channel?.id}`, sig, make: () => lead(here, empty) }];
}

function lead(here, empty) {
  const { channel } = here;
  if (here.kind === "dm") return intro(icon("reply"), store.app.name ?? "The app", "This is between you and the app.", empty);
  const made = channel.created ? ` Made ${dayLabel(new Date(channel.created * 1000)).toLowerCase().replace(/^(\w+day,)/, "on $1")}` : "";
  const by = channel.creator ? ` by ${userName(channel.creator)}` : "";
  return intro(icon(channel.is_private ? "lock" : "hash"), channel.name ?? "Direct message", channel.purpose?.value || `The very beginning of #${channel.name}.${made}${by}${made || by ? "." : ""}`, (empty || channel.is_general) && isMember(channel));
}

function intro(mark, title, text, withCommands) {
  return h("div", { class: "lead" }, h("span", { class: "lead-mark" }, mark), h("h2", { text: title }), h("p", {}, inline(text)), withCommands && commands());
}

function commands() {
  const examples = store.app.commands.flatMap(({ command, description }) => {
    const forms = (store.completions[command] ?? []).slice(0, 3);
    if (forms.length === 0) return [{ text: command, description }];
    return forms.map((form) => ({ text: `${command} ${form.text}`, description: form.description }));
  });
  if (examples.length === 0) return h("p", { class: "hint", text: "No app is connected yet. Start one, and its commands appear here." });
  return h(
    "div",
    { class: "try" },
    h("p", { text: "Try a command in the box below:" }),
    h("ul", {}, examples.slice(0, 6).map((example) => h("li", {}, tryButton(example.text), example.description && h("span", { text: example.description })))),
  );
}

// Puts the command's typed part into the message box.
function tryButton(text) {
  const fill = () => {
    const box = document.getElementById("composer");
    if (!box) return;
    box.value = `${text.split(/\s*[[<(…]/)[0].trim()} `;
    box.focus();
    box.dispatchEvent(new Event("input"));
  };
  return h("button", { type: "button", class: "try-command", onClick: fill }, h("code", { text }));
}
