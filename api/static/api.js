// Talking to the server: JSON calls, and answers as a stream of server-sent events.

/** An error the server explained (RFC 9457 problem details), or that it could not be reached. */
export class Problem extends Error {
  constructor({ status = 0, detail = "The server cannot be reached. Is it still running?", id = null } = {}) {
    super(id ? `${detail} (${id})` : detail);
    this.status = status;
  }
}

async function send(method, path, { body, headers = {}, ...options } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      ...options,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem();
  }
  if (response.ok) return response;
  throw new Problem(await response.json().catch(() => ({ status: response.status, detail: response.statusText })));
}

export const get = async (path, options) => (await send("GET", path, options)).json();
export const post = async (path, body, options = {}) => (await send("POST", path, { body, ...options })).json();
export const remove = (path) => send("DELETE", path);

/** The path of a document; its id may hold slashes and anything else. */
export const documentPath = (id) => `/v1/documents/${id.split("/").map(encodeURIComponent).join("/")}`;

/** Ask, and call `on[event](data)` for each event of the answer as it comes. */
export async function ask(body, on, signal) {
  const response = await send("POST", "/v1/answers", { body, signal, headers: { Accept: "text/event-stream" } });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    buffer += value;
    const events = buffer.split("\n\n");
    buffer = events.pop();
    for (const event of events) {
      const field = (name) =>
        event.split("\n").filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2)).join("\n");
      if (!field("event")) continue;
      const data = JSON.parse(field("data"));
      if (field("event") === "problem") throw new Problem(data);
      on[field("event")]?.(data);
    }
  }
}
