import{a as e,n as t,r as n,t as r}from"./chunks/define-Cwv4mjmw.js";import{c as i,d as a,h as o,i as s,o as c,p as l,r as u,s as d,t as f}from"./chunks/element-DBwN1AG3.js";import{t as p}from"./chunks/cases-BxrRYaGm.js";import{i as m,n as h}from"./chunks/keep-Dstxxa3K.js";import{a as g,i as _,n as v,o as y,r as b}from"./chunks/words-COmAL65D.js";import{n as x}from"./chunks/preload-helper-B08HEnpN.js";var S=6,C=new Set([`costs_money`,`irreversible`]),w={free:`good`,reversible:`good`,customer_visible:`warn`,costs_money:`bad`,irreversible:`bad`};function T(e,t,n,r){let i=e.kind===`question`||e.kind===`check`,{wording:o,why:s,title:c,risk:u}=e;return l`<section class="step" part="step" data-kind=${e.kind} aria-labelledby="step-title">
    <p class="kind">${E(e,n)}</p>
    <h3 id="step-title" class="step-title" tabindex="-1" lang="en">${c}</h3>
    ${o&&o!==c?l`<p class="wording"><b>${e.kind===`tell`||i?n.say:n.tellCustomer}:</b> <q lang="en">${o}</q></p>`:a}
    ${s&&s!==c&&s!==o?l`<p class="trail" lang="en">${n.because(d(s))}</p>`:a}
    ${i?D(e,t,n):O(e,t,n,r,u)}
  </section>`}function E({kind:e,of:t},n){return e===`action`?t===`customer`?n.stepKind.actionCustomer:n.stepKind.action:e===`question`||e===`check`?t===`agent`?n.stepKind.toAgent:n.stepKind.toCustomer:n.stepKind[e]}function D(e,t,n){let r=e.of===`agent`?`agent`:`customer`,i=e.blanks.length>1,o=e.call===`flow`?a:k(n.nobodyKnows,()=>t.act(`skip`,`nobody can tell`),`quiet`);return l`
    ${e.has_tool?l`<div class="ways">${k(n.readFromDevice,()=>t.act(`approve`,``),`primary`)}</div>`:a}
    ${i?l`<p class="trail">${e.has_tool?n.orSay:n.sayKnown}</p>`:a}
    ${e.blanks.map(e=>A(e,n=>t.answer({[e.fact]:n},r),n,i))}
    ${o===a?a:l`<div class="ways">${o}</div>`}
  `}function O(e,t,n,r,i){let o=Object.entries(e.arguments).filter(([,e])=>e!==null&&e!==``),s=e.kind===`action`||e.kind===`hand_over`?l`<dl class="effect" aria-label=${n.willDo}>
          ${i?l`<dt>${n.willDo}</dt><dd><span class="tag" data-tone=${w[i]??`warn`}>${n.risk[i]??d(i)}</span></dd>`:a}
          ${e.tool?l`<dt>${n.tool}</dt><dd lang="en">${d(e.tool)}</dd>`:a}
          ${o.map(([e,t])=>l`<dt lang="en">${c(e)}</dt><dd lang="en">${y(t,null,n,r)}</dd>`)}
        </dl>`:a;if(t.confirming)return l`${s}
      <div class="confirm notice" role="group" aria-label=${n.approveFor(e.title)}>
        <p>${i===`costs_money`?n.confirmMoney:n.confirmFinal}</p>
        <div class="ways">
          ${k(n.agreed,()=>t.act(`approve`,``),`primary`)} ${k(n.cancel,()=>t.confirm(!1),`secondary`)}
        </div>
      </div>`;let u=()=>i&&C.has(i)?t.confirm(!0):t.act(`approve`,``),f={action:[k(n.approve,u,`primary`),k(n.skip,()=>t.act(`skip`,``))],tell:[k(n.done,()=>t.act(`done`,``),`primary`),k(n.couldNot,()=>t.act(`failed`,``)),k(n.skip,()=>t.act(`skip`,``),`quiet`)],hand_over:[k(n.handOver,u,`primary`),k(n.closeWithout,()=>t.act(`skip`,``))],reading:[k(n.readIt,()=>t.read(),`primary`)]};return l`${s}
    <div class="ways">${f[e.kind]}</div>`}function k(e,t,n=`secondary`){return l`<button type="button" class=${n} @click=${t}>${e}</button>`}function A({fact:e,type:t,allowed:n,unit:r},i,o,s){let c=b(e,r),u=n.length&&n.length<=S?l`<div class="ways" role="group" aria-label=${c}>
          ${n.map(e=>k(v(e,o),()=>i(e)))}
        </div>`:l`<form
          class="ways"
          @submit=${e=>{e.preventDefault();let{value:n}=e.target.elements.namedItem(`value`);i(t===`number`?Number(n):n)}}
        >
          ${n.length?l`<select name="value" required aria-label=${c}>
                  <option value="">…</option>
                  ${n.map(e=>l`<option value=${String(e)}>${v(e,o)}</option>`)}
                </select>`:l`<input name="value" required maxlength="500" aria-label=${c} step="any"
                  type=${t===`number`?`number`:t===`date`?`date`:`text`} />`}
          ${r?l`<span class="trail">${r}</span>`:a}
          <button class="secondary">${o.answer}</button>
        </form>`;return s?l`<div class="blank"><span class="trail" lang="en">${c}</span>${u}</div>`:u}var j=o`
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
`,M=[`acknowledged`,`inProgress`,`pending`,`held`,`resolved`],N=new Set([`closed`,`cancelled`,`rejected`]),P={next:`→`,answered:`✓`,stale:`↻`,unknown:`?`,open:`·`},F={inProgress:`accent`,pending:`warn`,held:`warn`,resolved:`good`},I=50,L=class extends f{constructor(...e){super(...e),this.rows=null,this.more=null,this.mine=!1,this.problem=``,this.opening=!1,this.correcting=``,this.confirming=!1,this.codes=null,this.words=``,this.number=``,this.#t=crypto.randomUUID(),this.#n=null,this.#r=``,this.#l=!1}static{this.styles=[s,j]}#e;#t;#n;#r;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.words=m(`case words ${this.group}`,``),this.#e=p(this.client,this.context),this.#e.addEventListener(`change`,()=>this.#i(),{signal:e}),this.#e.use(e)}open(e){this.context.pick({case:e})}propose(e){this.#s(e),this.context.pick({case:null}),this.updateComplete.then(()=>this.focus())}focus(){this.renderRoot.querySelector(`.step-title, .begin textarea, h2`)?.focus()}moved(){this.number=this.context.msisdn?`+${this.context.msisdn}`:``,this.context.case!==this.#n&&(this.#n=this.context.case,this.problem=this.correcting=``,this.confirming=!1,this.#n===null&&this.me&&this.#o())}identified(){this.context.case===null&&this.#o()}#i(){this.requestUpdate();let e=this.#e.case;if(!e)return;!e.next&&!this.codes&&this.client.codes().then(e=>{this.codes=e},()=>void 0);let t=e.next?.call??e.done?.outcome??e.status,n=`${e.id} ${t}`;n!==this.#r&&(this.#r=n,this.confirming=!1,this.announce(e.next?this.t.nextAnnounced(e.next.title):this.#a(e)))}#a(e){let{done:t}=e;return t?`${this.t.outcome[t.outcome]??c(t.outcome)}. ${t.reason}`:this.t.status[e.status]}async#o(e=null){let t=new URLSearchParams(M.map(e=>[`status`,e]));t.set(`limit`,String(I)),this.mine&&this.me&&t.set(`owner`,this.me.name),e!==null&&t.set(`before`,String(e));try{let n=await this.client.get(`/v1/cases?${t}`);this.rows=e===null?n.items:[...this.rows??[],...n.items],this.more=n.next,this.problem=``}catch(e){this.problem=this.inWords(e)}}#s(e){this.words=e,h(`case words ${this.group}`,e||void 0)}async#c(e){e.preventDefault();let n=this.words.trim();if(!n||this.opening)return;this.opening=!0,this.problem=``;let r=this.number.trim();try{let e={words:n,...r&&{msisdn:r}},t=await this.client.post(`/v1/cases`,e,{headers:{"Idempotency-Key":this.#t}});this.#t=crypto.randomUUID(),this.#s(``),this.context.pick({case:t.id,...t.msisdn&&{msisdn:t.msisdn}}),this.emit(`case-opened`,{case:t.id}),this.#l=!0}catch(e){this.problem=this.inWords(e),e instanceof t&&e.isFinal&&(this.#t=crypto.randomUUID())}this.opening=!1}#l;updated(){if(!this.#l)return;let e=this.renderRoot.querySelector(`.step-title`);e&&!this.#e.busy&&(this.#l=!1,e.focus({preventScroll:!0}),e.scrollIntoView({block:`nearest`}))}async#u(e,t){let n={answered:!0,agrees:!0,satisfaction:t};await this.client.post(`/v1/cases/${e}/contacts`,n).catch(e=>this.announce(this.inWords(e)))}async#d(e,n,r){if(this.#e.busy)return!1;this.problem=``;let i=await this.#e.send(e,n);return i instanceof t?(this.problem=i.status===409?`${this.t.changedMeanwhile} ${i.message}`:this.inWords(i),!1):(this.correcting=``,this.confirming=!1,this.#l=!0,this.requestUpdate(),r&&this.emit(r,{case:i.id,...n}),!0)}view(){let{t}=this,n=this.#e;if(this.me&&!e(this.me,`cases:read`))return l`<p class="empty">${t.notAllowed(`cases:read`)}</p>`;if(this.context.case===null)return this.#f();let r=n.case;return l`
      <div class="head" part="head">
        <h2 tabindex="-1">${t.caseTitle(this.context.case)}</h2>
        <button type="button" class="quiet" @click=${()=>this.context.pick({case:null})}>${t.allCases}</button>
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${t.flow} aria-busy=${n.busy?`true`:a}>
        ${n.problem?l`<div class="empty"><p class="problem" role="alert">${this.inWords(n.problem)}</p>
                <button type="button" class="secondary" @click=${()=>n.again()}>${t.retry}</button></div>`:r?this.#g(r):l`<p class="empty">${t.loading}</p>`}
      </div>
    `}#f(){let{t}=this,n=e=>()=>{this.mine=e,this.#o()};return l`
      ${this.plain?a:l`<div class="head" part="head"><h2 tabindex="-1">${t.cases}</h2></div>`}
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${t.cases}>
        ${e(this.me,`cases:write`)?this.#p():a}
        ${this.problem?l`<p class="empty problem" role="alert">${this.problem}</p>`:a}
        <div class="bar">
          <h2>${t.openCases}</h2>
          <button type="button" class="quiet" aria-pressed=${!this.mine} @click=${n(!1)}>${t.everyCase}</button>
          <button type="button" class="quiet" aria-pressed=${this.mine} @click=${n(!0)}>${t.myCases}</button>
        </div>
        ${this.rows===null?l`<p class="empty">${this.problem?a:t.loading}</p>`:this.rows.length?l`<ul class="rows">${this.rows.map(e=>l`<li>${this.#m(e)}</li>`)}</ul>`:l`<p class="empty">${t.noCases}</p>`}
        ${this.more===null?a:l`<p class="empty"><button type="button" class="secondary" @click=${()=>this.#o(this.more)}>${t.more}</button></p>`}
      </div>
    `}#p(){let{t:e}=this;return l`<form class="begin" part="new-case" @submit=${this.#c}>
      <h2>${e.newCase}</h2>
      <textarea required maxlength="4000" rows="2" aria-label=${e.customerWords} placeholder=${e.customerWords} .value=${this.words}
        @input=${e=>this.#s(e.target.value)}></textarea>
      <div class="ways">
        <input type="tel" maxlength="24" aria-label=${e.customerNumber} placeholder="${e.customerNumber} (${e.optional})" .value=${this.number}
          @input=${e=>{this.number=e.target.value}} />
        <button class="primary" ?disabled=${this.opening}>${e.beginCase}</button>
      </div>
      ${this.opening?l`<p class="trail">${e.opening}</p>`:a}
    </form>`}#m(e){let t=[`#${e.id}`,e.flow&&d(e.flow),e.owner??e.queue,e.msisdn&&`+${e.msisdn}`,this.format.clock(e.updated_at)];return l`<button type="button" class="case-row" part="case-row" data-case=${e.id} @click=${()=>this.open(e.id)}>
      <b>${e.words}</b>${this.#h(e)}
      <span class="trail">${t.filter(Boolean).join(` · `)}</span>
    </button>`}#h({status:e,status_reason:t}){return l`<span class="tag" part="status" data-status=${e} data-tone=${F[e]??a} title=${t||a}>
      ${this.t.status[e]}
    </span>`}#g(e){let{t,format:n}=this,r=[e.flow_title,e.msisdn&&`+${e.msisdn}`,e.owner?t.withOwner(e.owner):e.queue&&t.inQueue(e.queue),t.priority[e.priority]??e.priority,t.opened(n.clock(e.opened_at))],i=e.under_way;return l`<div class="body">
      <div class="about">
        <p class="row">${this.#h(e)}<span class="trail">${r.filter(Boolean).join(` · `)}</span></p>
        <blockquote class="words">${e.words}</blockquote>
      </div>
      ${this.problem?l`<p class="problem" role="alert">${this.problem}</p>`:a}
      ${e.say?l`<div class="notice calm"><h4>${t.tellCustomer}</h4><p lang="en">${e.say}</p></div>`:a}
      ${i?l`<p class="notice">${t.underWay(d(i.tool),i.by)}</p>`:a}
      ${this.#_(e)} ${this.#y(e)} ${N.has(e.status)?a:this.#S(e)}
    </div>`}#_(e){let{t}=this,{next:n}=e;if(n)return T(n,{answer:(e,t)=>void this.#d(`answers`,{answers:e,of:t},`question-answered`),act:(e,t)=>{let r=e===`approve`?`action-approved`:`action-${e}`;this.#d(`actions`,{call:n.call,decision:e,reason:t},r)},read:()=>void this.#d(`next`),confirm:e=>{this.confirming=e},confirming:this.confirming},t,this.format);if(e.status!==`inProgress`&&e.status!==`resolved`)return a;let{done:r}=e,i=r?t.outcome[r.outcome]??c(r.outcome):t.status[e.status];return l`<section class="step done" part="step" aria-labelledby="step-title">
      <h3 id="step-title" class="step-title" tabindex="-1">${i}</h3>
      ${r?.titles.length?l`<p><b>${t.doneTitle}:</b> <span lang="en">${r.titles.join(`, `)}</span></p>`:a}
      ${r?.reason&&r.outcome!==`solved`?l`<p class="trail" lang="en">${r.reason}${r.queue?` (${t.toQueue(r.queue)})`:``}</p>`:a}
      ${this.codes?this.#v(e,this.codes):a}
    </section>`}#v(e,{causes:t,resolutions:n}){let{t:r}=this,i=(e,t,n,r)=>l`<label>${t}
        <select name=${e} required>
          <option value="">…</option>
          ${Object.entries(n).map(([e,t])=>l`<option value=${e} ?selected=${e===r}>${t}</option>`)}
        </select></label>`;return l`<form class="grid" part="close" @submit=${async t=>{t.preventDefault();let{satisfaction:n,...r}=Object.fromEntries(new FormData(t.target));n&&await this.#u(e.id,Number(n)),await this.#d(`close`,r,`case-closed`)}}>
      <div class="two">
        ${i(`cause`,r.causeLabel,t,e.cause)} ${i(`resolution`,r.resolutionLabel,n,e.resolution)}
      </div>
      <label>${r.note}<textarea name="note" maxlength="4000" aria-describedby="draft">${g(e,r,this.format)}</textarea></label>
      <p id="draft" class="trail">${r.noteDraft}</p>
      ${e.status===`resolved`?l`<label>${r.satisfaction}
              <select name="satisfaction">
                ${r.satisfactions.map((e,t)=>l`<option value=${t||``}>${e}</option>`)}
              </select></label>`:a}
      <div class="ways">
        <button class="primary">${r.closeCase}</button>
        ${e.status===`resolved`?l`<button type="button" class="secondary" @click=${()=>this.#d(`reopen`,{},`case-reopened`)}>${r.reopen}</button>`:a}
      </div>
    </form>`}#y({questions:e,next:t}){if(!e.length)return a;let{t:n}=this,r=e.filter(({standing:e})=>e!==`open`),i=e.filter(({standing:e})=>e===`open`),o=e=>l`<ol>${e.map(e=>this.#b(e,t!==null))}</ol>`;return l`<section class="questions" part="questions" aria-labelledby="questions-title">
      <h3 id="questions-title">${n.questions}</h3>
      ${o(r)} ${i.length?l`<details><summary>${n.notNeeded(i.length)}</summary>${o(i)}</details>`:a}
    </section>`}#b(t,n){let{t:r}=this,{standing:i,check:o,known:s,blanks:c}=t,u=this.correcting===o,d=n&&i!==`next`&&e(this.me,`cases:write`);return l`<li class="question" data-standing=${i} data-check=${o}>
      <span class="sign" aria-hidden="true">${P[i]}</span>
      <span class="asked"><span class="unseen">${r.standing[i]}: </span><span lang="en">${t.question}</span></span>
      ${s.length?l`<dl title=${i===`stale`?r.standing.stale:a}>${this.#x(t)}</dl>`:a}
      ${d?l`<button
              type="button"
              class="quiet correct"
              aria-expanded=${u}
              aria-label="${s.length?r.correctIt:r.answer}: ${t.question}"
              @click=${()=>this.correcting=u?``:o}
            >${s.length?r.correctIt:r.answer}</button>`:a}
      ${d&&u?l`<div class="correction">
              ${c.map(e=>A(e,t=>void this.#d(`answers`,{answers:{[e.fact]:t},of:`agent`}),r,c.length>1))}
            </div>`:a}
    </li>`}#x({known:e}){let{t,format:n}=this,r=e.map(e=>`${_(e,t,n)}, ${n.age(e.measured_at)}`);return e.map((i,o)=>{let s=e.length>1?l`${b(i.fact,i.unit)}: `:l`<span class="unseen">${t.answer}: </span>`,c=r[o]===r[o+1]?a:l`<dd class="trail" title=${n.whole(i.measured_at)}>${r[o]}</dd>`;return l`<div><dt lang="en">${s}<b>${y(i.value,i.unit,t,n)}</b></dt>${c}</div>`})}#S(t){let{t:n}=this;if(!e(this.me,`cases:write`))return a;let r=async e=>{e.preventDefault();let t=Object.fromEntries(new FormData(e.target)),r=t.owner?.trim()?{owner:t.owner.trim()}:{queue:t.queue?.trim()??``};await this.#d(`transfer`,{...r,reason:t.reason??``},`case-transferred`)&&this.announce(n.passedOn)},i=t.owner!==null&&t.owner!==this.me?.name;return l`<details part="escalate">
      <summary>${n.escalate}</summary>
      <p class="trail hint">${n.escalateHint}</p>
      <form class="grid" @submit=${r}>
        <div class="two">
          <label>${n.toPerson}<input name="owner" maxlength="100" /></label>
          <label>${n.toQueueLabel}<input name="queue" maxlength="200" .value=${t.done?.queue??t.queue??``} /></label>
        </div>
        <label>${n.reason}<textarea name="reason" maxlength="4000">${g(t,n,this.format)}</textarea></label>
        <div class="ways">
          <button class="secondary">${n.passOn}</button>
          ${i?l`<button type="button" class="secondary" @click=${()=>this.#d(`transfer`,{owner:this.me?.name},`case-transferred`)}>${n.takeOver}</button>`:a}
        </div>
      </form>
    </details>`}};u([i()],L.prototype,`rows`,void 0),u([i()],L.prototype,`more`,void 0),u([i()],L.prototype,`mine`,void 0),u([i()],L.prototype,`problem`,void 0),u([i()],L.prototype,`opening`,void 0),u([i()],L.prototype,`correcting`,void 0),u([i()],L.prototype,`confirming`,void 0),u([i()],L.prototype,`codes`,void 0),u([i()],L.prototype,`words`,void 0),u([i()],L.prototype,`number`,void 0),r(`t2r-flow`,L);export{L as T2rFlow,n as clientOf,x as contextOf};