import{a as e,r as t,t as n}from"./chunks/define-BfMF5xpr.js";import{i as r}from"./chunks/markdown-CXwE-tdt.js";import{a as i,c as a,f as o,i as s,m as c,n as l,r as u,t as d,u as f}from"./chunks/element-CEgXi_L5.js";import{i as p,n as m,t as h}from"./chunks/keep-Dstxxa3K.js";import"./t2r-assist.js";import"./t2r-badges.js";import"./t2r-flow.js";import"./t2r-knowledge.js";import"./t2r-timeline.js";import{n as g}from"./chunks/preload-helper-B08HEnpN.js";var _=c`
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
  nav {
    grid-area: tabs;
    display: flex;
    gap: 0.25rem;
    padding: 0.25rem 0.5rem;
    background: var(--surface);
  }
  nav button {
    flex: 1;
    padding-inline: 0.4rem;
    overflow-wrap: normal;
    color: var(--muted);
    border-radius: 7px;
  }
  nav button:hover {
    color: var(--text);
    background: var(--sunken);
  }
  nav button.narrow {
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
    nav button.ask {
      display: none;
    }
    nav button.narrow {
      color: var(--muted);
      background: none;
      font-weight: 400;
    }
    nav button.middle {
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
    nav button.flow {
      display: none;
    }
    nav button.middle {
      color: var(--muted);
      background: none;
      font-weight: 400;
    }
    nav button.wide {
      color: var(--accent-strong);
      background: var(--accent-soft);
      font-weight: 600;
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
`,v=[`ask`,`flow`,`knowledge`,`timeline`],y=[`knowledge`,`timeline`],b=`t2r choices`,x=class extends d{constructor(...e){super(...e),this.view_=`ask`,this.side=`knowledge`,this.size=``,this.number=``,this.signInProblem=``,this.hasProvider=!1,this.#e=`ask`,this.#d=e=>{this.#t(`flow`);let{words:t}=e.detail;this.updateComplete.then(()=>this.flow?.propose(t))}}static{this.styles=[s,_]}#e;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving,{lang:t,theme:n}=S();this.theme=n,t&&(this.context.lang=t);let r=p(`view`,`ask`);this.view_=v.includes(r)?r:`ask`,y.includes(this.view_)&&(this.side=this.view_),this.context.addEventListener(`document`,()=>this.#t(`knowledge`),{signal:e}),this.client.addEventListener(`signed-out`,()=>void this.identify(),{signal:e}),document.addEventListener(`keydown`,e=>this.#n(e),{signal:e}),document.documentElement.lang=this.speaks,this.client.get(`/login/ways`).then(({provider:e})=>{this.hasProvider=e},()=>void 0)}moved(){this.number=this.context.msisdn?`+${this.context.msisdn}`:``}identified(){location.hash.slice(1)in this.t.signInEnded&&history.replaceState(null,``,location.pathname),this.client.get(`/readyz`).then(({documents:e})=>{if(!e)return;let{article:t=0,resolution:n=0}=e;this.size=this.t.size(this.format.number(t),this.format.number(n))},()=>void 0),this.updateComplete.then(()=>this.assist?.updateComplete).then(()=>this.assist?.focus())}#t(e){e!==this.view_&&(this.#e=this.view_),this.view_=e,y.includes(e)&&(this.side=e),m(`view`,e)}shortcuts(){let{t:e}=this;return[...this.assist?.shortcuts()??[],[[`l`],e.keyLine],[[`s`],e.keyStep],[[`F1`,`…`,`F${v.length}`],e.keyViews]]}#n(e){if(e.defaultPrevented||e.ctrlKey||e.metaKey||e.altKey||!this.me)return;let t=v[Number(/^F(\d)$/.exec(e.key)?.[1])-1],n=t?()=>this.#t(t):l(e)?void 0:{"?":()=>this.openKeys(),"/":()=>{this.#t(`ask`),this.updateComplete.then(()=>this.assist?.focus())},l:()=>this.line?.focus(),s:()=>{this.#t(`flow`),this.updateComplete.then(()=>this.flow?.focus())}}[e.key];n&&!this.renderRoot.querySelector(`dialog[open]`)&&(e.preventDefault(),n())}#r(e){e.preventDefault(),this.context.pick({msisdn:this.number.trim()||null})}#i(){this.context.pick({msisdn:null,case:null}),this.line?.focus()}async#a(e){e.preventDefault();let t=e.target.elements.namedItem(`token`);this.signInProblem=``;try{await this.client.post(`/v1/session`,void 0,{headers:{Authorization:`Bearer ${t.value.trim()}`}}),location.reload()}catch(e){this.signInProblem=e instanceof Error&&e.message?e.message:this.t.unreachable}}async#o(){await this.client.remove(`/v1/session`).catch(()=>void 0),h(),this.hasProvider?location.assign(`${this.client.base}/login/end`):location.reload()}#s(e){let t={...S(),...e};try{localStorage.setItem(b,JSON.stringify(t))}catch{}this.theme=t.theme,this.context.lang=t.lang,document.documentElement.lang=this.speaks}view(){return this.unknown?.status===401?this.#f():o`${this.#c()}
      ${this.context.msisdn&&e(this.me,`diagnostics:read`)?o`<div class="strip"><t2r-badges plain .baseUrl=${this.baseUrl} .group=${this.group}></t2r-badges></div>`:f}
      ${this.me?this.#u():o`<p class="empty">${this.unknown?this.inWords(this.unknown):this.t.loading}</p>`}`}#c(){let{t:e}=this;return o`<header class="top" part="top">
      <h1 class="brand"><img src="${this.client.base}/static/icon.svg" alt="" width="24" height="24" />T2R <span>${e.brand}</span></h1>
      ${this.me?o`<form class="line" autocomplete="off" @submit=${this.#r}>
              <input type="tel" maxlength="24" aria-label=${e.line} placeholder=${e.line} .value=${this.number}
                @input=${e=>{this.number=e.target.value}} />
              <button class="secondary">${e.show}</button>
              ${this.context.msisdn||this.context.case!==null?o`<button type="button" class="quiet" @click=${()=>this.#i()}>${e.clear}</button>`:f}
            </form>`:f}
      <div class="space"></div>
      <button type="button" class="quiet icon" aria-label=${e.keysTitle} title=${e.keysTitle} @click=${()=>this.openKeys()}>?</button>
      <button type="button" class="quiet" popovertarget="menu">${this.me?.name??e.settings} ▾</button>
      ${this.#l()}
    </header>`}#l(){let{t:e}=this,t=[[`auto`,e.themeAuto],[`light`,e.themeLight],[`dark`,e.themeDark]],n=e=>e.target.value;return o`<div id="menu" class="menu" popover>
      ${this.size?o`<p class="trail">${this.size}</p>`:f}
      <label>${e.language}
        <select @change=${e=>this.#s({lang:n(e)})}>
          ${Object.entries(i).map(([e,t])=>o`<option value=${e} lang=${e} ?selected=${e===this.speaks}>${t}</option>`)}
        </select></label>
      <label>${e.theme}
        <select @change=${e=>this.#s({theme:n(e)})}>
          ${t.map(([e,t])=>o`<option value=${e} ?selected=${e===this.theme}>${t}</option>`)}
        </select></label>
      ${this.me?o`<button type="button" class="secondary" @click=${()=>this.#o()}>${e.signOut}</button>`:f}
    </div>`}#u(){let{t:e}=this,{baseUrl:t,group:n}=this,r=this.view_===`ask`?`flow`:this.view_,i=e=>[e,e===this.view_?`narrow`:``,e===r?`middle`:``,e===this.side?`wide`:``].join(` `),a={ask:o`<t2r-assist plain cases .baseUrl=${t} .group=${n}></t2r-assist>`,flow:o`<t2r-flow plain .baseUrl=${t} .group=${n}></t2r-flow>`,knowledge:o`<t2r-knowledge plain .baseUrl=${t} .group=${n}></t2r-knowledge>`,timeline:o`<t2r-timeline plain .baseUrl=${t} .group=${n}></t2r-timeline>`};return o`<main class="work" part="work" @t2r-document-closed=${()=>this.#t(this.#e)} @t2r-case-wanted=${this.#d}>
      <nav aria-label=${e.views}>
        ${v.map(t=>o`<button type="button" class=${i(t)} aria-current=${t===this.view_?`true`:f} @click=${()=>this.#t(t)}>${e.view[t]}</button>`)}
      </nav>
      ${v.map(e=>o`<div class="pane ${e===`ask`?`assist`:``} ${i(e)}">${a[e]}</div>`)}
    </main>`}#d;#f(){let{t:e}=this,t=e.signInEnded[location.hash.slice(1)];return o`${this.#c()}
      <main class="scroll">
        <div class="signed-out">
          <h2>${e.signIn}</h2>
          ${t?o`<p class="notice">${t}</p>`:f}
          ${this.hasProvider?o`<p><a class="primary" href="${this.client.base}/login/provider">${e.withProvider}</a></p>`:f}
          <p>${e.linkHint}</p>
          <pre tabindex="0"><code>t2r token link</code></pre>
          <form @submit=${this.#a}>
            <label for="token">${e.orToken}</label>
            <div class="row">
              <input id="token" name="token" type="password" autocomplete="off" spellcheck="false" required placeholder="t2r_…" />
              <button class="primary">${e.signIn}</button>
            </div>
            <p class="problem" role="alert">${this.signInProblem}</p>
          </form>
        </div>
      </main>`}};u([a()],x.prototype,`view_`,void 0),u([a()],x.prototype,`side`,void 0),u([a()],x.prototype,`size`,void 0),u([a()],x.prototype,`number`,void 0),u([a()],x.prototype,`signInProblem`,void 0),u([a()],x.prototype,`hasProvider`,void 0),u([r(`t2r-assist`)],x.prototype,`assist`,void 0),u([r(`t2r-flow`)],x.prototype,`flow`,void 0),u([r(`.line input`)],x.prototype,`line`,void 0);function S(){try{return{lang:null,theme:`auto`,...JSON.parse(localStorage.getItem(b)??`{}`)}}catch{return{lang:null,theme:`auto`}}}n(`t2r-workspace`,x);export{x as T2rWorkspace,t as clientOf,g as contextOf};