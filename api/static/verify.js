// A customer shows who they are, on the card of their call: by a code sent to them, or by what only they know.

import { post } from "./api.js";
import { el } from "./dom.js";

/** Buttons that begin it and, once begun, what to ask; `passed()` is called when the customer is verified in this interaction. */
export function verification(customer, interaction, passed) {
  const problem = el("p", { className: "problem", role: "alert", hidden: true });
  const told = (text) => {
    problem.textContent = text;
    problem.hidden = !text;
  };
  const tried = (work) => async (event) => {
    event.preventDefault();
    told("");
    try {
      await work();
    } catch (error) {
      told(error.message);
    }
  };
  const begin = (method) =>
    tried(async () => ask(await post(`/v1/customers/${encodeURIComponent(customer)}/verifications`, { interaction, method })));
  const button = (label, method) => el("button", { type: "button", className: "quiet", on: { click: begin(method) } }, label);
  const ways = () => [button("Verify by code", "code"), button("Verify by questions", "questions")];
  const node = el("form", { className: "verify" }, ...ways(), problem);

  function ask({ id, sent_to: sentTo, questions }) {
    const asked = questions ? Object.entries(questions) : [["code", `Code, sent to ${sentTo}`]];
    const field = (name) => el("input", { type: /date/i.test(name) ? "date" : "text", autocomplete: "off", required: true, maxLength: 200 });
    const inputs = asked.map(([name, question]) => [name, question, field(name)]);
    const answer = () => {
      const said = Object.fromEntries(inputs.map(([name, , input]) => [name, input.value.trim()]));
      return questions ? { answers: said } : said;
    };
    node.onsubmit = tried(async () => {
      const { verdict, attempts_left: left } = await post(`/v1/verifications/${id}`, answer());
      if (verdict === "passed") return passed();
      if (verdict !== "pending") node.replaceChildren(...ways(), problem);
      told(verdict === "pending" ? `That is not right. ${left} more ${left === 1 ? "try" : "tries"}.` : "Not verified.");
    });
    node.replaceChildren(...inputs.map(([, question, input]) => el("label", {}, question, input)), el("button", { className: "secondary" }, "Check"), problem);
    inputs[0][2].focus();
  }

  return node;
}
