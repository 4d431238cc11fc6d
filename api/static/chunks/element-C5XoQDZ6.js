import{c as e,d as t,h as n,i as r,p as i,r as a,s as o,t as s}from"./element-DBwN1AG3.js";import{t as c}from"./repeat-DOdTi7fw.js";import{n as l,r as u}from"./element-T9PFdpdw.js";import{a as d}from"./define-Cwv4mjmw.js";import{o as f}from"./words-COmAL65D.js";import{t as p}from"./desk-BXWl2VVq.js";import{t as m}from"./translations-MUrqCPEJ.js";import{t as h}from"./preload-helper-B08HEnpN.js";var g=n`
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
    grid-template-columns: minmax(0, 1fr);
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
`,_=new m({calls:`Calls`,standing:{ringing:`Ringing`,talking:`Talking`,held:`On hold`,left:`Ended`},ownContact:`Contact`,withheld:`Number withheld`,unknownNumber:`Number not known`,queue:e=>`queue ${e}`,from:e=>`from ${e}`,since:e=>`since ${e}`,verified:`Verified`,notVerified:`Not verified`,notVerifiedLong:`Not verified in this contact: what is personal stays hidden.`,nobody:`No customer is known of this line`,several:e=>`${e} customers share this line`,network:`Network`,networkSilent:`The network says nothing.`,networkFine:`Nothing wrong is known of this line.`,carried:e=>`Case ${e} comes with the call`,checked:`Already checked, do not ask again`,andMore:e=>`and ${e} more in the case`,openCases:`Open cases`,noOpenCases:`None is open.`,lastContacts:`Last contacts`,noContacts:`None before.`,takeUp:`Take up`,takeUpCase:e=>`Take up case ${e}`,aboutCase:e=>`It is about case ${e}`,newTrouble:`A new trouble`,hide:`Hide this call`,details:`Details`,verify:`Verify`,endContact:`End contact`,wrapUp:`What did it come to?`,choose:`Choose…`,inWords:`In words (optional)`,done:`Done`,keyTake:`Take up the call that rings`},{hi:async()=>(await h(async()=>{let{hi:e}=await import(`./texts.hi-cHNGlkYF.js`);return{hi:e}},[],import.meta.url)).hi}),v=8,y=4,b=class extends s{constructor(...e){super(...e),this.problem=``}static{this.styles=[r,g]}#e;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.#e=p(this.client,this.context),this.#e.addEventListener(`change`,()=>this.requestUpdate(),{signal:e}),this.#e.addEventListener(`came`,e=>this.#t(e.detail),{signal:e}),this.#e.addEventListener(`stands`,e=>this.announce(this.#n(e.detail)),{signal:e}),this.#e.use(e)}get w(){return _.of(this.speaks,()=>this.requestUpdate())}shortcuts(){return[[[`F8`],this.w.keyTake]]}takeUp(){let e=this.#e.cards.find(({taken:e,pop:t})=>!e&&t.standing!==`left`);return e&&this.#i(e),e!==void 0}#t(e){let t=e.pop.badges.filter(l).map(({sentence:e})=>e);this.announce([this.#n(e),...t].join(`. `)),this.emit(`call`,{interaction:e.pop.interaction,msisdn:e.pop.msisdn,standing:e.pop.standing})}#n({pop:e}){return`${this.w.standing[e.standing]}: ${this.#r(e)}`}#r({msisdn:e,withheld:t}){return e?`+${e}`:t?this.w.withheld:this.w.unknownNumber}#i(e,t=null){this.#e.take(e,t),this.emit(`call-taken`,{interaction:e.pop.interaction,msisdn:e.pop.msisdn,case:this.context.case})}view(){let{cards:e}=this.#e;return e.length?i`<section class="cards" aria-label=${this.w.calls}>
      ${c(e,({pop:e})=>e.call,(e,t)=>this.#a(e,t===0))}
    </section>`:i``}#a(e,n){let{pop:r}=e,a=(e.folded||!e.taken&&!n)&&r.standing!==`left`;return i`<article class="card ${a?`folded`:``}" part="call" data-standing=${r.standing} aria-label=${this.#n(e)}>
      ${this.#o(e,a)}
      ${r.standing===`left`?this.#h(e):a?t:i`${this.#m(e)}${this.#l(r)}`}
    </article>`}#o(e,n){let{w:r,format:a}=this,{pop:o,taken:s,own:c,verified:l}=e,u=[o.queue&&r.queue(o.queue),o.agents.length>0&&r.from(o.agents.join(`, `)),o.standing===`ringing`?a.clock(o.at):r.since(a.clock(o.at))],f=!l&&o.interaction!==null&&o.msisdn!==null&&d(this.me,`customers:write`);return i`<header>
      <p class="standing"><span class="dot" aria-hidden="true"></span>${c&&o.standing===`talking`?r.ownContact:r.standing[o.standing]}</p>
      <h2>${this.#s(e)}</h2>
      ${e.people?.length?i`<span class="tag" data-tone=${l?`good`:`warn`} title=${l?t:r.notVerifiedLong}>${l?r.verified:r.notVerified}</span>`:t}
      <p class="trail about">${u.filter(Boolean).join(` · `)}</p>
      ${s&&o.standing!==`left`?i`${f?i`<button type="button" class="secondary" @click=${()=>this.#c(e)}>${r.verify}</button>`:t}
            ${c?i`<button type="button" class="quiet" @click=${()=>this.#e.over(e)}>${r.endContact}</button>`:i`<button type="button" class="quiet" aria-expanded=${!n} @click=${()=>this.#e.fold(e,!n)}>${r.details}</button>`}`:i`${n?i`<button type="button" class="secondary" @click=${()=>this.#i(e)}>${r.takeUp}</button>`:t}
              <button type="button" class="quiet icon hide" aria-label=${r.hide} title=${r.hide} @click=${()=>this.#e.dismiss(e)}>✕</button>`}
    </header>`}#s({pop:e,people:t}){let n=t?.some(({verified:e})=>e)?t.filter(({verified:e})=>e):t,{w:r,format:a}=this,o=i`<span class="number">${this.#r(e)}</span>`;if(!e.msisdn||!d(this.me,`customers:read`)||n===null)return o;let[s]=n;return s?i`${n.length>1?r.several(a.number(n.length)):s.record.name??s.id} ${o}`:i`${o} <span class="nobody">${r.nobody}</span>`}#c({pop:e}){this.context.pick({msisdn:e.msisdn}),this.emit(`verify-wanted`,{interaction:e.interaction})}#l(e){let{w:n}=this,r=e.open_cases.filter(({id:t})=>t!==e.case?.id);return i`${e.reason?i`<blockquote class="reason">${e.reason}</blockquote>`:t}
      <div class="columns">
        <div>
          <h3>${n.network}</h3>
          ${e.badges.length?this.#u(e.badges):i`<p class="trail" lang=${e.network?`en`:t}>${e.network??n.networkSilent}</p>`}
        </div>
        ${e.case?this.#d(e.case):t}
        <div>
          <h3>${n.openCases}</h3>
          ${r.length?i`<ul>${r.slice(0,y).map(e=>this.#f(e))}</ul>`:i`<p class="trail">${n.noOpenCases}</p>`}
        </div>
        <div>
          <h3>${n.lastContacts}</h3>
          ${e.earlier.length?i`<ul>${e.earlier.slice(0,y).map(e=>this.#p(e))}</ul>`:i`<p class="trail">${n.noContacts}</p>`}
        </div>
      </div>`}#u(e){let t=e.filter(e=>u(e)!==`clear`);return t.length?i`<ul>
      ${t.map(e=>i`<li class="badge" data-look=${u(e)}>
          <b>${this.t.kind[e.kind]}</b> <span class="unseen">${this.t.severity[u(e)]}. </span><span lang="en">${e.sentence}</span>
        </li>`)}
    </ul>`:i`<p class="trail">${this.w.networkFine}</p>`}#d(e){let{w:n,t:r,format:a}=this,{id:o,words:s,checked:c}=e,l=c.length-v;return i`<div class="carried">
      <h3>${n.carried(o)}</h3>
      <p>${s}</p>
      ${c.length?i`<p class="trail"><b>${n.checked}:</b></p>
            <ul class="checked">
              ${c.slice(0,v).map(({question:e,known:t})=>i`<li lang="en"><span aria-hidden="true">✓</span> ${e} <b>${t.map(({value:e,unit:t})=>f(e,t,r,a)).join(`; `)}</b></li>`)}
              ${l>0?i`<li class="trail">${n.andMore(a.number(l))}</li>`:t}
            </ul>`:t}
    </div>`}#f({id:e,words:t,status:n}){return i`<li>#${e} ${t} <span class="tag">${this.t.status[n]}</span></li>`}#p({channel:e,started_at:n,reason:r,description:a}){let s=a||r;return i`<li><span class="trail">${this.format.clock(n)}, ${o(e)}</span>${s?i` ${s}`:t}</li>`}#m(e){let{w:t}=this,{pop:n}=e,r=n.open_cases.filter(({id:e})=>e!==n.case?.id).slice(0,y),a=n.case?.id??null;return i`<p class="ways">
      <button type="button" class="primary" @click=${()=>this.#i(e)}>${a===null?r.length?t.newTrouble:t.takeUp:t.takeUpCase(a)}</button>
      ${r.map(({id:n,words:r})=>i`<button type="button" class="secondary" title=${r} @click=${()=>this.#i(e,n)}>${t.aboutCase(n)}</button>`)}
    </p>`}#h(e){let{w:t}=this;return i`<form class="ways" @submit=${async t=>{t.preventDefault();let n=new FormData(t.target);this.problem=``;try{await this.#e.end(e,String(n.get(`words`)).trim(),String(n.get(`code`))),this.emit(`contact-ended`,{interaction:e.pop.interaction})}catch(e){this.problem=this.inWords(e)}}}>
      <select name="code" aria-label=${t.wrapUp}>
        <option value="">${t.wrapUp}</option>
        ${Object.entries(this.#e.wrapUps??{}).map(([e,t])=>i`<option value=${e} lang="en">${t}</option>`)}
      </select>
      <input name="words" maxlength="4000" aria-label=${t.inWords} placeholder=${t.inWords} />
      <button class="primary">${t.done}</button>
      <p class="problem" role="alert">${this.problem}</p>
    </form>`}};a([e()],b.prototype,`problem`,void 0);export{b as t};