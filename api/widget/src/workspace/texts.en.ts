// What the workspace says of the parts that are loaded later, in English.

export const en = {
  places: "Places",
  place: { desk: "Desk", board: "Board", inbox: "Inbox", reports: "Reports" },
  view: { customer: "Customer", journey: "Forms", order: "Orders", map: "Map" },
  keyCustomer: "Show the customer",
  keyJourney: "Show the forms",
  keyOrder: "Show the orders",
  keyMap: "Show the map",
  keyDesk: "Back to the desk",
  keyBoard: "Show the board",
  keyInbox: "Show the knowledge inbox",
  keyReports: "Show the evaluation reports",
};

export type WorkspaceTexts = typeof en;
