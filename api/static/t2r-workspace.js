import{a as e,c as t,l as n,o as r,r as i,t as a}from"./chunks/client-D65S0Hh_.js";import{C as o,S as s,c,d as l,f as u,h as d,l as f,n as p,s as m,u as h,v as g,w as _,y as v}from"./chunks/core-DRFzIaB1.js";import"./t2r-assist.js";import"./t2r-badges.js";import"./t2r-calls.js";import"./t2r-flow.js";import"./t2r-knowledge.js";import"./t2r-timeline.js";var y={customer:async()=>a(`t2r-customer`,(await u(async()=>{let{T2rCustomer:e}=await import(`./chunks/element-DpBZdtvw.js`).then(e=>e.n);return{T2rCustomer:e}},[],import.meta.url)).T2rCustomer),journey:async()=>a(`t2r-journey`,(await u(async()=>{let{T2rJourney:e}=await import(`./chunks/element-Bd4THNnq.js`).then(e=>e.n);return{T2rJourney:e}},[],import.meta.url)).T2rJourney),order:async()=>{let[{T2rProcess:e},{T2rOrder:t}]=await Promise.all([u(()=>import(`./chunks/element-CIuiLqzW.js`).then(e=>e.n),[],import.meta.url),u(()=>import(`./chunks/element-C8l7HUkX.js`).then(e=>e.n),[],import.meta.url)]);a(`t2r-process`,e),a(`t2r-order`,t)},map:async()=>a(`t2r-map`,(await u(async()=>{let{T2rMap:e}=await import(`./chunks/element-DG6P-KRq.js`).then(e=>e.n);return{T2rMap:e}},[],import.meta.url)).T2rMap),board:async()=>a(`t2r-board`,(await u(async()=>{let{T2rBoard:e}=await import(`./chunks/element-Bfm8NVFW.js`).then(e=>e.n);return{T2rBoard:e}},[],import.meta.url)).T2rBoard),inbox:async()=>a(`t2r-inbox`,(await u(async()=>{let{T2rInbox:e}=await import(`./chunks/element-f-hDgH3O.js`).then(e=>e.n);return{T2rInbox:e}},[],import.meta.url)).T2rInbox),reports:async()=>a(`t2r-reports`,(await u(async()=>{let{T2rReports:e}=await import(`./chunks/element-BGzgadZm.js`).then(e=>e.n);return{T2rReports:e}},[],import.meta.url)).T2rReports)},b=e=>e in y,x=new Set;function S(e){x.has(e)||(x.add(e),y[e]().catch(()=>x.delete(e)))}function C({search:e,hash:t}){let[,n,r]=/[?&#](case|order)[-=](\d{1,15})(?=&|#|$)/.exec(e+t)??[];return n?{what:n,id:Number(r)}:null}var w=_`
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
`,T=new p({places:`Places`,place:{desk:`Desk`,board:`Board`,inbox:`Inbox`,reports:`Reports`},view:{customer:`Customer`,journey:`Forms`,order:`Orders`,map:`Map`},keyCustomer:`Show the customer`,keyJourney:`Show the forms`,keyOrder:`Show the orders`,keyMap:`Show the map`,keyDesk:`Back to the desk`,keyBoard:`Show the board`,keyInbox:`Show the knowledge inbox`,keyReports:`Show the evaluation reports`},{hi:async()=>(await u(async()=>{let{hi:e}=await import(`./chunks/texts.hi-DQokIaeX.js`);return{hi:e}},[],import.meta.url)).hi}),E=[`ask`,`flow`,`customer`,`knowledge`,`journey`,`order`,`map`,`timeline`],D=[`customer`,`knowledge`,`journey`,`order`,`map`,`timeline`],O=[`ask`,`flow`,`knowledge`,`timeline`],k={v:`customer`,f:`journey`,o:`order`,m:`map`},A=[`desk`,`board`,`inbox`,`reports`],j=`t2r choices`,M=class extends m{constructor(...e){super(...e),this.view_=`ask`,this.side=`customer`,this.place=`desk`,this.size=``,this.number=``,this.signInProblem=``,this.hasProvider=!1,this.#e=`ask`,this.#y=e=>{this.#t(`flow`);let{words:t}=e.detail;this.updateComplete.then(()=>this.flow?.propose(t))}}static{this.styles=[h,w]}#e;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving,{lang:n,theme:r}=N();this.theme=r,n&&(this.context.lang=n);let i=t(`view`,`ask`);this.view_=E.includes(i)?i:`ask`,D.includes(this.view_)&&(this.side=this.view_),this.context.addEventListener(`document`,()=>this.place===`desk`&&this.#t(`knowledge`),{signal:e}),this.client.addEventListener(`signed-out`,()=>this.#f(),{signal:e}),document.addEventListener(`keydown`,e=>this.#s(e),{signal:e}),window.addEventListener(`hashchange`,()=>this.#a(),{signal:e}),this.#a(),document.documentElement.lang=this.speaks,this.client.get(`/login/ways`).then(({provider:e})=>{this.hasProvider=e},()=>void 0)}get w(){return T.of(this.speaks,()=>this.requestUpdate())}moved(){this.number=this.context.msisdn?`+${this.context.msisdn}`:``}identified(){let e=this.#n;e.includes(this.view_)||(this.view_=`ask`);for(let t of[this.view_,this.side])b(t)&&e.includes(t)&&S(t);let n=t(`place`,`desk`);this.#r.includes(n)&&this.#i(n),this.#a(),location.hash.slice(1)in this.t.signInEnded&&history.replaceState(null,``,location.pathname),this.client.get(`/readyz`).then(({documents:e})=>{if(!e)return;let{article:t=0,resolution:n=0}=e;this.size=this.t.size(this.format.number(t),this.format.number(n))},()=>void 0),this.updateComplete.then(()=>this.assist?.updateComplete).then(()=>this.assist?.focus())}updated(e){super.updated(e);for(let e of this.renderRoot.querySelectorAll(`nav [aria-current]`))e.scrollIntoView?.({block:`nearest`,inline:`nearest`})}#t(e){e!==this.view_&&(this.#e=this.view_),this.view_=e,D.includes(e)&&(this.side=e),r(`view`,e),b(e)&&S(e),this.#i(`desk`)}get#n(){let e={customer:`customers:read`,journey:`cases:write`,order:`orders:read`,map:`diagnostics:read`};return E.filter(t=>!e[t]||n(this.me,e[t]))}get#r(){let e=(...e)=>[...e,`admin`].some(e=>this.me?.scopes.includes(e)),t={desk:!0,board:e(`cases:read`)&&e(`cases:write`,`problems:write`),inbox:e(`knowledge:write`),reports:e(`evaluations:read`)};return A.filter(e=>t[e])}#i(e){this.place=e,r(`place`,e),b(e)&&S(e)}#a(){let e=C(location);e&&(r(`link`,e),history.replaceState(null,``,location.pathname));let n=t(`link`,null);n&&this.me&&(r(`link`,void 0),n.what===`case`?(n.id!==this.context.case&&this.context.pick({case:n.id,msisdn:null}),this.#t(`flow`)):this.#n.includes(`order`)&&this.#o(n.id))}async#o(e){this.#t(`order`);let t={case:null,line:null},n=await this.client.get(`/v1/orders/${e}`).catch(()=>t);this.context.pick({case:n.case,msisdn:n.line}),await customElements.whenDefined(`t2r-order`),this.orders?.open(e)}shortcuts(){let{t:e,w:t}=this;return[...this.assist?.shortcuts()??[],[[`l`],e.keyLine],[[`s`],e.keyStep],[[`F1`,`…`,`F${O.length}`],e.keyViews],[[`v`],t.keyCustomer],[[`f`],t.keyJourney],[[`o`],t.keyOrder],[[`m`],t.keyMap],...this.calls?.shortcuts()??[],...this.#r.includes(`board`)?[[[`b`],t.keyBoard]]:[],...this.#r.includes(`inbox`)?[[[`i`],t.keyInbox]]:[],...this.#r.includes(`reports`)?[[[`r`],t.keyReports]]:[],...this.#r.length>1?[[[`d`],t.keyDesk]]:[]]}#s(e){if(e.defaultPrevented||e.ctrlKey||e.metaKey||e.altKey||!this.me)return;let t=O[Number(/^F(\d)$/.exec(e.key)?.[1])-1],n=k[e.key],r=this.#r.find(t=>t.startsWith(e.key)),i={"?":()=>this.openKeys(),"/":()=>{this.#t(`ask`),this.updateComplete.then(()=>this.assist?.focus())},l:()=>this.line?.focus(),s:()=>{this.#t(`flow`),this.updateComplete.then(()=>this.flow?.focus())},...n&&this.#n.includes(n)&&{[e.key]:()=>this.#t(n)},...r&&this.#r.length>1&&{[e.key]:()=>this.#i(r)}},a=e.key===`F8`?()=>void this.calls?.takeUp():t?()=>this.#t(t):c(e)?void 0:i[e.key];a&&!this.renderRoot.querySelector(`dialog[open]`)&&(e.preventDefault(),a())}#c(e){e.preventDefault(),this.context.pick({msisdn:this.number.trim()||null})}#l(){this.context.pick({msisdn:null,case:null}),this.line?.focus()}async#u(e){e.preventDefault();let t=e.target.elements.namedItem(`token`);this.signInProblem=``;try{await this.client.post(`/v1/session`,void 0,{headers:{Authorization:`Bearer ${t.value.trim()}`}}),location.reload()}catch(e){this.signInProblem=e instanceof Error&&e.message?e.message:this.t.unreachable}}async#d(){await this.client.remove(`/v1/session`).catch(()=>void 0),e(),this.hasProvider?location.assign(`${this.client.base}/login/end`):location.reload()}#f(){this.me&&(this.me=null,this.identify())}#p(e){let t={...N(),...e};try{localStorage.setItem(j,JSON.stringify(t))}catch{}this.theme=t.theme,this.context.lang=t.lang,document.documentElement.lang=this.speaks}view(){return this.unknown?.status===401?this.#b():o`${this.#m()}
      ${this.me&&n(this.me,`cases:read`)?o`<t2r-calls plain .baseUrl=${this.baseUrl} .group=${this.group} @t2r-call-taken=${()=>this.#v()} @t2r-verify-wanted=${()=>this.#v(!0)}></t2r-calls>`:s}
      ${this.place===`desk`&&this.context.msisdn&&n(this.me,`diagnostics:read`)?o`<div class="strip"><t2r-badges plain .baseUrl=${this.baseUrl} .group=${this.group}></t2r-badges></div>`:s}
      ${this.me?o`${this.#g()}${this.#_()}`:o`<main class="empty">${this.unknown?this.inWords(this.unknown):this.t.loading}</main>`}`}#m(){let{t:e}=this;return o`<header class="top" part="top">
      <h1 class="brand"><img src="${this.client.base}/static/icon.svg" alt="" width="24" height="24" />T2R <span>${e.brand}</span></h1>
      ${this.me?o`<form class="line" autocomplete="off" @submit=${this.#c}>
              <input type="tel" maxlength="24" aria-label=${e.line} placeholder=${e.line} .value=${this.number}
                @input=${e=>{this.number=e.target.value}} />
              <button class="secondary">${e.show}</button>
              ${this.context.msisdn||this.context.case!==null?o`<button type="button" class="quiet" @click=${()=>this.#l()}>${e.clear}</button>`:s}
            </form>`:s}
      ${this.me&&this.#r.length>1?o`<nav class="places" aria-label=${this.w.places}>
              ${this.#r.map(e=>o`<button type="button" class="quiet" aria-current=${e===this.place?`page`:s} @click=${()=>this.#i(e)}>${this.w.place[e]}</button>`)}
            </nav>`:s}
      <div class="space"></div>
      <button type="button" class="quiet icon help" aria-label=${e.keysTitle} title=${e.keysTitle} @click=${()=>this.openKeys()}>?</button>
      <button type="button" class="quiet who" popovertarget="menu"><span>${this.me?.name??e.settings}</span> ▾</button>
      ${this.#h()}
    </header>`}#h(){let{t:e}=this,t=[[`auto`,e.themeAuto],[`light`,e.themeLight],[`dark`,e.themeDark]],n=e=>e.target.value;return o`<div id="menu" class="menu" popover>
      ${this.size?o`<p class="trail">${this.size}</p>`:s}
      <label>${e.language}
        <select @change=${e=>this.#p({lang:n(e)})}>
          ${Object.entries(l).map(([e,t])=>o`<option value=${e} lang=${e} ?selected=${e===this.speaks}>${t}</option>`)}
        </select></label>
      <label>${e.theme}
        <select @change=${e=>this.#p({theme:n(e)})}>
          ${t.map(([e,t])=>o`<option value=${e} ?selected=${e===this.theme}>${t}</option>`)}
        </select></label>
      <button type="button" class="secondary help" popovertarget="menu" popovertargetaction="hide" @click=${()=>this.openKeys()}>${e.keysTitle}</button>
      ${this.me?o`<button type="button" class="secondary" @click=${()=>this.#d()}>${e.signOut}</button>`:s}
    </div>`}#g(){let{t:e}=this,{baseUrl:t,group:n}=this,r=this.#n,i={...e.view,...this.w.view},a=this.view_===`ask`?`flow`:this.view_,c=r.includes(this.side)?this.side:`knowledge`,l=e=>[e,e===this.view_?`narrow`:``,e===a?`middle`:``,e===c?`wide`:``].join(` `),u={ask:o`<t2r-assist plain cases .baseUrl=${t} .group=${n}></t2r-assist>`,flow:o`<t2r-flow plain .baseUrl=${t} .group=${n}></t2r-flow>`,customer:o`<t2r-customer plain .baseUrl=${t} .group=${n}></t2r-customer>`,knowledge:o`<t2r-knowledge plain .baseUrl=${t} .group=${n}></t2r-knowledge>`,journey:o`<t2r-journey plain .baseUrl=${t} .group=${n} @t2r-verify-wanted=${()=>this.#v(!0)}></t2r-journey>`,order:o`<t2r-order plain .baseUrl=${t} .group=${n}></t2r-order>`,map:o`<t2r-map plain .baseUrl=${t} .group=${n}></t2r-map>`,timeline:o`<t2r-timeline plain .baseUrl=${t} .group=${n}></t2r-timeline>`};return o`<main class="work" part="work" ?hidden=${this.place!==`desk`} @t2r-document-closed=${()=>this.#t(this.#e)} @t2r-case-wanted=${this.#y}>
      <nav aria-label=${e.views}>
        ${r.map(e=>o`<button type="button" class=${l(e)} aria-current=${e===this.view_?`true`:s} @click=${()=>this.#t(e)}>${i[e]}</button>`)}
      </nav>
      ${r.map(e=>o`<div class="pane ${e===`ask`?`assist`:``} ${l(e)}">${u[e]}</div>`)}
    </main>`}#_(){let{baseUrl:e,group:t,place:n}=this;if(n===`desk`)return s;let r={board:o`<t2r-board plain .baseUrl=${e} .group=${t} @t2r-case-picked=${()=>this.#t(`flow`)}></t2r-board>`,inbox:o`<t2r-inbox plain .baseUrl=${e} .group=${t}></t2r-inbox>`,reports:o`<t2r-reports plain .baseUrl=${e} .group=${t} @t2r-case-picked=${()=>this.#t(`timeline`)}></t2r-reports>`};return o`<main class="elsewhere" part="elsewhere">${r[n]}</main>`}#v(e=!1){this.#n.includes(`customer`)&&(this.#t(`customer`),e&&this.updateComplete.then(()=>this.customer?.updateComplete).then(()=>this.customer?.focus()))}#y;#b(){let{t:e}=this,t=e.signInEnded[location.hash.slice(1)];return o`${this.#m()}
      <main class="scroll">
        <div class="signed-out">
          <h2>${e.signIn}</h2>
          ${t?o`<p class="notice">${t}</p>`:s}
          ${this.hasProvider?o`<p><a class="primary" href="${this.client.base}/login/provider">${e.withProvider}</a></p>`:s}
          <p>${e.linkHint}</p>
          <form @submit=${this.#u}>
            <label for="token">${e.orToken}</label>
            <div class="row">
              <input id="token" name="token" type="password" autocomplete="off" spellcheck="false" required placeholder="t2r_…" />
              <button class="primary">${e.signIn}</button>
            </div>
            <p class="problem" role="alert">${this.signInProblem}</p>
          </form>
          <details>
            <summary>${e.linkMake}</summary>
            <p class="trail">${e.linkMakeHint}</p>
            <pre tabindex="0"><code>t2r token link</code></pre>
          </details>
        </div>
      </main>`}};f([v()],M.prototype,`view_`,void 0),f([v()],M.prototype,`side`,void 0),f([v()],M.prototype,`place`,void 0),f([v()],M.prototype,`size`,void 0),f([v()],M.prototype,`number`,void 0),f([v()],M.prototype,`signInProblem`,void 0),f([v()],M.prototype,`hasProvider`,void 0),f([g(`t2r-assist`)],M.prototype,`assist`,void 0),f([g(`t2r-flow`)],M.prototype,`flow`,void 0),f([g(`t2r-customer`)],M.prototype,`customer`,void 0),f([g(`t2r-order`)],M.prototype,`orders`,void 0),f([g(`t2r-calls`)],M.prototype,`calls`,void 0),f([g(`.line input`)],M.prototype,`line`,void 0);function N(){try{return{lang:null,theme:`auto`,...JSON.parse(localStorage.getItem(j)??`{}`)}}catch{return{lang:null,theme:`auto`}}}a(`t2r-workspace`,M);export{M as T2rWorkspace,i as clientOf,d as contextOf};