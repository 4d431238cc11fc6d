// The page: who is signed in, asking and following up, the keyboard.

import { Badges } from "./badges.js";
import { Problem, ask, get, post, remove } from "./api.js";
import { Calls } from "./calls.js";
import { Cases } from "./case.js";
import { el } from "./dom.js";
import { NetworkMap } from "./map.js";
import { Reader } from "./reader.js";
import { Turn, confidenceInWords } from "./turn.js";

const EXAMPLES = [
  "Mobile data does not work but calls do",
  "recharge ho gaya hai par net nahi chal raha",
  "The LOS light on the modem is red",
  "otp nahi aa rha hai",
];
const MAX_TURNS = 20;
const TOLD = ["link-used", "sign-in-failed", "no-role"]; // how a sign-in ended, in the address

const byId = (id) => document.getElementById(id);
const [work, signedOut, conversation, welcome, composer, question, send, newQuestion, signOut, announcer] = [
  "work", "signed-out", "conversation", "welcome", "composer", "question", "send", "new", "sign-out", "announcer",
].map(byId);

let turns = [];
let asking = null;
let mayGiveFeedback = false;
let mayAskOfLines = false; // and there is a network to ask

const reader = new Reader(byId("reader"), {
  say,
  shown: (isOpen) => {
    work.classList.toggle("reading", isOpen);
    if (isOpen) networkMap.close();
    if (isOpen) cases.close();
  },
});
const networkMap = new NetworkMap(byId("map"), {
  shown: (isOpen) => {
    work.classList.toggle("mapping", isOpen);
    if (isOpen) reader.close();
    if (isOpen) cases.close();
  },
});
const cases = new Cases(byId("case"), {
  announce: (text) => (announcer.textContent = text),
  shown: (isOpen) => {
    work.classList.toggle("casing", isOpen);
    if (isOpen) reader.close();
    if (isOpen) networkMap.close();
  },
});

const badges = new Badges(byId("badges"), {
  open: (id) => reader.open({ document_id: id }, null),
  announce: (text) => (announcer.textContent = text),
});

const calls = new Calls(byId("calls"), {
  announce: (text) => (announcer.textContent = text),
  openCase: (id) => cases.open(id),
  takeUp: (number) => {
    byId("line").value = number ? `+${number}` : "";
    followLine();
    question.focus();
  },
});

async function say(feedback) {
  if (!mayGiveFeedback) return;
  try {
    await post("/v1/feedback", feedback, { keepalive: true });
  } catch (problem) {
    announcer.textContent = `Your feedback was not kept: ${problem.message}`;
  }
}

async function submit(text) {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  let answerId = null;
  const turn = new Turn(text, {
    say,
    open: (place) => {
      if (answerId) say({ answer_id: answerId, document_id: place.document_id, clicked: true });
      reader.open(place, answerId);
    },
  });
  welcome.hidden = true;
  newQuestion.hidden = false;
  announcer.textContent = "";
  conversation.append(turn.node);
  turn.node.scrollIntoView({ block: "start" });
  send.textContent = "Stop";
  question.value = "";
  grow();
  try {
    const body = { question: text, context: { turns, ...narrowing() }, ...(badges.number && { msisdn: badges.number }) };
    await ask(body, {
      passages: (pools) => turn.passages(pools),
      sentence: (sentence) => turn.sentence(sentence),
      answer: (answer) => {
        answerId = answer.answer_id;
        turn.finish(answer);
        announcer.textContent = inWords(answer);
        turns = [...turns, { role: "agent", text }, { role: "assistant", text: answer.text }].slice(-MAX_TURNS);
        say({ answer_id: answerId, displayed: true });
      },
    }, signal);
    if (!answerId) throw new Problem({ detail: "The answer broke off. Please ask again." });
  } catch (problem) {
    turn.fail(problem.name === "AbortError" ? "Stopped." : problem.message);
    announcer.textContent = problem.message;
    if (problem.status === 401) showSignedOut();
  } finally {
    if (asking?.signal === signal) {
      asking = null;
      send.textContent = "Ask";
    }
  }
}

function inWords({ live, ...answer }) {
  return live ? `${live.text} ${answerInWords(answer)}` : answerInWords(answer);
}

function answerInWords({ decision, confidence, sentences, missing, next_check: check }) {
  if (decision === "abstained") return `Not known. ${missing ?? ""} ${check ? `Check this next: ${check.text}` : ""}`;
  return `${decision}, ${confidenceInWords(confidence)}. ${sentences.map(({ text }) => text).join(" ")}`;
}

function narrowing() {
  const product = byId("product").value.trim();
  const audience = byId("audience").value;
  return { ...(product && { product }), ...(audience && { audience }) };
}

function reset() {
  asking?.abort();
  turns = [];
  byId("line").value = ""; // the next question may be another customer's
  badges.stop();
  reader.close();
  networkMap.close();
  cases.close();
  conversation.replaceChildren(welcome);
  welcome.hidden = false;
  newQuestion.hidden = true;
  question.value = "";
  grow();
  question.focus();
}

/** As high as its text, up to the limit of the style sheet. */
function grow() {
  question.style.height = "auto";
  question.style.height = `${question.scrollHeight}px`;
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = question.value.trim();
  if (text) submit(text);
  else if (asking) asking.abort();
});
send.addEventListener("click", (event) => {
  if (asking && !question.value.trim()) {
    event.preventDefault();
    asking.abort();
  }
});
const followLine = () => mayAskOfLines && badges.follow(byId("line").value.trim());
byId("line").addEventListener("blur", followLine);
byId("line").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || question.value.trim()) return; // with a question, Enter asks it
  event.preventDefault();
  followLine();
});
question.addEventListener("input", grow);
question.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.requestSubmit();
  }
});
document.addEventListener("keydown", (event) => {
  if (work.hidden || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches?.("input, textarea, select");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    question.focus();
  } else if (event.key === "Escape" && event.target === question && question.value) {
    question.value = "";
    grow();
  } else if (event.key === "Escape") {
    reader.close();
    networkMap.close();
    cases.close();
  }
});
newQuestion.addEventListener("click", reset);
byId("map-open").addEventListener("click", () => networkMap.open(badges.number));
byId("cases-open").addEventListener("click", () => cases.list());
byId("case-begin").addEventListener("click", () => {
  const text = question.value.trim();
  if (!text) {
    question.focus();
    return;
  }
  const number = byId("line").value.trim();
  cases.begin(text, number, calls.interactionOf(number));
  question.value = "";
  grow();
});
signOut.addEventListener("click", async () => {
  await remove("/v1/session").catch(() => {});
  reset();
  showSignedOut();
  const { provider } = await get("/login/ways").catch(() => ({}));
  if (provider) location.assign("/login/end"); // whoever signed in there is signed out there too
});
byId("token-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const problemText = byId("token-problem");
  problemText.textContent = "";
  try {
    await post("/v1/session", undefined, { headers: { Authorization: `Bearer ${byId("token").value.trim()}` } });
    byId("token").value = "";
    await start();
  } catch (problem) {
    problemText.textContent = problem.message;
  }
});

function showSignedOut() {
  calls.stop();
  badges.stop();
  networkMap.close();
  cases.close();
  byId("map-open").hidden = true;
  byId("cases-open").hidden = true;
  work.hidden = true;
  signOut.hidden = true;
  newQuestion.hidden = true;
  signedOut.hidden = false;
  for (const told of TOLD) byId(told).hidden = location.hash !== `#${told}`;
  get("/login/ways").then(({ provider }) => (byId("provider").hidden = !provider), () => {});
}

async function start() {
  let me;
  try {
    me = await get("/v1/session");
  } catch (problem) {
    showSignedOut();
    if (problem.status !== 401) byId("token-problem").textContent = problem.message;
    return;
  }
  mayGiveFeedback = me.scopes.some((scope) => scope === "feedback:write" || scope === "admin");
  if (TOLD.includes(location.hash.slice(1))) history.replaceState(null, "", "/");
  const mayWorkOnCases = me.scopes.some((scope) => ["cases:write", "cases:write:own", "admin"].includes(scope));
  byId("cases-open").hidden = byId("case-begin").hidden = !mayWorkOnCases;
  calls.mayVerify = me.scopes.some((scope) => scope === "customers:write" || scope === "admin");
  if (me.scopes.some((scope) => scope === "cases:read" || scope === "admin")) calls.follow();
  signedOut.hidden = true;
  work.hidden = false;
  signOut.hidden = false;
  question.focus();
  const { documents, network } = await get("/readyz").catch(() => ({ documents: null, network: false }));
  mayAskOfLines = network && me.scopes.some((scope) => scope === "diagnostics:read" || scope === "admin");
  byId("line-field").hidden = !mayAskOfLines && !mayWorkOnCases;
  byId("map-open").hidden = !mayAskOfLines;
  const order = /^#order-(\d+)$/.exec(location.hash);
  if (order) cases.order(order[1]);
  if (documents) byId("size").textContent = `${documents.article} articles · ${documents.resolution} past resolutions`;
}

byId("examples").append(
  ...EXAMPLES.map((text) => el("li", {}, el("button", { type: "button", on: { click: () => submit(text) } }, text))),
);
start();
