// The control API of the server that this page came from; all paths are relative to the page.

async function checked(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error ?? response.statusText);
  return body;
}

export async function get(path) {
  return checked(await fetch(`control/${path}`));
}

export async function act(action, data, files = []) {
  const form = new FormData();
  form.append("data", JSON.stringify(data));
  for (const file of files) form.append("file", file, file.name || "photo.png");
  return checked(await fetch(`control/do/${action}`, { method: "POST", body: form }));
}

export function fileUrl(id) {
  return `control/files/${encodeURIComponent(id)}`;
}

// Calls `onEvent` with everything that happens after the cursor, `onState` with "open", "lost" or,
// where the server knows this page no longer, "gone". The browser connects again by itself.
export function follow(cursor, onEvent, onState) {
  const source = new EventSource(`control/stream?since=${cursor}`);
  source.onopen = () => onState("open");
  source.onerror = () => onState(source.readyState === EventSource.CLOSED ? "gone" : "lost");
  source.onmessage = (event) => onEvent(JSON.parse(event.data));
}
