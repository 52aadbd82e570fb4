// The sandbox's control API as functions. Every answer is an object; a failure is an object with `ok: false` and `error`.

let awaited = 0;

// body[data-busy] stands while an answer is awaited.
function busy(by) {
  awaited += by;
  document.body.toggleAttribute("data-busy", awaited > 0);
}

async function request(path, options) {
  busy(1);
  try {
    const response = await fetch(path, options);
    const body = await response.json().catch(() => ({}));
    if (!response.ok && body.ok === undefined) return { ok: false, error: `http_${response.status}` };
    return body;
  } catch {
    return { ok: false, error: "unreachable", detail: "The sandbox does not answer. Is it still running?" };
  } finally {
    busy(-1);
  }
}

/** GET a control resource. */
export const get = (path) => request(`/_sandbox/${path}`);

/** POST a control call. */
export const post = (path, body = {}) =>
  request(`/_sandbox/${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** DELETE a control resource. */
export const del = (path) => request(`/_sandbox/${path}`, { method: "DELETE" });

/** Acts as a person. */
export const act = (verb, body) => post(`act/${verb}`, body);

/** The text of a file, or null when it cannot be had. */
export async function fileText(file, user) {
  try {
    const response = await fetch(fileUrl(file, user));
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}

/** The address of a file on this server, whatever host its `url_private` names. */
export function fileUrl(file, user) {
  const fallback = `/files/${encodeURIComponent(file.id)}/${encodeURIComponent(file.name ?? "file")}`;
  let path = fallback;
  try {
    if (file.url_private) path = new URL(file.url_private, location.origin).pathname;
  } catch {
    // no usable address: the path that the contract gives
  }
  return `${path}?user=${encodeURIComponent(user)}`;
}

/** Opens the event stream of a person. `onEvent` gets each change, `onOpen` each (re)connection. Returns a function that closes it. */
export function stream(user, { onEvent, onOpen, onLost }) {
  const source = new EventSource(`/_sandbox/stream?user=${encodeURIComponent(user)}`);
  source.onopen = onOpen;
  source.onerror = onLost;
  source.onmessage = (message) => {
    try {
      onEvent(JSON.parse(message.data));
    } catch (error) {
      console.error("unreadable stream event", error, message.data);
    }
  };
  return () => source.close();
}
