// The drawer's Help tab: the sandbox's own document when the server has it, and what one needs first.

import { h } from "./dom.js";
import { markdown } from "./markdown.js";

const FIRST = `
### Point an app at this sandbox
| what | value |
|---|---|
| Web API | \`${location.origin}/api/\` |
| bot token | \`xoxb-sandbox-bot\` |
| app token (Socket Mode) | \`xapp-sandbox-app\` |
| signing secret | \`sandbox-signing-secret\` |

### Keys
- **Ctrl+K** go to a channel or act as somebody else; **Alt+↑ / Alt+↓** previous and next channel
- **Enter** sends, **Shift+Enter** starts a new line, **↑** in an empty box edits your last message
- **Esc** closes what is open; **Ctrl+Enter** submits a form

### Several people
Each window acts as one person, named in its address: \`/#alice/payments\`, \`/#bob/payments\`.
`;

/** Builds the tab. */
export function helpTab() {
  const docs = h("div", { class: "md" });
  load(docs);
  return { node: h("div", { class: "help" }, h("div", { class: "md" }, markdown(FIRST)), docs) };
}

async function load(holder) {
  try {
    const response = await fetch("/_sandbox/docs");
    if (response.ok) holder.append(markdown(await response.text()));
  } catch {
    // the first help above is enough then
  }
}
