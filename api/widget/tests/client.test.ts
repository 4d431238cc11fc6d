// The client: problems in the server's words, new tokens, retries, and letters that arrive in the end.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Client, Problem } from "../src/core/client.js";

type Reply = Response | Error;
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

let asked: { url: string; init: RequestInit }[];

function replies(...some: Reply[]): void {
  asked = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    if (url.endsWith("/healthz")) return new Response("", { status: some.length ? 503 : 200 });
    asked.push({ url, init });
    const reply = some.shift();
    if (!reply) throw new Error(`not expected: ${url}`);
    if (reply instanceof Error) throw reply;
    return reply;
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const settled = async <T>(promise: Promise<T>): Promise<T> => {
  const watched = promise.then(
    (value) => () => value,
    (error) => () => {
      throw error;
    },
  );
  await vi.advanceTimersByTimeAsync(10_000);
  return (await watched)();
};

describe("Client", () => {
  it("tells what the server says is wrong", async () => {
    replies(
      json({ detail: "words: must not be blank", errors: [{ field: "words", message: "must not be blank" }] }, 422),
    );
    const problem = await settled(new Client("https://t2r").post("/v1/cases", {}).catch((each: Problem) => each));
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ status: 422, message: "words: must not be blank", isFinal: true });
  });

  it("reads again what could not be read, but sends nothing twice", async () => {
    replies(new TypeError("network"), json({ detail: "busy" }, 503), json({ fine: true }));
    expect(await settled(new Client("").get("/v1/cases"))).toEqual({ fine: true });
    replies(json({ detail: "busy" }, 503));
    await expect(settled(new Client("").post("/v1/cases", {}))).rejects.toMatchObject({ status: 503 });
    expect(asked).toHaveLength(1);
  });

  it("asks for another token when one has run out, once", async () => {
    const client = new Client("https://t2r");
    const tokens = ["old", "new"];
    client.tokens = async () => tokens.shift() as string;
    replies(json({}, 401), json({ name: "asha", scopes: [] }));
    expect(await settled(client.me())).toMatchObject({ name: "asha" });
    expect(asked.map(({ init }) => (init.headers as Record<string, string>).Authorization)).toEqual([
      "Bearer old",
      "Bearer new",
    ]);
    expect(asked.every(({ init }) => init.credentials === "omit")).toBe(true);
  });

  it("says that somebody is signed out", async () => {
    const client = new Client("");
    const heard = vi.fn();
    client.addEventListener("signed-out", heard);
    replies(json({ detail: "Sign in first." }, 401));
    await expect(settled(client.me())).rejects.toMatchObject({ status: 401 });
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it("reads a document anew when it was mended, and after a while", async () => {
    replies(json({ id: "a" }), json({ id: "a" }), json({ id: "a" }));
    const client = new Client("");
    await settled(client.document("a"));
    client.renew("a");
    await settled(client.document("a"));
    await vi.advanceTimersByTimeAsync(300_000);
    await settled(client.document("a"));
    expect(asked).toHaveLength(3);
  });

  it("reads a document once, and again after it could not be read", async () => {
    const client = new Client("");
    replies(json({ detail: "no" }, 404), json({ id: "a/b?" }));
    await expect(settled(client.document("a/b?"))).rejects.toMatchObject({ status: 404 });
    await settled(client.document("a/b?"));
    await settled(client.document("a/b?"));
    expect(asked.map(({ url }) => url)).toEqual(["/v1/documents/a/b%3F", "/v1/documents/a/b%3F"]);
  });

  it("knows when the server is away and when it is back", async () => {
    const client = new Client("");
    replies(new TypeError("network"));
    await client.post("/v1/search", {}).catch(() => undefined);
    expect(client.connection.state).toBe("offline");
    const back = client.connection.back();
    await vi.advanceTimersByTimeAsync(2_000);
    await back;
    expect(client.connection.state).toBe("online");
  });

  it("says that a server is slow while it lets wait", async () => {
    const client = new Client("");
    vi.stubGlobal("fetch", () => new Promise((resolve) => setTimeout(() => resolve(json({})), 5_000)));
    const answered = client.post("/v1/search", {});
    await vi.advanceTimersByTimeAsync(3_500);
    expect(client.connection.state).toBe("slow");
    await vi.advanceTimersByTimeAsync(2_000);
    await answered;
    expect(client.connection.state).toBe("online");
  });
});

describe("Outbox", () => {
  it("delivers in order what could not be sent at first, and drops what is refused", async () => {
    const client = new Client("https://letters");
    replies(new TypeError("network"), json({}, 201), json({ detail: "no" }, 422), json({}, 201));
    for (const number of [1, 2, 3]) client.outbox.post("/v1/feedback", { number });
    await vi.advanceTimersByTimeAsync(0);
    expect(client.outbox.waiting).toBe(3);
    vi.stubGlobal("fetch", deliverable());
    await vi.advanceTimersByTimeAsync(20_000);
    expect(client.outbox.waiting).toBe(0);
    expect(delivered).toEqual([1, 2, 3]);
  });

  it("still has it after a reload", async () => {
    const client = new Client("https://reload");
    replies(new TypeError("network"));
    client.outbox.post("/v1/feedback", { number: 9 });
    await vi.advanceTimersByTimeAsync(0);
    vi.stubGlobal("fetch", deliverable());
    new Client("https://reload");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(delivered).toContain(9);
  });
});

let delivered: number[] = [];

function deliverable(): typeof fetch {
  delivered = [];
  return (async (url: string, init: RequestInit) => {
    if (url.endsWith("/healthz")) return new Response("ok");
    const { number } = JSON.parse(init.body as string);
    delivered.push(number);
    return json({}, number === 2 ? 422 : 201);
  }) as typeof fetch;
}
