import { css } from "lit";

export const workspaceStyles = css`
  :host {
    height: 100%;
    background: var(--ground);
  }
  .top {
    flex: none;
    display: flex;
    align-items: center;
    gap: 0.5rem 0.75rem;
    min-height: 3rem;
    padding: 0.35rem 0.75rem 0.35rem 1rem;
    background: var(--surface);
    border-bottom: 1px solid var(--line);
  }
  .brand {
    flex: none;
    display: flex;
    align-items: center;
    gap: 0.5rem;
    font-size: 1rem;
    font-weight: 700;
  }
  .brand span {
    color: var(--muted);
    font-weight: 400;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 0.3rem;
  }
  .line input {
    width: 11.5rem;
    font-variant-numeric: tabular-nums;
  }
  .space {
    flex: 1;
  }
  .strip {
    flex: none;
    background: var(--surface);
    border-bottom: 1px solid var(--line);
    max-height: 45cqh;
    overflow-y: auto;
  }
  .work {
    flex: 1;
    min-height: 0;
    display: grid;
    gap: 1px;
    background: var(--line);
    grid-template: "main" minmax(0, 1fr) "tabs" auto / minmax(0, 1fr);
  }
  .top button,
  .work > nav button {
    white-space: nowrap;
  }
  .places {
    display: flex;
    gap: 0.15rem;
    min-width: 0;
    overflow-x: auto;
    scrollbar-width: none;
  }
  .places button[aria-current] {
    color: var(--accent-strong);
    background: var(--accent-soft);
    font-weight: 600;
  }
  t2r-calls {
    flex: none;
    max-height: 50dvh;
    overflow-y: auto;
  }
  .elsewhere {
    flex: 1;
    min-height: 0;
  }
  .elsewhere > * {
    height: 100%;
  }
  .pane {
    grid-area: main;
    min-height: 0;
    min-width: 0;
    display: none;
  }
  .pane > * {
    height: 100%;
  }
  .pane.narrow {
    display: block;
  }
  .work > nav {
    grid-area: tabs;
    display: flex;
    gap: 0.25rem;
    overflow-x: auto;
    scrollbar-width: none;
    padding: 0.25rem 0.5rem;
    background: var(--surface);
  }
  .work > nav button {
    flex: 1 0 auto;
    padding-inline: 0.4rem;
    overflow-wrap: normal;
    color: var(--muted);
    border-radius: 7px;
  }
  .work > nav button:hover {
    color: var(--text);
    background: var(--sunken);
  }
  .work > nav button.narrow {
    color: var(--accent-strong);
    background: var(--accent-soft);
    font-weight: 600;
  }
  .menu {
    inset: auto;
    position: fixed;
    top: 3.1rem;
    right: 0.75rem;
    margin: 0;
    width: 17rem;
    max-width: calc(100vw - 1.5rem);
    padding: 0.75rem;
    color: var(--text);
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    box-shadow: 0 12px 40px rgb(10 14 20 / 20%);
  }
  .menu[popover]:popover-open {
    display: grid;
    gap: 0.6rem;
  }
  .menu label {
    display: grid;
    grid-template-columns: minmax(0, 1fr) max-content;
    gap: 0.5rem;
    align-items: center;
    color: var(--muted);
  }
  .menu select {
    color: var(--text);
  }
  .menu .secondary {
    width: 100%;
  }

  .signed-out {
    width: min(28rem, 100%);
    margin: 0 auto;
    padding: clamp(2rem, 12vh, 8rem) 1rem;
    display: grid;
    gap: 0.8rem;
  }
  .signed-out h2 {
    font-size: 1.5rem;
  }
  .signed-out form {
    display: grid;
    gap: 0.3rem;
  }
  .signed-out .row input {
    flex: 1;
  }
  .signed-out a.primary {
    display: inline-block;
    padding: 0.4rem 0.9rem;
    border-radius: 7px;
    text-decoration: none;
  }
  .signed-out pre {
    padding: 0.6rem 0.8rem;
    border-radius: 8px;
    background: var(--sunken);
  }

  @container (width >= 44rem) {
    .work {
      grid-template: "tabs assist" auto "main assist" minmax(0, 1fr) / minmax(0, 1fr) minmax(0, 1.1fr);
    }
    .pane {
      display: none !important;
    }
    .pane.middle {
      display: block !important;
    }
    .pane.assist {
      grid-area: assist;
      display: block !important;
    }
    .work > nav button.ask {
      display: none;
    }
    .work > nav button.narrow {
      color: var(--muted);
      background: none;
      font-weight: 400;
    }
    .work > nav button.middle {
      color: var(--accent-strong);
      background: var(--accent-soft);
      font-weight: 600;
    }
  }
  @container (width >= 75rem) {
    .work {
      grid-template:
        "flow assist tabs" auto
        "flow assist main" minmax(0, 1fr) / minmax(21rem, 26rem) minmax(0, 1fr) minmax(24rem, 30rem);
    }
    .pane.middle {
      display: none !important;
    }
    .pane.flow {
      grid-area: flow;
      display: block !important;
    }
    .pane.wide {
      display: block !important;
    }
    .work > nav button.flow {
      display: none;
    }
    .work > nav button.middle {
      color: var(--muted);
      background: none;
      font-weight: 400;
    }
    .work > nav button.wide {
      color: var(--accent-strong);
      background: var(--accent-soft);
      font-weight: 600;
    }
  }
  @container (width < 64rem) {
    .brand span {
      display: none;
    }
  }
  @container (width < 44rem) {
    .places {
      flex: 1 1 0;
    }
    .space {
      display: none;
    }
  }
  @container (width < 26rem) {
    .brand {
      font-size: 0;
    }
    .top {
      gap: 0.35rem;
    }
  }
  @container (width < 44rem) {
    .top {
      flex-wrap: wrap;
      padding-inline: 0.75rem;
    }
    .brand span {
      display: none;
    }
    .line {
      order: 3;
      flex: 1 0 100%;
    }
    .line input {
      flex: 1;
      width: 6rem;
    }
    .strip {
      max-height: 30cqh;
    }
  }
`;
