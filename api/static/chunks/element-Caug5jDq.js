import{C as e,_ as t,a as n,d as r,g as i,h as a,i as o,l as s,m as c,s as l,t as u,x as d,y as f}from"./element-Bb9vNMXt.js";import{t as p}from"./repeat-Dt4e7L4R.js";import{n as m,r as h}from"./element-B4xp244I.js";import{i as g}from"./words-BI8atut6.js";import{t as _}from"./stream-Di3Q4cfV.js";var v=class extends EventTarget{#e;#t;constructor(e,t){super(),this.client=e,this.context=t,this.cards=[],this.wrapUps=null,this.#e=0,this.#t=new AbortController,e.addEventListener(`signed-out`,()=>this.#r())}use(e){this.#e+=1,e.addEventListener(`abort`,()=>{--this.#e,this.#e||this.#r()}),this.#e===1&&this.#n()}async#n(){this.#t=new AbortController;let{signal:e}=this.#t,t=await this.client.me().catch(()=>null);if(!e.aborted&&i(t,`cases:read`)){globalThis.addEventListener(`t2r-case-opened`,e=>this.#f(e),{signal:e});for(let t of a(this.#p,[]))this.#u(t,e);await _(this.client,`/v1/cti/pops`,({event:e,data:t})=>{e===`pop`?this.#i(JSON.parse(t)):e===`call`&&this.#a(JSON.parse(t))},e)}}#r(){this.#t.abort(),this.cards=[],this.#m()}of(e){return this.cards.find(({pop:t})=>e!==null&&t.msisdn===e&&t.interaction!==null&&t.standing!==`left`)??null}take(e,t=null){e.taken=e.folded=!0;let{msisdn:n,case:r}=e.pop;this.context.pick({msisdn:n,case:t??r?.id??null}),t!==null&&this.link(e,t),this.#m()}async link(e,t){let{interaction:n}=e.pop;n!==null&&e.about!==t&&(e.about=t,this.#m(),await this.client.post(`/v1/interactions/${n}/case`,{case:t}).catch(()=>{e.about=null,this.#m()}))}fold(e,t){e.folded=t,this.#m()}dismiss(e){this.cards=this.cards.filter(t=>t!==e),this.#d(),this.#m()}async begin(e){return this.of(e)||this.#l(await this.client.post(`/v1/interactions`,{msisdn:e,...this.context.case!==null&&{case:this.context.case}}))}over(e){e.pop.standing=`left`,e.folded=!1,this.#s(),this.#m()}async end(e,t,n){await this.client.post(`/v1/interactions/${e.pop.interaction}/end`,{description:t,...n&&{wrap_up:n}}),this.dismiss(e)}verified(e,t){let n=this.cards.find(({pop:t})=>e!==null&&t.interaction===e);n&&n.verified!==t&&(n.verified=t,this.#m())}#i(e){let t=this.cards.find(t=>t.pop.call===e.call||e.interaction!==null&&t.pop.interaction===e.interaction),n=y(e,t);this.cards=[n,...this.cards.filter(e=>e!==t)],this.#c(n),this.#m(),this.dispatchEvent(new CustomEvent(`came`,{detail:n}))}async#a({call:e,standing:t}){let n=this.cards.find(({pop:t})=>t.call===e);if(!n)return;let r=n.pop.standing===`ringing`&&t===`talking`;if(n.pop.standing=t,n.answered||=t===`talking`,t===`left`){let{interaction:e}=n.pop;if(e===null||!n.answered||await this.#o(e)){this.dismiss(n);return}n.folded=!1,await this.#s()}r&&!n.taken?this.take(n):this.#m(),this.dispatchEvent(new CustomEvent(`stands`,{detail:n}))}async#o(e){let t=await this.client.get(`/v1/interactions/${e}`).catch(()=>null);return t===null||t.status!==`completed`}async#s(){if(this.wrapUps)return;let e=await this.client.get(`/v1/case-codes`).catch(()=>null);this.wrapUps=e?.wrap_ups??null,this.#m()}async#c(e){let{msisdn:t,interaction:n}=e.pop,a=await this.client.me().catch(()=>null);if(t===null||!i(a,`customers:read`))e.people=[];else{try{e.people=await this.client.get(`/v1/customers?line=${encodeURIComponent(t)}`);let[r]=e.people;if(r&&e.people.length===1&&n!==null){let t=`?interaction=${n}&why=screen-pop`,i=await this.client.get(`/v1/customers/${encodeURIComponent(r.id)}${t}`);e.people=[i],e.verified=i.verified}}catch(t){if(!(t instanceof r))throw t;e.people??=[]}this.#m()}}#l(e){let t={...y({number:0,at:e.started_at,call:`own-${e.id}`,standing:`talking`,kind:`Inbound`,interaction:e.id,msisdn:e.msisdn,withheld:!1,dialled:null,queue:null,reason:e.reason,customer:null,agents:[],case:null,open_cases:[],earlier:[],badges:[],network:``}),taken:!0,folded:!0,own:!0,about:e.case};return this.cards=[t,...this.cards],this.#d(),this.#c(t),this.#m(),t}async#u(e,t){let n=await this.client.get(`/v1/interactions/${e}`,t).catch(()=>null);n?.status===`inProgress`&&!t.aborted&&this.#l(n)}#d(){let e=this.cards.filter(e=>e.own).map(({pop:e})=>e.interaction);c(this.#p,e.length?e:void 0)}#f({detail:e}){let t=this.of(this.context.msisdn);t&&t.about===null&&t.pop.case===null&&e.case===this.context.case&&this.link(t,e.case)}get#p(){return`contacts ${this.context.group}`}#m(){this.dispatchEvent(new Event(`change`))}};function y(e,t){return{pop:e,answered:e.standing!==`ringing`,taken:t?.taken??!1,folded:t?.folded??!1,about:e.case?.id??t?.about??null,people:t?.people??null,verified:t?.verified??!1,own:!1}}var b=new WeakMap;function x(e,t){let n=b.get(t)??new Map;b.set(t,n);let r=n.get(e)??new v(e,t);return n.set(e,r),r}var S=e`
  :host {
    background: none;
  }
  .panel {
    height: auto;
  }
  .cards {
    display: grid;
    gap: 1px;
    background: var(--line);
    border-bottom: 1px solid var(--line);
  }
  .card {
    --tone: var(--accent);
    display: grid;
    gap: 0.6rem;
    padding: 0.7rem 1rem 0.85rem;
    background: var(--surface);
    border-inline-start: 4px solid var(--tone);
  }
  .card[data-standing="ringing"] {
    --tone: var(--good);
    background: linear-gradient(var(--good-soft), var(--surface) 4rem);
  }
  .card[data-standing="held"] {
    --tone: var(--warn);
  }
  .card[data-standing="left"] {
    --tone: var(--line-strong);
  }
  .card.folded {
    padding-block: 0.3rem;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
  }
  .standing {
    display: inline-flex;
    align-items: center;
    gap: 0.45rem;
    font-weight: 600;
    color: var(--text);
  }
  .dot {
    width: 0.6rem;
    height: 0.6rem;
    border-radius: 50%;
    background: var(--tone);
  }
  h2 {
    font-size: 1.1rem;
  }
  .folded h2 {
    font-size: 1em;
  }
  .number {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .nobody {
    font-size: 0.875rem;
    font-weight: 400;
    color: var(--muted);
  }
  .card {
    position: relative;
  }
  .hide {
    position: absolute;
    inset-block-start: 0.4rem;
    inset-inline-end: 0.5rem;
  }
  header:has(.hide) {
    padding-inline-end: 2rem;
  }
  h2 .number:not(:first-child) {
    color: var(--muted);
    font-weight: 500;
  }
  .about {
    flex: 1;
    min-width: 8rem;
  }
  .reason {
    padding-inline-start: 0.75rem;
    border-inline-start: 3px solid var(--line);
  }
  .columns {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr));
    gap: 0.6rem 1.5rem;
  }
  .columns h3 {
    color: var(--muted);
    font-size: 0.9em;
  }
  .badge[data-look="critical"] b {
    color: var(--bad);
  }
  .badge[data-look="major"] b,
  .badge[data-look="minor"] b {
    color: var(--warn);
  }
  .badge[data-look="stale"],
  .badge[data-look="unknown"] {
    color: var(--muted);
  }
  .checked [aria-hidden] {
    color: var(--good);
    font-weight: 700;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem;
  }
  .ways select,
  .ways input {
    flex: 1 1 12rem;
  }
  .ways .problem {
    flex-basis: 100%;
  }
  .ways .problem:empty {
    display: none;
  }
  @media (prefers-reduced-motion: no-preference) {
    [data-standing="ringing"] .dot {
      animation: ring 1.2s ease-out infinite;
    }
    @keyframes ring {
      from {
        box-shadow: 0 0 0 0 var(--tone);
      }
      to {
        box-shadow: 0 0 0 0.55rem transparent;
      }
    }
  }
`,C=class{#e;constructor(e,t){this.en=e,this.others=t,this.#e=new Map([[`en`,e]])}of(e,t){return this.#e.get(e)||(this.others[e]?.().then(n=>{this.#e.set(e,n),t()},()=>void 0),this.en)}},w=new C({calls:`Calls`,standing:{ringing:`Rings`,talking:`Talking`,held:`On hold`,left:`Over`},ownContact:`Contact`,withheld:`Number withheld`,unknownNumber:`Number not known`,queue:e=>`queue ${e}`,from:e=>`from ${e}`,since:e=>`since ${e}`,verified:`Verified`,notVerified:`Not verified`,notVerifiedLong:`Not verified in this contact: what is personal stays hidden.`,nobody:`No customer is known of this line`,several:e=>`${e} customers share this line`,network:`Network`,networkSilent:`The network says nothing.`,networkFine:`Nothing wrong is known of this line.`,carried:e=>`Case ${e} comes with the call`,checked:`Already checked, do not ask again`,andMore:e=>`and ${e} more in the case`,openCases:`Open cases`,noOpenCases:`None is open.`,lastContacts:`Last contacts`,noContacts:`None before.`,takeUp:`Take up`,takeUpCase:e=>`Take up case ${e}`,aboutCase:e=>`It is about case ${e}`,newTrouble:`A new trouble`,hide:`Hide this call`,details:`Details`,verify:`Verify`,endContact:`End contact`,wrapUp:`What did it come to?`,choose:`Choose…`,inWords:`In words (optional)`,done:`Done`,keyTake:`Take up the call that rings`},{hi:async()=>(await l(async()=>{let{hi:e}=await import(`./texts.hi-cHNGlkYF.js`);return{hi:e}},[],import.meta.url)).hi}),T=8,E=4,D=class extends u{constructor(...e){super(...e),this.problem=``}static{this.styles=[n,S]}#e;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.#e=x(this.client,this.context),this.#e.addEventListener(`change`,()=>this.requestUpdate(),{signal:e}),this.#e.addEventListener(`came`,e=>this.#t(e.detail),{signal:e}),this.#e.addEventListener(`stands`,e=>this.announce(this.#n(e.detail)),{signal:e}),this.#e.use(e)}get w(){return w.of(this.speaks,()=>this.requestUpdate())}shortcuts(){return[[[`F8`],this.w.keyTake]]}takeUp(){let e=this.#e.cards.find(({taken:e,pop:t})=>!e&&t.standing!==`left`);return e&&this.#i(e),e!==void 0}#t(e){let t=e.pop.badges.filter(m).map(({sentence:e})=>e);this.announce([this.#n(e),...t].join(`. `)),this.emit(`call`,{interaction:e.pop.interaction,msisdn:e.pop.msisdn,standing:e.pop.standing})}#n({pop:e}){return`${this.w.standing[e.standing]}: ${this.#r(e)}`}#r({msisdn:e,withheld:t}){return e?`+${e}`:t?this.w.withheld:this.w.unknownNumber}#i(e,t=null){this.#e.take(e,t),this.emit(`call-taken`,{interaction:e.pop.interaction,msisdn:e.pop.msisdn,case:this.context.case})}view(){let{cards:e}=this.#e;return e.length?d`<section class="cards" aria-label=${this.w.calls}>
      ${p(e,({pop:e})=>e.call,e=>this.#a(e))}
    </section>`:d``}#a(e){let{pop:t,folded:n}=e,r=n&&t.standing!==`left`;return d`<article class="card ${r?`folded`:``}" part="call" data-standing=${t.standing} aria-label=${this.#n(e)}>
      ${this.#o(e)}
      ${t.standing===`left`?this.#h(e):r?f:d`${this.#m(e)}${this.#l(t)}`}
    </article>`}#o(e){let{w:t,format:n}=this,{pop:r,taken:a,folded:o,own:s,verified:c}=e,l=[r.queue&&t.queue(r.queue),r.agents.length>0&&t.from(r.agents.join(`, `)),r.standing===`ringing`?n.clock(r.at):t.since(n.clock(r.at))],u=!c&&r.interaction!==null&&r.msisdn!==null&&i(this.me,`customers:write`);return d`<header>
      <p class="standing"><span class="dot" aria-hidden="true"></span>${s&&r.standing===`talking`?t.ownContact:t.standing[r.standing]}</p>
      <h2>${this.#s(e)}</h2>
      ${e.people?.length?d`<span class="tag" data-tone=${c?`good`:`warn`} title=${c?f:t.notVerifiedLong}>${c?t.verified:t.notVerified}</span>`:f}
      <p class="trail about">${l.filter(Boolean).join(` · `)}</p>
      ${a&&r.standing!==`left`?d`${u?d`<button type="button" class="secondary" @click=${()=>this.#c(e)}>${t.verify}</button>`:f}
            ${s?d`<button type="button" class="quiet" @click=${()=>this.#e.over(e)}>${t.endContact}</button>`:d`<button type="button" class="quiet" aria-expanded=${!o} @click=${()=>this.#e.fold(e,!o)}>${t.details}</button>`}`:d`<button type="button" class="quiet icon hide" aria-label=${t.hide} title=${t.hide} @click=${()=>this.#e.dismiss(e)}>✕</button>`}
    </header>`}#s({pop:e,people:t}){let{w:n,format:r}=this,a=d`<span class="number">${this.#r(e)}</span>`;if(!e.msisdn||!i(this.me,`customers:read`)||t===null)return a;let[o]=t;return o?d`${t.length>1?n.several(r.number(t.length)):o.record.name??o.id} ${a}`:d`${a} <span class="nobody">${n.nobody}</span>`}#c({pop:e}){this.context.pick({msisdn:e.msisdn}),this.emit(`verify-wanted`,{interaction:e.interaction})}#l(e){let{w:t}=this,n=e.open_cases.filter(({id:t})=>t!==e.case?.id);return d`${e.reason?d`<blockquote class="reason">${e.reason}</blockquote>`:f}
      <div class="columns">
        <div>
          <h3>${t.network}</h3>
          ${e.badges.length?this.#u(e.badges):d`<p class="trail" lang=${e.network?`en`:f}>${e.network??t.networkSilent}</p>`}
        </div>
        ${e.case?this.#d(e.case):f}
        <div>
          <h3>${t.openCases}</h3>
          ${n.length?d`<ul>${n.slice(0,E).map(e=>this.#f(e))}</ul>`:d`<p class="trail">${t.noOpenCases}</p>`}
        </div>
        <div>
          <h3>${t.lastContacts}</h3>
          ${e.earlier.length?d`<ul>${e.earlier.slice(0,E).map(e=>this.#p(e))}</ul>`:d`<p class="trail">${t.noContacts}</p>`}
        </div>
      </div>`}#u(e){let t=e.filter(e=>h(e)!==`clear`);return t.length?d`<ul>
      ${t.map(e=>d`<li class="badge" data-look=${h(e)}>
          <b>${this.t.kind[e.kind]}</b> <span class="unseen">${this.t.severity[h(e)]}. </span><span lang="en">${e.sentence}</span>
        </li>`)}
    </ul>`:d`<p class="trail">${this.w.networkFine}</p>`}#d(e){let{w:t,t:n,format:r}=this,{id:i,words:a,checked:o}=e,s=o.length-T;return d`<div class="carried">
      <h3>${t.carried(i)}</h3>
      <p>${a}</p>
      ${o.length?d`<p class="trail"><b>${t.checked}:</b></p>
            <ul class="checked">
              ${o.slice(0,T).map(({question:e,known:t})=>d`<li lang="en"><span aria-hidden="true">✓</span> ${e} <b>${t.map(({value:e,unit:t})=>g(e,t,n,r)).join(`; `)}</b></li>`)}
              ${s>0?d`<li class="trail">${t.andMore(r.number(s))}</li>`:f}
            </ul>`:f}
    </div>`}#f({id:e,words:t,status:n}){return d`<li>#${e} ${t} <span class="tag">${this.t.status[n]}</span></li>`}#p({channel:e,started_at:t,reason:n,description:r}){let i=r||n;return d`<li><span class="trail">${this.format.clock(t)}, ${s(e)}</span>${i?d` ${i}`:f}</li>`}#m(e){let{w:t}=this,{pop:n}=e,r=n.open_cases.filter(({id:e})=>e!==n.case?.id).slice(0,E),i=n.case?.id??null;return d`<p class="ways">
      <button type="button" class="primary" @click=${()=>this.#i(e)}>${i===null?r.length?t.newTrouble:t.takeUp:t.takeUpCase(i)}</button>
      ${r.map(({id:n,words:r})=>d`<button type="button" class="secondary" title=${r} @click=${()=>this.#i(e,n)}>${t.aboutCase(n)}</button>`)}
    </p>`}#h(e){let{w:t}=this;return d`<form class="ways" @submit=${async t=>{t.preventDefault();let n=new FormData(t.target);this.problem=``;try{await this.#e.end(e,String(n.get(`words`)).trim(),String(n.get(`code`))),this.emit(`contact-ended`,{interaction:e.pop.interaction})}catch(e){this.problem=this.inWords(e)}}}>
      <select name="code" aria-label=${t.wrapUp}>
        <option value="">${t.wrapUp}</option>
        ${Object.entries(this.#e.wrapUps??{}).map(([e,t])=>d`<option value=${e} lang="en">${t}</option>`)}
      </select>
      <input name="words" maxlength="4000" aria-label=${t.inWords} placeholder=${t.inWords} />
      <button class="primary">${t.done}</button>
      <p class="problem" role="alert">${this.problem}</p>
    </form>`}};o([t()],D.prototype,`problem`,void 0);export{C as n,x as r,D as t};