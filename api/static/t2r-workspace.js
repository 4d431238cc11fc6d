import{a as e,r as t,t as n}from"./chunks/define-CwWhhNON.js";import{t as r}from"./chunks/query-DDQkTGvL.js";import{a as i,c as a,f as o,i as s,m as c,n as l,r as u,t as d,u as f}from"./chunks/element-Ww6iO2C5.js";import{i as p,n as m,t as h}from"./chunks/keep-Dstxxa3K.js";import{n as g,t as _}from"./chunks/preload-helper-B08HEnpN.js";import{t as v}from"./chunks/translations-MUrqCPEJ.js";import"./t2r-assist.js";import"./t2r-badges.js";import"./t2r-calls.js";import"./t2r-flow.js";import"./t2r-knowledge.js";import"./t2r-timeline.js";var y={customer:async()=>n(`t2r-customer`,(await _(async()=>{let{T2rCustomer:e}=await import(`./chunks/element-C-zS-gFp.js`).then(e=>e.n);return{T2rCustomer:e}},[],import.meta.url)).T2rCustomer),journey:async()=>n(`t2r-journey`,(await _(async()=>{let{T2rJourney:e}=await import(`./chunks/element-DSZ-E533.js`).then(e=>e.n);return{T2rJourney:e}},[],import.meta.url)).T2rJourney),map:async()=>n(`t2r-map`,(await _(async()=>{let{T2rMap:e}=await import(`./chunks/element-7rctM8Z5.js`).then(e=>e.n);return{T2rMap:e}},[],import.meta.url)).T2rMap),board:async()=>n(`t2r-board`,(await _(async()=>{let{T2rBoard:e}=await import(`./chunks/element-BtCmAgdN.js`).then(e=>e.n);return{T2rBoard:e}},[],import.meta.url)).T2rBoard),inbox:async()=>n(`t2r-inbox`,(await _(async()=>{let{T2rInbox:e}=await import(`./chunks/element-Bb0P4RNQ.js`).then(e=>e.n);return{T2rInbox:e}},[],import.meta.url)).T2rInbox),reports:async()=>n(`t2r-reports`,(await _(async()=>{let{T2rReports:e}=await import(`./chunks/element-CGGISUOW.js`).then(e=>e.n);return{T2rReports:e}},[],import.meta.url)).T2rReports)},b=e=>e in y,x=new Set;function S(e){x.has(e)||(x.add(e),y[e]().catch(()=>x.delete(e)))}var C=c`
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
`,w=new v({places:`Places`,place:{desk:`Desk`,board:`Board`,inbox:`Inbox`,reports:`Reports`},view:{customer:`Customer`,journey:`Forms`,map:`Map`},keyCustomer:`Show the customer`,keyJourney:`Show the forms`,keyMap:`Show the map`,keyDesk:`Back to the desk`,keyBoard:`Show the board`,keyInbox:`Show the knowledge inbox`,keyReports:`Show the evaluation reports`},{hi:async()=>(await _(async()=>{let{hi:e}=await import(`./chunks/texts.hi-CKaiUpri.js`);return{hi:e}},[],import.meta.url)).hi}),T=[`ask`,`flow`,`customer`,`knowledge`,`journey`,`map`,`timeline`],E=[`customer`,`knowledge`,`journey`,`map`,`timeline`],D=[`ask`,`flow`,`knowledge`,`timeline`],O={v:`customer`,f:`journey`,m:`map`},k=[`desk`,`board`,`inbox`,`reports`],A=`t2r choices`,j=class extends d{constructor(...e){super(...e),this.view_=`ask`,this.side=`customer`,this.place=`desk`,this.size=``,this.number=``,this.signInProblem=``,this.hasProvider=!1,this.#e=`ask`,this.#g=e=>{this.#t(`flow`);let{words:t}=e.detail;this.updateComplete.then(()=>this.flow?.propose(t))}}static{this.styles=[s,C]}#e;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving,{lang:t,theme:n}=M();this.theme=n,t&&(this.context.lang=t);let r=p(`view`,`ask`);this.view_=T.includes(r)?r:`ask`,E.includes(this.view_)&&(this.side=this.view_),this.context.addEventListener(`document`,()=>this.place===`desk`&&this.#t(`knowledge`),{signal:e}),this.client.addEventListener(`signed-out`,()=>void this.identify(),{signal:e}),document.addEventListener(`keydown`,e=>this.#a(e),{signal:e}),document.documentElement.lang=this.speaks,this.client.get(`/login/ways`).then(({provider:e})=>{this.hasProvider=e},()=>void 0)}get w(){return w.of(this.speaks,()=>this.requestUpdate())}moved(){this.number=this.context.msisdn?`+${this.context.msisdn}`:``}identified(){let e=this.#n;e.includes(this.view_)||(this.view_=`ask`);for(let t of[this.view_,this.side])b(t)&&e.includes(t)&&S(t);let t=p(`place`,`desk`);this.#r.includes(t)&&this.#i(t),location.hash.slice(1)in this.t.signInEnded&&history.replaceState(null,``,location.pathname),this.client.get(`/readyz`).then(({documents:e})=>{if(!e)return;let{article:t=0,resolution:n=0}=e;this.size=this.t.size(this.format.number(t),this.format.number(n))},()=>void 0),this.updateComplete.then(()=>this.assist?.updateComplete).then(()=>this.assist?.focus())}#t(e){e!==this.view_&&(this.#e=this.view_),this.view_=e,E.includes(e)&&(this.side=e),m(`view`,e),b(e)&&S(e),this.#i(`desk`)}get#n(){let t={customer:`customers:read`,journey:`cases:write`,map:`diagnostics:read`};return T.filter(n=>!t[n]||e(this.me,t[n]))}get#r(){let e=(...e)=>[...e,`admin`].some(e=>this.me?.scopes.includes(e)),t={desk:!0,board:e(`cases:read`)&&e(`cases:write`,`problems:write`),inbox:e(`knowledge:write`),reports:e(`evaluations:read`)};return k.filter(e=>t[e])}#i(e){this.place=e,m(`place`,e),b(e)&&S(e)}shortcuts(){let{t:e,w:t}=this;return[...this.assist?.shortcuts()??[],[[`l`],e.keyLine],[[`s`],e.keyStep],[[`F1`,`…`,`F${D.length}`],e.keyViews],[[`v`],t.keyCustomer],[[`f`],t.keyJourney],[[`m`],t.keyMap],...this.calls?.shortcuts()??[],...this.#r.includes(`board`)?[[[`b`],t.keyBoard]]:[],...this.#r.includes(`inbox`)?[[[`i`],t.keyInbox]]:[],...this.#r.includes(`reports`)?[[[`r`],t.keyReports]]:[],...this.#r.length>1?[[[`d`],t.keyDesk]]:[]]}#a(e){if(e.defaultPrevented||e.ctrlKey||e.metaKey||e.altKey||!this.me)return;let t=D[Number(/^F(\d)$/.exec(e.key)?.[1])-1],n=O[e.key],r=this.#r.find(t=>t.startsWith(e.key)),i={"?":()=>this.openKeys(),"/":()=>{this.#t(`ask`),this.updateComplete.then(()=>this.assist?.focus())},l:()=>this.line?.focus(),s:()=>{this.#t(`flow`),this.updateComplete.then(()=>this.flow?.focus())},...n&&this.#n.includes(n)&&{[e.key]:()=>this.#t(n)},...r&&this.#r.length>1&&{[e.key]:()=>this.#i(r)}},a=e.key===`F8`?()=>void this.calls?.takeUp():t?()=>this.#t(t):l(e)?void 0:i[e.key];a&&!this.renderRoot.querySelector(`dialog[open]`)&&(e.preventDefault(),a())}#o(e){e.preventDefault(),this.context.pick({msisdn:this.number.trim()||null})}#s(){this.context.pick({msisdn:null,case:null}),this.line?.focus()}async#c(e){e.preventDefault();let t=e.target.elements.namedItem(`token`);this.signInProblem=``;try{await this.client.post(`/v1/session`,void 0,{headers:{Authorization:`Bearer ${t.value.trim()}`}}),location.reload()}catch(e){this.signInProblem=e instanceof Error&&e.message?e.message:this.t.unreachable}}async#l(){await this.client.remove(`/v1/session`).catch(()=>void 0),h(),this.hasProvider?location.assign(`${this.client.base}/login/end`):location.reload()}#u(e){let t={...M(),...e};try{localStorage.setItem(A,JSON.stringify(t))}catch{}this.theme=t.theme,this.context.lang=t.lang,document.documentElement.lang=this.speaks}view(){return this.unknown?.status===401?this.#_():o`${this.#d()}
      ${this.me&&e(this.me,`cases:read`)?o`<t2r-calls plain .baseUrl=${this.baseUrl} .group=${this.group} @t2r-call-taken=${()=>this.#h()} @t2r-verify-wanted=${()=>this.#h(!0)}></t2r-calls>`:f}
      ${this.place===`desk`&&this.context.msisdn&&e(this.me,`diagnostics:read`)?o`<div class="strip"><t2r-badges plain .baseUrl=${this.baseUrl} .group=${this.group}></t2r-badges></div>`:f}
      ${this.me?o`${this.#p()}${this.#m()}`:o`<p class="empty">${this.unknown?this.inWords(this.unknown):this.t.loading}</p>`}`}#d(){let{t:e}=this;return o`<header class="top" part="top">
      <h1 class="brand"><img src="${this.client.base}/static/icon.svg" alt="" width="24" height="24" />T2R <span>${e.brand}</span></h1>
      ${this.me?o`<form class="line" autocomplete="off" @submit=${this.#o}>
              <input type="tel" maxlength="24" aria-label=${e.line} placeholder=${e.line} .value=${this.number}
                @input=${e=>{this.number=e.target.value}} />
              <button class="secondary">${e.show}</button>
              ${this.context.msisdn||this.context.case!==null?o`<button type="button" class="quiet" @click=${()=>this.#s()}>${e.clear}</button>`:f}
            </form>`:f}
      ${this.me&&this.#r.length>1?o`<nav class="places" aria-label=${this.w.places}>
              ${this.#r.map(e=>o`<button type="button" class="quiet" aria-current=${e===this.place?`page`:f} @click=${()=>this.#i(e)}>${this.w.place[e]}</button>`)}
            </nav>`:f}
      <div class="space"></div>
      <button type="button" class="quiet icon" aria-label=${e.keysTitle} title=${e.keysTitle} @click=${()=>this.openKeys()}>?</button>
      <button type="button" class="quiet" popovertarget="menu">${this.me?.name??e.settings} ▾</button>
      ${this.#f()}
    </header>`}#f(){let{t:e}=this,t=[[`auto`,e.themeAuto],[`light`,e.themeLight],[`dark`,e.themeDark]],n=e=>e.target.value;return o`<div id="menu" class="menu" popover>
      ${this.size?o`<p class="trail">${this.size}</p>`:f}
      <label>${e.language}
        <select @change=${e=>this.#u({lang:n(e)})}>
          ${Object.entries(i).map(([e,t])=>o`<option value=${e} lang=${e} ?selected=${e===this.speaks}>${t}</option>`)}
        </select></label>
      <label>${e.theme}
        <select @change=${e=>this.#u({theme:n(e)})}>
          ${t.map(([e,t])=>o`<option value=${e} ?selected=${e===this.theme}>${t}</option>`)}
        </select></label>
      ${this.me?o`<button type="button" class="secondary" @click=${()=>this.#l()}>${e.signOut}</button>`:f}
    </div>`}#p(){let{t:e}=this,{baseUrl:t,group:n}=this,r=this.#n,i={...e.view,...this.w.view},a=this.view_===`ask`?`flow`:this.view_,s=r.includes(this.side)?this.side:`knowledge`,c=e=>[e,e===this.view_?`narrow`:``,e===a?`middle`:``,e===s?`wide`:``].join(` `),l={ask:o`<t2r-assist plain cases .baseUrl=${t} .group=${n}></t2r-assist>`,flow:o`<t2r-flow plain .baseUrl=${t} .group=${n}></t2r-flow>`,customer:o`<t2r-customer plain .baseUrl=${t} .group=${n}></t2r-customer>`,knowledge:o`<t2r-knowledge plain .baseUrl=${t} .group=${n}></t2r-knowledge>`,journey:o`<t2r-journey plain .baseUrl=${t} .group=${n} @t2r-verify-wanted=${()=>this.#h(!0)}></t2r-journey>`,map:o`<t2r-map plain .baseUrl=${t} .group=${n}></t2r-map>`,timeline:o`<t2r-timeline plain .baseUrl=${t} .group=${n}></t2r-timeline>`};return o`<main class="work" part="work" ?hidden=${this.place!==`desk`} @t2r-document-closed=${()=>this.#t(this.#e)} @t2r-case-wanted=${this.#g}>
      <nav aria-label=${e.views}>
        ${r.map(e=>o`<button type="button" class=${c(e)} aria-current=${e===this.view_?`true`:f} @click=${()=>this.#t(e)}>${i[e]}</button>`)}
      </nav>
      ${r.map(e=>o`<div class="pane ${e===`ask`?`assist`:``} ${c(e)}">${l[e]}</div>`)}
    </main>`}#m(){let{baseUrl:e,group:t,place:n}=this;if(n===`desk`)return f;let r={board:o`<t2r-board plain .baseUrl=${e} .group=${t} @t2r-case-picked=${()=>this.#t(`flow`)}></t2r-board>`,inbox:o`<t2r-inbox plain .baseUrl=${e} .group=${t}></t2r-inbox>`,reports:o`<t2r-reports plain .baseUrl=${e} .group=${t} @t2r-case-picked=${()=>this.#t(`timeline`)}></t2r-reports>`};return o`<main class="elsewhere" part="elsewhere">${r[n]}</main>`}#h(e=!1){this.#n.includes(`customer`)&&(this.#t(`customer`),e&&this.updateComplete.then(()=>this.customer?.updateComplete).then(()=>this.customer?.focus()))}#g;#_(){let{t:e}=this,t=e.signInEnded[location.hash.slice(1)];return o`${this.#d()}
      <main class="scroll">
        <div class="signed-out">
          <h2>${e.signIn}</h2>
          ${t?o`<p class="notice">${t}</p>`:f}
          ${this.hasProvider?o`<p><a class="primary" href="${this.client.base}/login/provider">${e.withProvider}</a></p>`:f}
          <p>${e.linkHint}</p>
          <pre tabindex="0"><code>t2r token link</code></pre>
          <form @submit=${this.#c}>
            <label for="token">${e.orToken}</label>
            <div class="row">
              <input id="token" name="token" type="password" autocomplete="off" spellcheck="false" required placeholder="t2r_…" />
              <button class="primary">${e.signIn}</button>
            </div>
            <p class="problem" role="alert">${this.signInProblem}</p>
          </form>
        </div>
      </main>`}};u([a()],j.prototype,`view_`,void 0),u([a()],j.prototype,`side`,void 0),u([a()],j.prototype,`place`,void 0),u([a()],j.prototype,`size`,void 0),u([a()],j.prototype,`number`,void 0),u([a()],j.prototype,`signInProblem`,void 0),u([a()],j.prototype,`hasProvider`,void 0),u([r(`t2r-assist`)],j.prototype,`assist`,void 0),u([r(`t2r-flow`)],j.prototype,`flow`,void 0),u([r(`t2r-customer`)],j.prototype,`customer`,void 0),u([r(`t2r-calls`)],j.prototype,`calls`,void 0),u([r(`.line input`)],j.prototype,`line`,void 0);function M(){try{return{lang:null,theme:`auto`,...JSON.parse(localStorage.getItem(A)??`{}`)}}catch{return{lang:null,theme:`auto`}}}n(`t2r-workspace`,j);export{j as T2rWorkspace,t as clientOf,g as contextOf};