// Server-sent events: whole events from pieces cut anywhere.

import { describe, expect, it } from "vitest";
import { serverEvents } from "../src/core/stream.js";

function bodyOf(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
}

async function heard(text: string, size: number) {
  const events = [];
  for await (const together of serverEvents(bodyOf(text, size))) events.push(...together);
  return events;
}

const STREAM =
  ': steps\n\nid: 7\nevent: step\ndata: {"a":"नेट 📶"}\n\nevent: answer\r\ndata: one\r\ndata: two\r\n\r\n: keep-alive\n\ndata: cut off';

describe("serverEvents", () => {
  it.each([1, 2, 3, 7, 1_000])("reads the same events from pieces of %i bytes", async (size) => {
    expect(await heard(STREAM, size)).toEqual([
      { event: "step", id: "7", data: '{"a":"नेट 📶"}' },
      { event: "answer", id: null, data: "one\ntwo" },
    ]);
  });
});
