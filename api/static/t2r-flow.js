import{c as e,l as t,n,o as r,r as i,t as a}from"./chunks/client-D65S0Hh_.js";import{C as o,S as s,h as c,l,m as u,p as d,s as f,t as p,u as m,w as h,y as g}from"./chunks/core-DRFzIaB1.js";import{a as _,i as v,n as y,o as b,r as x}from"./chunks/words-DM_6RW3i.js";var S=6,C=new Set([`costs_money`,`irreversible`]),w={free:`good`,reversible:`good`,customer_visible:`warn`,costs_money:`bad`,irreversible:`bad`};function T(e,t,n,r){let i=e.kind===`question`||e.kind===`check`,{wording:a,why:c,title:l,risk:d}=e;return o`<section class="step" part="step" data-kind=${e.kind} aria-labelledby="step-title">
    <p class="kind">${E(e,n)}</p>
    <h3 id="step-title" class="step-title" tabindex="-1" lang="en">${l}</h3>
    ${a&&a!==l?o`<p class="wording"><b>${e.kind===`tell`||i?n.say:n.tellCustomer}:</b> <q lang="en">${a}</q></p>`:s}
    ${c&&c!==l&&c!==a?o`<p class="trail" lang="en">${n.because(u(c))}</p>`:s}
    ${i?D(e,t,n):O(e,t,n,r,d)}
  </section>`}function E({kind:e,of:t},n){return e===`action`?t===`customer`?n.stepKind.actionCustomer:n.stepKind.action:e===`question`||e===`check`?t===`agent`?n.stepKind.toAgent:n.stepKind.toCustomer:n.stepKind[e]}function D(e,t,n){let r=e.of===`agent`?`agent`:`customer`,i=e.blanks.length>1,a=e.call===`flow`?s:k(n.nobodyKnows,()=>t.act(`skip`,`nobody can tell`),`quiet`);return o`
    ${e.has_tool?o`<div class="ways">${k(n.readFromDevice,()=>t.act(`approve`,``),`primary`)}</div>`:s}
    ${i?o`<p class="trail">${e.has_tool?n.orSay:n.sayKnown}</p>`:s}
    ${e.blanks.map(e=>A(e,n=>t.answer({[e.fact]:n},r),n,i))}
    ${a===s?s:o`<div class="ways">${a}</div>`}
  `}function O(e,t,n,r,i){let a=Object.entries(e.arguments).filter(([,e])=>e!==null&&e!==``),c=e.kind===`action`||e.kind===`hand_over`?o`<dl class="effect" aria-label=${n.willDo}>
          ${i?o`<dt>${n.willDo}</dt><dd><span class="tag" data-tone=${w[i]??`warn`}>${n.risk[i]??u(i)}</span></dd>`:s}
          ${e.tool?o`<dt>${n.tool}</dt><dd lang="en">${u(e.tool)}</dd>`:s}
          ${a.map(([e,t])=>o`<dt lang="en">${d(e)}</dt><dd lang="en">${b(t,null,n,r)}</dd>`)}
        </dl>`:s;if(t.confirming)return o`${c}
      <div class="confirm notice" role="group" aria-label=${n.approveFor(e.title)}>
        <p>${i===`costs_money`?n.confirmMoney:n.confirmFinal}</p>
        <div class="ways">
          ${k(n.agreed,()=>t.act(`approve`,``),`primary`)} ${k(n.cancel,()=>t.confirm(!1),`secondary`)}
        </div>
      </div>`;let l=()=>i&&C.has(i)?t.confirm(!0):t.act(`approve`,``),f={action:[k(n.approve,l,`primary`),k(n.skip,()=>t.act(`skip`,``))],tell:[k(n.done,()=>t.act(`done`,``),`primary`),k(n.couldNot,()=>t.act(`failed`,``)),k(n.skip,()=>t.act(`skip`,``),`quiet`)],hand_over:[k(n.handOver,l,`primary`),k(n.closeWithout,()=>t.act(`skip`,``))],reading:[k(n.readIt,()=>t.read(),`primary`)]};return o`${c}
    <div class="ways">${f[e.kind]}</div>`}function k(e,t,n=`secondary`){return o`<button type="button" class=${n} @click=${t}>${e}</button>`}function A({fact:e,type:t,allowed:n,unit:r},i,a,c){let l=x(e,r),u=n.length&&n.length<=S?o`<div class="ways" role="group" aria-label=${l}>
          ${n.map(e=>k(y(e,a),()=>i(e)))}
        </div>`:o`<form
          class="ways"
          @submit=${e=>{e.preventDefault();let{value:n}=e.target.elements.namedItem(`value`);i(t===`number`?Number(n):n)}}
        >
          ${n.length?o`<select name="value" required aria-label=${l}>
                  <option value="">…</option>
                  ${n.map(e=>o`<option value=${String(e)}>${y(e,a)}</option>`)}
                </select>`:o`<input name="value" required maxlength="500" aria-label=${l} step="any"
                  type=${t===`number`?`number`:t===`date`?`date`:`text`} />`}
          ${r?o`<span class="trail">${r}</span>`:s}
          <button class="secondary">${a.answer}</button>
        </form>`;return c?o`<div class="blank"><span class="trail" lang="en">${l}</span>${u}</div>`:u}var j=h`
  .body {
    display: grid;
    gap: 0.9rem;
    align-content: start;
    padding: 0.75rem 1rem 2rem;
  }
  .about {
    display: grid;
    gap: 0.4rem;
  }
  .words {
    padding: 0.4rem 0.75rem;
    border-inline-start: 3px solid var(--line);
    color: var(--text);
    white-space: pre-wrap;
  }
  .step {
    display: grid;
    gap: 0.55rem;
    padding: 0.85rem 1rem 1rem;
    border: 1px solid var(--line);
    border-inline-start: 4px solid var(--accent);
    border-radius: var(--radius);
  }
  .step.done {
    border-inline-start-color: var(--good);
  }
  .step[data-kind="action"],
  .step[data-kind="hand_over"] {
    border-inline-start-color: var(--warn);
  }
  .kind {
    color: var(--muted);
    font-size: 0.9em;
    font-weight: 600;
  }
  .step-title {
    font-size: 1.15rem;
    letter-spacing: -0.01em;
  }
  .step-title:focus {
    outline: none;
  }
  .wording {
    padding: 0.45rem 0.75rem;
    border-radius: 8px;
    background: var(--accent-soft);
  }
  .wording b {
    color: var(--accent-strong);
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem;
  }
  .ways .apart {
    margin-inline-start: auto;
  }
  .blank {
    display: grid;
    grid-template-columns: minmax(6rem, 12rem) minmax(0, 1fr);
    align-items: center;
    gap: 0.4rem;
  }
  .effect {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0.1rem 0.8rem;
  }
  .effect dt {
    color: var(--muted);
  }
  .confirm {
    display: grid;
    gap: 0.5rem;
  }

  .questions > ol,
  .questions details > ol {
    margin-top: 0.3rem;
  }
  .question {
    display: grid;
    grid-template-columns: 1.4rem minmax(0, 1fr) max-content;
    gap: 0 0.4rem;
    padding: 0.3rem 0;
    border-top: 1px solid var(--line);
  }
  .question:first-child {
    border-top: 0;
  }
  .sign {
    font-weight: 700;
    text-align: center;
    color: var(--muted);
  }
  [data-standing="answered"] .sign {
    color: var(--good);
  }
  [data-standing="next"] .sign {
    color: var(--accent);
  }
  [data-standing="next"] .asked {
    font-weight: 600;
  }
  [data-standing="stale"] dl,
  [data-standing="open"] .asked {
    color: var(--muted);
  }
  [data-standing="stale"] b {
    text-decoration: line-through;
    text-decoration-color: var(--line-strong);
  }
  .question dl {
    grid-column: 2;
  }
  .question dl div,
  .question dt {
    display: inline;
  }
  .question dl div::after {
    content: " · ";
    color: var(--muted);
  }
  .question dl div:has(dd)::after {
    content: "";
  }
  .question .correct {
    grid-row: 1;
    grid-column: 3;
    min-height: 0;
    padding: 0 0.5rem;
  }
  .correction {
    grid-column: 2 / -1;
    display: grid;
    gap: 0.4rem;
    padding-block: 0.4rem;
  }
  form.grid {
    display: grid;
    gap: 0.5rem;
    margin-top: 0.5rem;
  }
  .grid label {
    display: grid;
    gap: 0.15rem;
  }
  .grid label > * {
    color: var(--text);
    font-size: 1rem;
    font-size: inherit;
  }
  .two {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr));
    gap: 0.5rem;
  }
  textarea {
    min-height: 4.5rem;
    resize: vertical;
    field-sizing: content;
    max-height: 14rem;
  }

  .begin {
    display: grid;
    gap: 0.5rem;
    padding: 0.75rem 1rem;
    border-bottom: 1px solid var(--line);
  }
  .begin textarea {
    min-height: 2.6rem;
  }
  .begin .ways input {
    flex: 1 1 15rem;
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 0.3rem;
    padding: 0.5rem 1rem 0;
  }
  .bar h2 {
    flex: 1;
  }
  .rows {
    padding: 0.25rem 0.5rem 1rem;
  }
  .case-row {
    display: grid;
    grid-template-columns: minmax(0, 1fr) max-content;
    gap: 0 0.6rem;
    width: 100%;
    padding: 0.45rem 0.6rem;
    border-radius: 8px;
    text-align: start;
  }
  .case-row:hover {
    background: var(--sunken);
  }
  .case-row b {
    font-weight: 600;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  .case-row .tag {
    align-self: start;
  }
  .case-row .trail {
    grid-column: 1 / -1;
  }
  .hint {
    margin-top: 0.3rem;
  }
  @container (width < 34rem) {
    .blank {
      grid-template-columns: minmax(0, 1fr);
      gap: 0.1rem;
    }
  }
`,M=[`acknowledged`,`inProgress`,`pending`,`held`,`resolved`],N=new Set([`closed`,`cancelled`,`rejected`]),P={next:`→`,answered:`✓`,stale:`↻`,unknown:`?`,open:`·`},F={inProgress:`accent`,pending:`warn`,held:`warn`,resolved:`good`},I=50,L=class extends f{constructor(...e){super(...e),this.rows=null,this.more=null,this.mine=!1,this.problem=``,this.opening=!1,this.correcting=``,this.confirming=!1,this.codes=null,this.words=``,this.number=``,this.#t=crypto.randomUUID(),this.#n=null,this.#r=``,this.#l=!1}static{this.styles=[m,j]}#e;#t;#n;#r;connectedCallback(){super.connectedCallback();let{signal:t}=this.leaving;this.words=e(`case words ${this.group}`,``),this.#e=p(this.client,this.context),this.#e.addEventListener(`change`,()=>this.#i(),{signal:t}),this.#e.use(t)}open(e){this.context.pick({case:e})}propose(e){this.#s(e),this.context.pick({case:null}),this.updateComplete.then(()=>this.focus())}focus(){this.renderRoot.querySelector(`.step-title, .begin textarea, h2`)?.focus()}moved(){this.number=this.context.msisdn?`+${this.context.msisdn}`:``,this.context.case!==this.#n&&(this.#n=this.context.case,this.problem=this.correcting=``,this.confirming=!1,this.#n===null&&this.me&&this.#o())}identified(){this.context.case===null&&this.#o()}#i(){this.requestUpdate();let e=this.#e.case;if(!e)return;!e.next&&!this.codes&&this.client.codes().then(e=>{this.codes=e},()=>void 0);let t=e.next?.call??e.done?.outcome??e.status,n=`${e.id} ${t}`;n!==this.#r&&(this.#r=n,this.confirming=!1,this.announce(e.next?this.t.nextAnnounced(e.next.title):this.#a(e)))}#a(e){let{done:t}=e;return t?`${this.t.outcome[t.outcome]??d(t.outcome)}. ${t.reason}`:this.t.status[e.status]}async#o(e=null){let t=new URLSearchParams(M.map(e=>[`status`,e]));t.set(`limit`,String(I)),this.mine&&this.me&&t.set(`owner`,this.me.name),e!==null&&t.set(`before`,String(e));try{let n=await this.client.get(`/v1/cases?${t}`);this.rows=e===null?n.items:[...this.rows??[],...n.items],this.more=n.next,this.problem=``}catch(e){this.problem=this.inWords(e)}}#s(e){this.words=e,r(`case words ${this.group}`,e||void 0)}async#c(e){e.preventDefault();let t=this.words.trim();if(!t||this.opening)return;this.opening=!0,this.problem=``;let r=this.number.trim();try{let e={words:t,...r&&{msisdn:r}},n=await this.client.post(`/v1/cases`,e,{headers:{"Idempotency-Key":this.#t}});this.#t=crypto.randomUUID(),this.#s(``),this.context.pick({case:n.id,...n.msisdn&&{msisdn:n.msisdn}}),this.emit(`case-opened`,{case:n.id}),this.#l=!0}catch(e){this.problem=this.inWords(e),e instanceof n&&e.isFinal&&(this.#t=crypto.randomUUID())}this.opening=!1}#l;updated(){if(!this.#l)return;let e=this.renderRoot.querySelector(`.step-title`);e&&!this.#e.busy&&(this.#l=!1,e.focus({preventScroll:!0}),e.scrollIntoView({block:`nearest`}))}async#u(e,t){let n={answered:!0,agrees:!0,satisfaction:t};await this.client.post(`/v1/cases/${e}/contacts`,n).catch(e=>this.announce(this.inWords(e)))}async#d(e,t,r){if(this.#e.busy)return!1;this.problem=``;let i=await this.#e.send(e,t);return i instanceof n?(this.problem=i.status===409?`${this.t.changedMeanwhile} ${i.message}`:this.inWords(i),!1):(this.correcting=``,this.confirming=!1,this.#l=!0,this.requestUpdate(),r&&this.emit(r,{case:i.id,...t}),!0)}view(){let{t:e}=this,n=this.#e;if(this.me&&!t(this.me,`cases:read`))return o`<p class="empty">${e.notAllowed(`cases:read`)}</p>`;if(this.context.case===null)return this.#f();let r=n.case;return o`
      <div class="head" part="head">
        <h2 tabindex="-1">${e.caseTitle(this.context.case)}</h2>
        <button type="button" class="quiet" @click=${()=>this.context.pick({case:null})}>${e.allCases}</button>
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${e.flow} aria-busy=${n.busy?`true`:s}>
        ${n.problem?o`<div class="empty"><p class="problem" role="alert">${this.inWords(n.problem)}</p>
                <button type="button" class="secondary" @click=${()=>n.again()}>${e.retry}</button></div>`:r?this.#g(r):o`<p class="empty">${e.loading}</p>`}
      </div>
    `}#f(){let{t:e}=this,n=e=>()=>{this.mine=e,this.#o()};return o`
      ${this.plain?s:o`<div class="head" part="head"><h2 tabindex="-1">${e.cases}</h2></div>`}
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${e.cases}>
        ${t(this.me,`cases:write`)?this.#p():s}
        ${this.problem?o`<p class="empty problem" role="alert">${this.problem}</p>`:s}
        <div class="bar">
          <h2>${e.openCases}</h2>
          <button type="button" class="quiet" aria-pressed=${!this.mine} @click=${n(!1)}>${e.everyCase}</button>
          <button type="button" class="quiet" aria-pressed=${this.mine} @click=${n(!0)}>${e.myCases}</button>
        </div>
        ${this.rows===null?o`<p class="empty">${this.problem?s:e.loading}</p>`:this.rows.length?o`<ul class="rows">${this.rows.map(e=>o`<li>${this.#m(e)}</li>`)}</ul>`:o`<p class="empty">${e.noCases}</p>`}
        ${this.more===null?s:o`<p class="empty"><button type="button" class="secondary" @click=${()=>this.#o(this.more)}>${e.more}</button></p>`}
      </div>
    `}#p(){let{t:e}=this;return o`<form class="begin" part="new-case" @submit=${this.#c}>
      <h2>${e.newCase}</h2>
      <textarea required maxlength="4000" rows="2" aria-label=${e.customerWords} placeholder=${e.customerWords} .value=${this.words}
        @input=${e=>this.#s(e.target.value)}></textarea>
      <div class="ways">
        <input type="tel" maxlength="24" aria-label=${e.customerNumber} placeholder="${e.customerNumber} (${e.optional})" .value=${this.number}
          @input=${e=>{this.number=e.target.value}} />
        <button class="primary" ?disabled=${this.opening}>${e.beginCase}</button>
      </div>
      ${this.opening?o`<p class="trail">${e.opening}</p>`:s}
    </form>`}#m(e){let t=[`#${e.id}`,e.flow&&u(e.flow),e.owner??e.queue,e.msisdn&&`+${e.msisdn}`,this.format.clock(e.updated_at)];return o`<button type="button" class="case-row" part="case-row" data-case=${e.id} @click=${()=>this.open(e.id)}>
      <b>${e.words}</b>${this.#h(e)}
      <span class="trail">${t.filter(Boolean).join(` · `)}</span>
    </button>`}#h({status:e,status_reason:t}){return o`<span class="tag" part="status" data-status=${e} data-tone=${F[e]??s} title=${t||s}>
      ${this.t.status[e]}
    </span>`}#g(e){let{t,format:n}=this,r=[e.flow_title,e.msisdn&&`+${e.msisdn}`,e.owner?t.withOwner(e.owner):e.queue&&t.inQueue(e.queue),t.priority[e.priority]??e.priority,t.opened(n.clock(e.opened_at))],i=e.under_way;return o`<div class="body">
      <div class="about">
        <p class="row">${this.#h(e)}<span class="trail">${r.filter(Boolean).join(` · `)}</span></p>
        <blockquote class="words">${e.words}</blockquote>
      </div>
      ${this.problem?o`<p class="problem" role="alert">${this.problem}</p>`:s}
      ${e.say?o`<div class="notice calm"><h4>${t.tellCustomer}</h4><p lang="en">${e.say}</p></div>`:s}
      ${i?o`<p class="notice">${t.underWay(u(i.tool),i.by)}</p>`:s}
      ${this.#_(e)} ${this.#y(e)} ${N.has(e.status)?s:this.#S(e)}
    </div>`}#_(e){let{t}=this,{next:n}=e;if(n)return T(n,{answer:(e,t)=>void this.#d(`answers`,{answers:e,of:t},`question-answered`),act:(e,t)=>{let r=e===`approve`?`action-approved`:`action-${e}`;this.#d(`actions`,{call:n.call,decision:e,reason:t},r)},read:()=>void this.#d(`next`),confirm:e=>{this.confirming=e},confirming:this.confirming},t,this.format);if(e.status!==`inProgress`&&e.status!==`resolved`)return s;let{done:r}=e,i=r?t.outcome[r.outcome]??d(r.outcome):t.status[e.status];return o`<section class="step done" part="step" aria-labelledby="step-title">
      <h3 id="step-title" class="step-title" tabindex="-1">${i}</h3>
      ${r?.titles.length?o`<p><b>${t.doneTitle}:</b> <span lang="en">${r.titles.join(`, `)}</span></p>`:s}
      ${r?.reason&&r.outcome!==`solved`?o`<p class="trail" lang="en">${r.reason}${r.queue?` (${t.toQueue(r.queue)})`:``}</p>`:s}
      ${this.codes?this.#v(e,this.codes):s}
    </section>`}#v(e,{causes:t,resolutions:n}){let{t:r}=this,i=(e,t,n,r)=>o`<label>${t}
        <select name=${e} required>
          <option value="">…</option>
          ${Object.entries(n).map(([e,t])=>o`<option value=${e} ?selected=${e===r}>${t}</option>`)}
        </select></label>`;return o`<form class="grid" part="close" @submit=${async t=>{t.preventDefault();let{satisfaction:n,...r}=Object.fromEntries(new FormData(t.target));n&&await this.#u(e.id,Number(n)),await this.#d(`close`,r,`case-closed`)}}>
      <div class="two">
        ${i(`cause`,r.causeLabel,t,e.cause)} ${i(`resolution`,r.resolutionLabel,n,e.resolution)}
      </div>
      <label>${r.note}<textarea name="note" maxlength="4000" aria-describedby="draft">${_(e,r,this.format)}</textarea></label>
      <p id="draft" class="trail">${r.noteDraft}</p>
      ${e.status===`resolved`?o`<label>${r.satisfaction}
              <select name="satisfaction">
                ${r.satisfactions.map((e,t)=>o`<option value=${t||``}>${e}</option>`)}
              </select></label>`:s}
      <div class="ways">
        <button class="primary">${r.closeCase}</button>
        ${e.status===`resolved`?o`<button type="button" class="secondary" @click=${()=>this.#d(`reopen`,{},`case-reopened`)}>${r.reopen}</button>`:s}
      </div>
    </form>`}#y({questions:e,next:t}){if(!e.length)return s;let{t:n}=this,r=e.filter(({standing:e})=>e!==`open`),i=e.filter(({standing:e})=>e===`open`),a=e=>o`<ol>${e.map(e=>this.#b(e,t!==null))}</ol>`;return o`<section class="questions" part="questions" aria-labelledby="questions-title">
      <h3 id="questions-title">${n.questions}</h3>
      ${a(r)} ${i.length?o`<details><summary>${n.notNeeded(i.length)}</summary>${a(i)}</details>`:s}
    </section>`}#b(e,n){let{t:r}=this,{standing:i,check:a,known:c,blanks:l}=e,u=this.correcting===a,d=n&&i!==`next`&&t(this.me,`cases:write`);return o`<li class="question" data-standing=${i} data-check=${a}>
      <span class="sign" aria-hidden="true">${P[i]}</span>
      <span class="asked"><span class="unseen">${r.standing[i]}: </span><span lang="en">${e.question}</span></span>
      ${c.length?o`<dl title=${i===`stale`?r.standing.stale:s}>${this.#x(e)}</dl>`:s}
      ${d?o`<button
              type="button"
              class="quiet correct"
              aria-expanded=${u}
              aria-label="${c.length?r.correctIt:r.answer}: ${e.question}"
              @click=${()=>this.correcting=u?``:a}
            >${c.length?r.correctIt:r.answer}</button>`:s}
      ${d&&u?o`<div class="correction">
              ${l.map(e=>A(e,t=>void this.#d(`answers`,{answers:{[e.fact]:t},of:`agent`}),r,l.length>1))}
            </div>`:s}
    </li>`}#x({known:e}){let{t,format:n}=this,r=e.map(e=>`${v(e,t,n)}, ${n.age(e.measured_at)}`);return e.map((i,a)=>{let c=e.length>1?o`${x(i.fact,i.unit)}: `:o`<span class="unseen">${t.answer}: </span>`,l=r[a]===r[a+1]?s:o`<dd class="trail" title=${n.whole(i.measured_at)}>${r[a]}</dd>`;return o`<div><dt lang="en">${c}<b>${b(i.value,i.unit,t,n)}</b></dt>${l}</div>`})}#S(e){let{t:n}=this;if(!t(this.me,`cases:write`))return s;let r=async e=>{e.preventDefault();let t=Object.fromEntries(new FormData(e.target)),r=t.owner?.trim()?{owner:t.owner.trim()}:{queue:t.queue?.trim()??``};await this.#d(`transfer`,{...r,reason:t.reason??``},`case-transferred`)&&this.announce(n.passedOn)},i=e.owner!==null&&e.owner!==this.me?.name;return o`<details part="escalate">
      <summary>${n.escalate}</summary>
      <p class="trail hint">${n.escalateHint}</p>
      <form class="grid" @submit=${r}>
        <div class="two">
          <label>${n.toPerson}<input name="owner" maxlength="100" /></label>
          <label>${n.toQueueLabel}<input name="queue" maxlength="200" .value=${e.done?.queue??e.queue??``} /></label>
        </div>
        <label>${n.reason}<textarea name="reason" maxlength="4000">${_(e,n,this.format)}</textarea></label>
        <div class="ways">
          <button class="secondary">${n.passOn}</button>
          ${i?o`<button type="button" class="secondary" @click=${()=>this.#d(`transfer`,{owner:this.me?.name},`case-transferred`)}>${n.takeOver}</button>`:s}
        </div>
      </form>
    </details>`}};l([g()],L.prototype,`rows`,void 0),l([g()],L.prototype,`more`,void 0),l([g()],L.prototype,`mine`,void 0),l([g()],L.prototype,`problem`,void 0),l([g()],L.prototype,`opening`,void 0),l([g()],L.prototype,`correcting`,void 0),l([g()],L.prototype,`confirming`,void 0),l([g()],L.prototype,`codes`,void 0),l([g()],L.prototype,`words`,void 0),l([g()],L.prototype,`number`,void 0),a(`t2r-flow`,L);export{L as T2rFlow,i as clientOf,c as contextOf};