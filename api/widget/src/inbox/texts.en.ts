// What `<t2r-inbox>` says, in English.

export const en = {
  inbox: "Knowledge inbox",
  topics: "What there is to do",
  topic: {
    gap: "Gaps",
    contradiction: "Contradictions",
    stale: "Out of date",
    duplicate: "Duplicates",
    draft: "Drafts",
  },
  hint: {
    gap: "Questions of the last 30 days that were not answered, gathered by matter.",
    contradiction: "Articles whose advice did not help in past cases.",
    stale: "Articles that have ended, end soon, or were not changed for a year.",
    duplicate: "Articles for the same readers that tell the same.",
    draft: "Solved cases about one matter that no article answers, with an outline of one.",
  },
  looking: "Looking…",
  nothing: "Nothing to do here.",
  shownOf: (shown: string, total: string) => `${shown} of ${total} are shown.`,
  asked: (count: string, first: string, last: string) =>
    `asked ${count} times, ${first === last ? first : `${first} to ${last}`}`,
  askedOnce: (day: string) => `asked once, ${day}`,
  questions: "Questions",
  nearest: "Nearest documents",
  documents: "Documents",
  saysAgainst: "What the cases say",
  likeness: (share: string) => `${share} alike`,
  outline: "Outline",
  openDocument: (id: string) => `Open ${id}`,
  andMore: (count: string) => `and ${count} more`,
  write: "Write the article",
  mend: "Mend the article",
  mendOf: (id: string) => `Mend ${id}`,
  setAside: "Set aside",
  setAsideOf: (title: string) => `Set aside: ${title}`,
  why: "Why it needs nothing more",
  wasSetAside: "Set aside.",
  back: "Back to the inbox",
  readerEmpty: "Open a document: it is shown here, beside what there is to do.",
};

export const editor = {
  newArticle: "New article",
  mending: (id: string) => `Article ${id}`,
  id: "Id",
  idHint: "letters, digits and hyphens; it stays",
  title: "Title",
  product: "Product",
  audience: "Readers",
  audiences: { internal: "Internal", customer: "Customers too" },
  symptoms: "In customers’ words, one a line",
  body: "Text, in Markdown",
  preview: "Preview",
  edit: "Edit",
  sources: "Sources, one a line",
  save: "Save the article",
  saved: (id: string) => `Saved: ${id}. The next search finds it.`,
  changedMeanwhile:
    "Somebody else has changed the article since it was opened. Copy what you need, then open it again.",
  kept: "Kept here until it is saved or discarded.",
  discard: "Discard",
};

export type InboxTexts = typeof en;
export type EditorTexts = typeof editor;
