// Trusted Types for libraries that make a worker or markup from strings: a page has one default policy, and this is what it lets through.

const workers = new Set<string>();

/** Markup of which nothing can run or load: a few elements, a few attributes with plain values, links to bpmn.io. */
const HARMLESS =
  /^(?:[^<>]|<\/?(?:div|span|ul|li|a|svg|path)(?: (?:class|title|target|rel|xmlns|viewBox|width|height|fill|d|data-overlay-id)="[^"<>]*"| href="https?:\/\/bpmn\.io")* *\/?>)*$/;

/** Whether markup is let through. */
export const isHarmless = (markup: string): boolean => HARMLESS.test(markup);

/**
 * Have a page with Trusted Types let through what MapLibre and bpmn-js make of strings, and nothing else: the worker at `url` and
 * those of the page's own making, and markup that can neither run nor load anything.
 */
export function trust(url?: string): void {
  if (url) workers.add(url);
  const { trustedTypes } = globalThis as {
    trustedTypes?: { defaultPolicy: unknown; createPolicy(name: string, rules: unknown): unknown };
  };
  if (!trustedTypes || trustedTypes.defaultPolicy) return;
  const isMine = (script: string) => workers.has(script) || script.startsWith(`blob:${location.origin}/`);
  try {
    trustedTypes.createPolicy("default", {
      createScriptURL: (script: string) => (isMine(script) ? script : null),
      createHTML: (markup: string) => (isHarmless(markup) ? markup : null),
    });
  } catch {
    // the page allows no such policy: the libraries say what they cannot do
  }
}
