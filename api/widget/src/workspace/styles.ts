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
  .who {
    flex: none;
    display: flex;
    gap: 0.35em;
    align-items: center;
  }
  .who span {
    max-width: 12rem;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .menu .help {
    display: none;
  }
  .places {
    display: flex;
    gap: 0.15rem;
    min-width: 0;
    overflow-x: auto;
    scrollbar-width: none;
  }
  @supports (animation-timeline: scroll()) {
    .places,
    .work > nav {
      animation: more steps(1, end) both;
      animation-timeline: scroll(self inline);
    }
    @keyframes more {
      from {
        mask-image: linear-gradient(to left, transparent, #000 2.5rem);
      }
      2% {
        mask-image: linear-gradient(to right, transparent, #000 2.5rem calc(100% - 2.5rem), transparent);
      }
      98% {
        mask-image: linear-gradient(to right, transparent, #000 2.5rem);
      }
      to {
        mask-image: linear-gradient(to right, transparent, #000 2.5rem);
      }
    }
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
  .signed-out summary + * {
    margin-top: 0.5rem;
  }
  .signed-out pre {
    margin-top: 0.4rem;
    padding: 0.6rem 0.8rem;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--surface);
  }

  @container (width >= 44rem) {
    .work {
      grid-template: "tabs tabs" auto "main assist" minmax(0, 1fr) / minmax(0, 1fr) minmax(0, 1.1fr);
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
    .line input {
      width: 9.5rem;
    }
    .places button {
      padding-inline: 0.5rem;
    }
    .who span {
      max-width: 6rem;
    }
  }
  @container (width < 56rem) {
    .top {
      column-gap: 0.4rem;
    }
    .brand {
      gap: 0;
      font-size: 0;
    }
    .line input {
      width: 8.9rem;
    }
    .line button {
      padding-inline: 0.5rem;
    }
  }
  @container (width < 44rem) {
    .top {
      flex-wrap: wrap;
      padding-inline: 0.75rem;
    }
    .line {
      flex: 1 1 calc(100% - 2.5rem);
    }
    .line input {
      flex: 1;
      width: 6rem;
    }
    .line button {
      padding-inline: 0.5rem;
    }
    .places {
      flex: 1 1 0;
      order: 1;
      justify-content: space-between;
    }
    .space,
    .top > .help {
      display: none;
    }
    .who {
      order: 1;
    }
    .menu .help {
      display: block;
    }
    .strip {
      max-height: 30cqh;
    }
  }
  @container (width < 26rem) {
    .brand {
      position: absolute;
      clip-path: inset(50%);
    }
    .line {
      flex-basis: 100%;
    }
    .places button {
      padding-inline: 0.35rem;
    }
    .places {
      gap: 0;
    }
    .who {
      padding-inline: 0.35rem;
    }
  }
`;
