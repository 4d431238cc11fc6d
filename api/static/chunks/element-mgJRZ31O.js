import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{C as t,_ as n,a as r,c as i,d as a,g as o,i as s,l as c,s as l,t as u,x as d,y as f}from"./element-hHy4l4o2.js";import{t as p}from"./desk-BMsBCMoz.js";import{t as m}from"./translations-MUrqCPEJ.js";var h=[`street1`,`street2`,`postCode`,`city`,`stateOrProvince`,`country`];function g({mediumType:e,characteristic:t={}}){return t.emailAddress!==void 0||/mail/i.test(e)?`email`:t.phoneNumber!==void 0||/phone|mobile|tel/i.test(e)?`phone`:h.some(e=>t[e]!==void 0)||/address/i.test(e)?`postalAddress`:`other`}function _(e){let{characteristic:t={}}=e;switch(g(e)){case`phone`:return t.phoneNumber??``;case`email`:return t.emailAddress??``;case`postalAddress`:return h.map(e=>t[e]).filter(Boolean).join(`, `);default:return Object.values(t).join(`, `)}}function v(e,t){return e.characteristic?.find(e=>e.name===t)?.value}function y(e){let[,t]=/^(?:changes\.)?contactMedium\[(\d+)\]/.exec(e)??[];return t===void 0?null:{medium:Number(t),part:e.split(`.`).at(-1)??``}}var b=e=>({name:e.name??``,media:(e.contactMedium??[]).map(e=>({...e,characteristic:{...e.characteristic}}))});function x(e,t,n){let r=n.map(e=>({...e,characteristic:S(e.characteristic??{})})).filter(({characteristic:e})=>Object.keys(e).length>0);return{...t.trim()!==(e.name??``)&&{name:t.trim()},...JSON.stringify(r)!==JSON.stringify(e.contactMedium??[])&&{contactMedium:r}}}var S=e=>Object.fromEntries(Object.entries(e).filter(([,e])=>e.trim()!==``)),C=`[+]?[0-9 ()\\-]{6,24}`;function w(e,t,n,r){let{draft:i,problem:a}=e,o=a?.fields??[],s=e=>o.filter(({field:t})=>y(t)?.medium===e),c=t=>{t.preventDefault(),e.save()},l=t=>()=>{i.media=[...i.media,t],e.touched()},u=o.find(({field:e})=>e.replace(/^changes\./,``)===`name`);return d`<form class="grid change" part="change" @submit=${c}>
    <label>${n.name}
      <input required maxlength="200" autocomplete="off" .value=${i.name} aria-invalid=${u?`true`:f}
        @input=${t=>{i.name=t.target.value,e.touched()}} />
    </label>
    ${u?d`<p class="problem">${u.message}</p>`:f}
    ${i.media.map((t,r)=>T(t,r,s(r),e,n))}
    <p class="ways">
      <button type="button" class="quiet" @click=${l({mediumType:`phone`,characteristic:{phoneNumber:``}})}>+ ${n.addPhone}</button>
      <button type="button" class="quiet" @click=${l({mediumType:`email`,characteristic:{emailAddress:``}})}>+ ${n.addEmail}</button>
    </p>
    <label>${n.why}
      <input required maxlength="4000" autocomplete="off" .value=${i.why}
        @input=${t=>{i.why=t.target.value,e.touched()}} />
    </label>
    ${a?.details.theirs?E(e,a,n):d`<p class="problem" role="alert">${t}</p>`}
    <p class="ways">
      <button class="primary" ?disabled=${e.busy}>${n.save}</button>
      <button type="button" class="secondary" @click=${()=>e.cancel()}>${r.cancel}</button>
    </p>
  </form>`}function T(e,t,n,r,i){let a=g(e);if(a===`other`)return d``;let o=e.characteristic??{},s=(e,t,i={})=>d`<label>
    ${t}
    <input type=${i.type??`text`} pattern=${i.pattern??f} ?required=${i.required??!1} maxlength="200" autocomplete="off"
      aria-invalid=${n.some(t=>t.field.endsWith(e))?`true`:f}
      .value=${o[e]??``}
      @input=${t=>{o[e]=t.target.value,r.touched()}} />
  </label>`,c={phone:()=>s(`phoneNumber`,i.medium.phone,{type:`tel`,pattern:C,required:!0}),email:()=>s(`emailAddress`,i.medium.email,{type:`email`,required:!0}),postalAddress:()=>d`<div class="two">${h.map(e=>s(e,i.address[e]))}</div>`}[a],l=()=>{r.draft.media=r.draft.media.filter((e,n)=>n!==t),r.touched()},u=`${i.medium[a]} ${_(e)}`.trim();return d`<fieldset class="medium">
    <legend class="unseen">${u}</legend>
    ${c()}
    ${a===`postalAddress`?f:d`<button type="button" class="quiet icon" aria-label=${i.removeMedium(u)} title=${i.removeMedium(u)} @click=${l}>✕</button>`}
    ${n.map(({message:e})=>d`<p class="problem">${e}</p>`)}
  </fieldset>`}function E(e,{details:t},n){let r=t.mine,i=t.theirs;return d`<div class="notice conflict" role="alert">
    <h4>${n.conflict}</h4>
    <table>
      <thead><tr><td></td><th scope="col">${n.yours}</th><th scope="col">${n.theirs}</th></tr></thead>
      <tbody>
        ${Object.keys(r).map(e=>d`<tr><th scope="row">${e===`name`?n.name:e===`contactMedium`?n.medium.other:e}</th><td>${D(r[e])}</td><td>${D(i[e])}</td></tr>`)}
      </tbody>
    </table>
    <p class="ways">
      <button type="button" class="primary" @click=${()=>e.leaveTheirs()}>${n.keepTheirs}</button>
      <button type="button" class="secondary" @click=${()=>e.saveAnyway()}>${n.sendMine}</button>
    </p>
  </div>`}function D(e){return e==null?`–`:Array.isArray(e)?e.map(e=>O(e)?_(e):D(e)).join(`; `)||`–`:typeof e==`object`?Object.values(e).map(D).join(`, `):String(e)}var O=e=>typeof e==`object`&&!!e&&`mediumType`in e,k=5,A=.05;function j({risk:e,at_risk:t,reasons:n,unknown:r,trained_on:a,lifetime_value:o},s,c){let l=n.filter(({weight:e})=>Math.abs(e)>=A).slice(0,k);return d`<section class="card" part="retention" aria-labelledby="risk-title">
    <h3 id="risk-title">${s.retention} <span class="trail">${s.within}</span></h3>
    <p class="row">
      <span class="tag" data-tone=${t?`bad`:`good`}>${t?s.atRisk:s.notAtRisk}</span>
      <b>${c.percent(e)}</b>
      <meter min="0" max="1" low="0.15" high="0.3" optimum="0" value=${e} aria-label=${s.retention}></meter>
    </p>
    ${l.length?d`<ul class="reasons" aria-label=${s.reasons}>
            ${l.map(({title:e,value:t,weight:n})=>d`<li data-way=${n>0?`up`:`down`}>
                <span aria-hidden="true">${n>0?`▲`:`▼`}</span> <span lang="en">${i(e)}: ${c.number(t,1)}</span>
                <span class="unseen">${n>0?s.raises:s.lowers}</span>
              </li>`)}
          </ul>`:f}
    ${r.length?d`<p class="trail">${s.notKnown(r.join(`, `))}</p>`:f}
    ${o===null?f:d`<p class="trail">${s.worth(c.number(o))}</p>`}
    <p class="trail" lang="en">${a}</p>
  </section>`}function M({proposed:e,offers:t},n,r,a){let o=({state:e})=>e===`made`;return d`<section class="card" part="offers" aria-labelledby="offers-title">
    <h3 id="offers-title">${r.offers}</h3>
    ${e.length||t.length?f:d`<p class="trail">${r.noOffers}</p>`}
    <ul class="list">
      ${e.map(({code:e,title:t,why:a})=>d`<li>
          <p class="row"><b lang="en">${t}</b> <span class="tag" data-tone="accent">${r.proposedOffer}</span></p>
          <p class="trail" lang="en">${i(a)}</p>
          ${n.mayChange?d`<button type="button" class="secondary" @click=${()=>n.make(e,a)}>${r.makeOffer}<span class="unseen">: ${t}</span></button>`:f}
        </li>`)}
      ${t.map(e=>d`<li>
          <p class="row">
            <b lang="en">${e.title}</b>
            <span class="tag" data-tone=${{accepted:`good`,declined:`warn`}[e.state]??`accent`}>${r.offerState[e.state]??c(e.state)}</span>
            <span class="trail">${o(e)?r.validUntil(a.day(e.valid_until)):a.day(e.answered_at??e.made_at)}</span>
          </p>
          ${o(e)&&n.mayChange?d`<p class="ways">
                  <button type="button" class="secondary" ?disabled=${!n.verified} title=${n.verified?f:r.acceptHint} @click=${()=>n.answer(e,!0)}>${r.accepts}<span class="unseen">: ${e.title}</span></button>
                  <button type="button" class="secondary" @click=${()=>n.answer(e,!1)}>${r.declines}<span class="unseen">: ${e.title}</span></button>
                  ${n.verified?f:d`<span class="trail">${r.acceptHint}</span>`}
                </p>`:f}
        </li>`)}
    </ul>
  </section>`}function N({points:e,tier:t,loyalty:n},r,i,a){return d`<section class="card" part="loyalty" aria-labelledby="loyalty-title">
    <h3 id="loyalty-title">${i.loyalty}</h3>
    <p class="row"><b>${i.points(a.number(e))}</b> <span class="trail">${t?i.tier(c(t)):i.noTier}</span></p>
    <ul class="list plain">
      ${n.map(({points:e,reason:t,at:n})=>d`<li class="trail">${e>0?`+`:`−`}${a.number(Math.abs(e))} · <span lang="en">${c(t)}</span> · ${a.day(n)}</li>`)}
    </ul>
    ${r.mayChange?d`<details>
            <summary>${i.givePoints}</summary>
            <form class="ways" @submit=${e=>{e.preventDefault();let t=e.target,n=new FormData(t);r.reward(Number(n.get(`points`)),String(n.get(`reason`)).trim()),t.reset()}}>
              <input name="points" type="number" required min="-100000" max="100000" step="1" aria-label=${i.amount} placeholder=${i.amount} class="short" />
              <input name="reason" required maxlength="200" aria-label=${i.what} placeholder=${i.what} />
              <button class="secondary">${i.give}</button>
            </form>
          </details>`:f}
  </section>`}var P=t`
  .body {
    display: grid;
    gap: 0.75rem;
    align-content: start;
    padding: 0.75rem 1rem 2rem;
  }
  .card {
    display: grid;
    gap: 0.45rem;
    align-content: start;
    padding: 0.75rem 0.9rem 0.9rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  h3 .trail {
    font-weight: 400;
  }
  .card h3:focus {
    outline: none;
  }
  .verify {
    border-inline-start: 4px solid var(--warn);
  }
  .problem:empty {
    display: none;
  }
  .who {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    align-items: center;
    gap: 0 0.8rem;
  }
  .who .face {
    grid-row: span 2;
    display: grid;
    place-items: center;
    width: 2.9rem;
    height: 2.9rem;
    border-radius: 50%;
    font-weight: 650;
    background: var(--accent-soft);
    color: var(--accent-strong);
  }
  .who h2 {
    font-size: 1.2rem;
    letter-spacing: -0.01em;
  }
  .title {
    display: flex;
    align-items: center;
    gap: 0.5rem;
  }
  .title h3 {
    flex: 1;
  }
  .facts {
    display: grid;
    grid-template-columns: minmax(5.5rem, max-content) minmax(0, 1fr);
    gap: 0.15rem 0.9rem;
  }
  .facts dt {
    color: var(--muted);
  }
  .masked {
    color: var(--muted);
  }
  .grid {
    display: grid;
    gap: 0.5rem;
  }
  .grid label {
    display: grid;
    gap: 0.15rem;
  }
  .grid label input {
    color: var(--text);
    font-size: 0.875rem;
    width: 100%;
  }
  .two {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(9rem, 100%), 1fr));
    gap: 0.5rem;
    grid-column: 1 / -1;
  }
  .code {
    max-width: 10rem;
    font-size: 1.15rem !important;
    letter-spacing: 0.2em;
    font-variant-numeric: tabular-nums;
  }
  .medium {
    display: grid;
    grid-template-columns: minmax(0, 1fr) max-content;
    align-items: end;
    gap: 0.3rem 0.4rem;
  }
  .medium .problem {
    grid-column: 1 / -1;
  }
  [aria-invalid="true"] {
    border-color: var(--bad);
  }
  .conflict table {
    width: 100%;
    margin-block: 0.4rem;
    border-collapse: collapse;
  }
  .conflict th,
  .conflict td {
    padding: 0.15rem 0.5rem 0.15rem 0;
    text-align: start;
    vertical-align: top;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem;
  }
  .ways input {
    flex: 1 1 8rem;
  }
  .ways .short {
    flex: 0 1 6rem;
  }
  details form {
    margin-top: 0.4rem;
  }
  meter {
    flex: 1;
    min-width: 5rem;
    max-width: 14rem;
    height: 0.9rem;
  }
  .reasons li {
    padding-block: 0.05rem;
  }
  .reasons [data-way="up"] [aria-hidden] {
    color: var(--bad);
  }
  .reasons [data-way="down"] [aria-hidden] {
    color: var(--good);
  }
  .list > li + li {
    margin-top: 0.5rem;
    padding-top: 0.5rem;
    border-top: 1px solid var(--line);
  }
  .list.plain > li {
    margin: 0;
    padding: 0;
    border: 0;
  }
  .pick {
    display: grid;
    grid-template-columns: minmax(0, 1fr) max-content;
    gap: 0 0.6rem;
    width: calc(100% + 1rem);
    margin-inline: -0.5rem;
    padding: 0.35rem 0.5rem;
    border-radius: 8px;
    text-align: start;
  }
  .pick:hover {
    background: var(--sunken);
  }
  .pick b {
    font-weight: 600;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .pick .trail {
    grid-column: 1 / -1;
  }
  .find {
    display: flex;
    gap: 0.4rem;
    padding: 0.75rem 1rem 0;
  }
  .find input {
    flex: 1;
  }
  .changes li {
    padding-block: 0.3rem;
    border-top: 1px solid var(--line);
  }
  @container (width >= 46rem) {
    .body {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .whole {
      grid-column: 1 / -1;
    }
    .column {
      display: grid;
      gap: 0.75rem;
      align-content: start;
    }
  }
  @container (width < 46rem) {
    .column {
      display: contents;
    }
  }
`,F=new m({customer:`Customer`,none:`No customer is picked.`,noneFound:`No customer is known of this.`,chooseOne:`Several customers: which one is it?`,find:`Find a customer`,findBy:`Number, e-mail address or party`,looking:`Looking…`,verified:`Verified in this contact`,notVerified:`Not verified`,maskedHint:`What is personal is hidden until the customer has shown in this contact who they are.`,status:{active:`Active`,inactive:`Inactive`,terminated:`Left`,closed:`Left`},simulated:`Simulated`,since:e=>`customer since ${e}`,record:`Record`,version:e=>`version ${e}`,medium:{phone:`Telephone`,email:`E-mail`,postalAddress:`Address`,other:`Contact`},preferred:`preferred`,address:{street1:`Street`,street2:`Second line`,postCode:`Post code`,city:`Town`,stateOrProvince:`State`,country:`Country`},fields:{msisdn:`Line`,dateOfBirth:`Born`,segment:`Segment`,monthlyRevenue:`A month`,preferredChannel:`Prefers`,language:`Language`,lastBillAmount:`Last bill`},account:`Account`,verify:`Verify the customer`,contactFirst:`Verification counts for one contact. None is open with this customer.`,beginContact:`A contact begins now`,sendCode:`Send a code`,askQuestions:`Ask questions`,sentTo:e=>`A code was sent to ${e}. Ask the customer for it.`,code:`Code`,check:`Check`,askThese:`Ask these. All must be right.`,left:e=>e===1?`One try is left.`:`${e} tries are left.`,goodUntil:e=>`Good until ${e}.`,wrong:`That is not right.`,over:{failed:`Too many wrong answers: begin another.`,expired:`Its time is over: begin another.`,replaced:`Another one was begun.`},passed:`Verified. The record is shown.`,another:`Begin another`,change:`Change`,name:`Name`,addPhone:`Add a telephone`,addEmail:`Add an e-mail address`,removeMedium:e=>`Remove ${e}`,why:`Why it is changed`,save:`Save`,savedChange:`Saved.`,nothingChanged:`Nothing was changed.`,conflict:`Somebody else has changed this meanwhile.`,yours:`Yours`,theirs:`Now`,keepTheirs:`Leave it as it is now`,sendMine:`Save mine all the same`,openCases:`Open cases`,noOpenCases:`None is open.`,lastContacts:`Last contacts`,noContacts:`None yet.`,goesOn:`goes on`,retention:`Risk of leaving`,within:`within 90 days`,atRisk:`High`,notAtRisk:`Low`,raises:`raises it`,lowers:`lowers it`,notKnown:e=>`Not known: ${e}.`,reasons:`Why`,worth:e=>`Worth about ${e} while they stay`,offers:`Offers`,noOffers:`None is worth making now.`,proposedOffer:`Worth making`,makeOffer:`Make it`,accepts:`Accepts`,declines:`Declines`,acceptHint:`Who accepts must be verified.`,offerState:{made:`Made`,accepted:`Accepted`,declined:`Declined`,expired:`Over`},validUntil:e=>`until ${e}`,loyalty:`Loyalty`,points:e=>`${e} points`,tier:e=>`tier ${e}`,noTier:`no tier yet`,givePoints:`Give or spend points`,amount:`Points`,what:`What for`,give:`Book`,history:`History of the record`,noHistory:`Never changed.`,hidden:`Values are shown once the customer is verified.`,hiddenMark:`hidden`},{hi:async()=>(await l(async()=>{let{hi:e}=await import(`./texts.hi-Cl4ntmbb.js`);return{hi:e}},[],import.meta.url)).hi});function I(e,t,n){return d`<section class="card verify" part="verification" aria-labelledby="verify-title">
    <h3 id="verify-title" tabindex="-1">${t.verify}</h3>
    <p class="trail">${t.maskedHint}</p>
    ${e.interaction===null?L(e,t):R(e,t,n)}
    <p class="problem" role="alert">${e.problem}</p>
  </section>`}function L({busy:e,beginContact:t},n){return d`<p>${n.contactFirst}</p>
    <p class="ways"><button type="button" class="primary" ?disabled=${e} @click=${t}>${n.beginContact}</button></p>`}function R(e,t,n){let{now:r,busy:i,begin:a}=e;return r?.verdict===`pending`?z(e,r,t,n):d`${r&&r.verdict!==`passed`?d`<p class="notice">${t.over[r.verdict]}</p>`:f}
    <p class="ways">
      <button type="button" class="primary" ?disabled=${i} @click=${()=>a(`code`)}>${t.sendCode}</button>
      <button type="button" class="secondary" ?disabled=${i} @click=${()=>a(`questions`)}>${t.askQuestions}</button>
    </p>`}function z(e,t,n,r){let i=n=>{n.preventDefault();let r=Object.fromEntries(new FormData(n.target));e.answer(t.method===`code`?{code:(r.code??``).replace(/\D/g,``)}:{answers:r})},a=t.method===`code`?d`<p>${n.sentTo(t.sent_to??``)}</p>
          <label>${n.code}<input name="code" required inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]{6,13}" maxlength="13" class="code" /></label>`:d`<p>${n.askThese}</p>
          ${Object.entries(t.questions??{}).map(([e,t])=>d`<label lang="en">${t}<input name=${e} required maxlength="200" autocomplete="off" /></label>`)}`;return d`<form class="grid" @submit=${i}>
    ${a}
    ${e.wrong?d`<p class="notice" role="alert">${n.wrong} ${n.left(t.attempts_left)}</p>`:f}
    <p class="ways">
      <button class="primary" ?disabled=${e.busy}>${n.check}</button>
      <button type="button" class="quiet" @click=${()=>e.begin(t.method)}>${n.another}</button>
      <span class="trail">${n.goodUntil(r.clock(t.expires_at))} ${e.wrong?f:n.left(t.attempts_left)}</span>
    </p>
  </form>`}var B=e({T2rCustomer:()=>W}),V=[`acknowledged`,`inProgress`,`pending`,`held`,`resolved`],H=5,U=6e5,W=class extends u{constructor(...e){super(...e),this.found=null,this.shown=null,this.cases=null,this.contacts=null,this.retention=null,this.history=null,this.verification=null,this.wrong=!1,this.busy=!1,this.problem=``,this.verifyProblem=``,this.draft=null,this.refused=null,this.#t=null,this.#n=new AbortController,this.#r=null,this.#i=null}static{this.styles=[r,P]}#e;#t;#n;#r;#i;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.#e=p(this.client,this.context),this.#e.addEventListener(`change`,()=>this.#p(),{signal:e}),this.#e.use(e),e.addEventListener(`abort`,()=>this.#a())}get w(){return F.of(this.speaks,()=>this.requestUpdate())}focus(){this.renderRoot.querySelector(`#verify-title, h2[tabindex]`)?.focus()}identified(){this.moved()}moved(){let e=o(this.me,`customers:read`)?this.context.msisdn:null;e!==this.#t&&(this.#a(),this.#t=e,e&&this.#o({line:e}))}#a(){this.#n.abort(),this.#n=new AbortController,this.#i&&clearTimeout(this.#i),this.#i=this.#r=this.#t=null,this.found=this.shown=this.cases=this.contacts=this.retention=this.history=null,this.verification=this.draft=this.refused=null,this.problem=this.verifyProblem=``,this.wrong=this.busy=!1}async#o(e){let{signal:t}=this.#n;await this.#m(async()=>{let n=await this.client.get(`/v1/customers?${new URLSearchParams(e)}`,t);if(t.aborted)return;this.found=n;let[r]=n;r&&n.length===1&&await this.#s(r.id),n.length||this.announce(this.w.noneFound)})}async#s(e){await this.#c(e),this.shown&&this.announce(`${this.w.customer}: ${this.shown.record.name??e}. ${this.shown.verified?this.w.verified:this.w.notVerified}`),await Promise.all([this.#l(),this.#u(e)])}async#c(e){let{signal:t}=this.#n,n=this.#f(),r=n===null?``:`?interaction=${n}&why=desk`;await this.#m(async()=>{let i=await this.client.get(`/v1/customers/${encodeURIComponent(e)}${r}`,t);t.aborted||(this.shown=i,this.#r=n,i.verified||(this.draft=this.refused=null),this.#e.verified(n,i.verified),this.#i&&clearTimeout(this.#i),this.#i=i.verified?setTimeout(()=>void this.#c(e),U):null)})}async#l(){let{signal:e}=this.#n,t=this.#t;if(!t||!o(this.me,`cases:read`))return;let n=new URLSearchParams([...V.map(e=>[`status`,e]),[`msisdn`,t],[`limit`,`20`]]),[r,i]=await Promise.all([this.client.get(`/v1/cases?${n}`,e).catch(()=>null),this.client.get(`/v1/interactions?msisdn=${encodeURIComponent(t)}&limit=${H}`,e).catch(()=>null)]);e.aborted||(this.cases=r?.items??null,this.contacts=i?.items??null)}async#u(e){let{signal:t}=this.#n,n=await this.client.get(`/v1/customers/${encodeURIComponent(e)}/retention`,t).catch(()=>null);t.aborted||(this.retention=n)}async#d(){let{shown:e}=this;if(!e)return;let t=this.#r===null?``:`?interaction=${this.#r}`;await this.#m(async()=>{this.history=await this.client.get(`/v1/customers/${encodeURIComponent(e.id)}/history${t}`,this.#n.signal)})}#f(){return this.#e.of(this.#t)?.pop.interaction??null}#p(){this.requestUpdate();let{shown:e}=this;e&&this.#f()!==this.#r&&(this.verification=null,this.history=null,this.#c(e.id))}async#m(e){this.problem=``;let{signal:t}=this.#n;try{await e()}catch(e){t.aborted||(this.problem=this.inWords(e))}}async#h(e){let{signal:t}=this.#n;this.busy=!0,this.verifyProblem=``;try{await e()}catch(e){t.aborted||(this.verifyProblem=this.inWords(e))}this.busy=!1}#g(){let e=this.#t;e&&this.#h(async()=>{await this.#e.begin(e)})}#_(e){let{shown:t}=this,n=this.#f();t&&n!==null&&this.#h(async()=>{this.verification=await this.client.post(`/v1/customers/${encodeURIComponent(t.id)}/verifications`,{interaction:n,method:e}),this.wrong=!1,await this.updateComplete,this.renderRoot.querySelector(`.verify input`)?.focus()})}#v(e){let{verification:t,shown:n}=this;t&&n&&this.#h(async()=>{let r=await this.client.post(`/v1/verifications/${t.id}`,e);this.verification={...r,sent_to:t.sent_to,questions:t.questions},this.wrong=r.verdict===`pending`,r.verdict===`passed`?(this.history=null,await this.#c(n.id),this.announce(this.w.passed),this.emit(`customer-verified`,{customer:n.id,interaction:t.interaction}),await this.updateComplete,this.renderRoot.querySelector(`h2[tabindex]`)?.focus()):this.announce(`${this.w.wrong} ${this.wrong?this.w.left(r.attempts_left):``}`)})}#y(){let{shown:e}=this;e&&(this.draft={...b(e.record),why:``},this.refused=null,this.updateComplete.then(()=>this.renderRoot.querySelector(`.change input`)?.focus()))}async#b(e){let{shown:t,draft:n}=this;if(!t||!n||this.busy)return;let r=x(t.record,n.name,n.media);if(!Object.keys(r).length)this.draft=null,this.announce(this.w.nothingChanged);else{this.busy=!0,this.refused=null;try{let i={changes:r,why:n.why.trim(),interaction:this.#r,version:e};this.shown=await this.client.send(`PATCH`,`/v1/customers/${encodeURIComponent(t.id)}`,{body:i}).then(e=>e.json()),this.draft=this.history=null,this.announce(this.w.savedChange),this.emit(`customer-changed`,{customer:t.id,fields:Object.keys(r)})}catch(e){this.refused=e instanceof a?e:new a({detail:String(e)}),this.refused.status===403&&await this.#c(t.id)}this.busy=!1}}async#x(){let{shown:e,draft:t}=this;if(!e||!t)return;let{name:n,media:r}=t,i=x(e.record,n,r);if(await this.#c(e.id),!this.shown||!this.draft)return;let a=b(this.shown.record);this.draft={...t,name:`name`in i?n:a.name,media:`contactMedium`in i?r:a.media},await this.#b(this.shown.version)}#S(e,t){let{shown:n}=this;n&&this.#m(async()=>{await this.client.post(`/v1/customers/${encodeURIComponent(n.id)}/offers`,{code:e,why:t}),await this.#u(n.id),this.emit(`offer-made`,{customer:n.id,code:e})})}#C(e,t){let{shown:n}=this;n&&this.#m(async()=>{await this.client.post(`/v1/offers/${e.id}`,{accepted:t,...t&&{interaction:this.#r}}),await this.#u(n.id),this.emit(`offer-answered`,{customer:n.id,code:e.code,accepted:t})})}#w(e,t){let{shown:n}=this;n&&this.#m(async()=>{await this.client.post(`/v1/customers/${encodeURIComponent(n.id)}/loyalty`,{points:e,reason:t}),await this.#u(n.id)})}view(){let{w:e,t}=this;return this.me&&!o(this.me,`customers:read`)?d`<p class="empty">${t.notAllowed(`customers:read`)}</p>`:d`${this.plain?f:d`<t2r-calls plain .baseUrl=${this.baseUrl} .group=${this.group}></t2r-calls>`}
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${e.customer}>
        ${this.#T()}
        ${this.problem?d`<p class="empty problem" role="alert">${this.problem}</p>`:f}
        ${this.shown?this.#D(this.shown):this.#E()}
      </div>`}#T(){let{w:e,t}=this;return d`<form class="find" role="search" @submit=${e=>{e.preventDefault();let t=String(new FormData(e.target).get(`who`)).trim();t&&(e.target.reset(),/^[+\d][\d ()-]{5,}$/.test(t)?this.context.pick({msisdn:t}):(this.#a(),this.#t=this.context.msisdn,this.#o(t.includes(`@`)?{email:t}:{party:t})))}}>
      <input name="who" maxlength="320" autocomplete="off" aria-label=${e.find} placeholder=${e.findBy} />
      <button class="secondary">${t.search}</button>
    </form>`}#E(){let{w:e}=this;return this.found===null?d`<p class="empty">${this.#t?this.problem?f:e.looking:e.none}</p>`:this.found.length?this.found.length===1?d`<p class="empty">${this.problem?f:e.looking}</p>`:d`<div class="body"><section class="card whole">
      <h3>${e.chooseOne}</h3>
      <ul>
        ${this.found.map(({id:t,record:n,status:r})=>d`<li><button type="button" class="pick" @click=${()=>this.#s(t)}>
            <b>${n.name??t}</b><span class="tag">${e.status[r]??i(r)}</span>
          </button></li>`)}
      </ul>
    </section></div>`:d`<p class="empty">${e.noneFound}</p>`}#D(e){let{w:t,format:n,retention:r}=this,i=o(this.me,`customers:write`),a={mayChange:i,verified:e.verified,make:(e,t)=>this.#S(e,t),answer:(e,t)=>this.#C(e,t),reward:(e,t)=>this.#w(e,t)};return d`<div class="body">
      <div class="whole">${this.#O(e)}</div>
      <div class="column">
        ${!e.verified&&i&&this.#t?this.#k():f}
        ${this.#A(e,i)}
        ${r?j(r,t,n):f}
      </div>
      <div class="column">
        ${this.#j()} ${this.#M()}
        ${r?d`${M(r,a,t,n)}${N(r,a,t,n)}`:f}
        ${this.#N(e)}
      </div>
      ${e.status_reason?d`<p class="trail whole" lang="en">${e.status_reason}</p>`:f}
    </div>`}#O({id:e,record:t,status:n,verified:r}){let{w:a,format:o}=this,s=t.name??e,c=t.validFor?.startDateTime,l=[this.#t&&`+${this.#t}`,c&&a.since(o.day(c))];return d`<div class="who" part="who">
      <span class="face" aria-hidden="true">${G(s)}</span>
      <h2 tabindex="-1">${s}</h2>
      <p class="row">
        <span class="tag" data-tone=${r?`good`:`warn`}>${r?a.verified:a.notVerified}</span>
        <span class="tag">${a.status[n]??i(n)}</span>
        ${v(t,`simulated`)===!0?d`<span class="tag">${a.simulated}</span>`:f}
        <span class="trail">${l.filter(Boolean).join(` · `)}</span>
      </p>
    </div>`}#k(){return I({interaction:this.#f(),now:this.verification,wrong:this.wrong,busy:this.busy,problem:this.verifyProblem,beginContact:()=>this.#g(),begin:e=>this.#_(e),answer:e=>this.#v(e)},this.w,this.format)}#A(e,t){let{w:n,t:r,format:a}=this,{record:o,verified:s,version:l}=e;if(this.draft)return d`<section class="card" part="record" aria-labelledby="record-title">
        <h3 id="record-title">${n.record}</h3>
        ${w({draft:this.draft,problem:this.refused,busy:this.busy,touched:()=>this.requestUpdate(),save:()=>void this.#b(e.version),cancel:()=>{this.draft=null},saveAnyway:()=>void this.#x(),leaveTheirs:()=>{this.draft=this.refused=null,this.#c(e.id)}},this.refused?this.inWords(this.refused):``,n,r)}
      </section>`;let u=(e,t,n=``)=>d`<dt>${e}</dt><dd class=${t.includes(`•`)?`masked`:f}>${t}${n?d` <span class="trail">${n}</span>`:f}</dd>`,p=(o.characteristic??[]).filter(({name:e})=>e!==`simulated`&&e!==`msisdn`);return d`<section class="card" part="record" aria-labelledby="record-title">
      <div class="title">
        <h3 id="record-title">${n.record} <span class="trail">${n.version(a.number(l))}</span></h3>
        ${s&&t?d`<button type="button" class="secondary" @click=${()=>this.#y()}>${n.change}</button>`:f}
      </div>
      <dl class="facts">
        ${(o.contactMedium??[]).map(e=>u(n.medium[g(e)],_(e),e.preferred?n.preferred:``))}
        ${p.map(({name:e,value:t})=>u(n.fields[e]??i(e),typeof t==`number`?a.number(t,2):c(D(t))))}
        ${(o.account??[]).map(({id:e,name:t})=>u(n.account,t??e))}
      </dl>
    </section>`}#j(){let{w:e,t,format:n,cases:r}=this;return r===null?f:d`<section class="card" part="cases" aria-labelledby="cases-title">
      <h3 id="cases-title">${e.openCases}</h3>
      ${r.length?f:d`<p class="trail">${e.noOpenCases}</p>`}
      <ul>
        ${r.map(({id:e,words:r,status:i,updated_at:a,owner:o,queue:s})=>d`<li><button type="button" class="pick" data-case=${e} @click=${()=>this.context.pick({case:e})}>
            <b>${r}</b><span class="tag">${t.status[i]}</span>
            <span class="trail">${[`#${e}`,o??s,n.clock(a)].filter(Boolean).join(` · `)}</span>
          </button></li>`)}
      </ul>
    </section>`}#M(){let{w:e,format:t,contacts:n}=this;return n===null?f:d`<section class="card" part="contacts" aria-labelledby="contacts-title">
      <h3 id="contacts-title">${e.lastContacts}</h3>
      ${n.length?f:d`<p class="trail">${e.noContacts}</p>`}
      <ul>
        ${n.map(({channel:n,started_at:r,reason:i,description:a,status:o,agent:s})=>d`<li>
            ${a||i} <span class="trail">${[t.clock(r),c(n),s,o===`inProgress`&&e.goesOn].filter(Boolean).join(` · `)}</span>
          </li>`)}
      </ul>
    </section>`}#N(e){let{w:t,format:n,history:r}=this;return d`<details class="card" part="history" @toggle=${e=>e.target.open&&r===null&&void this.#d()} ?open=${r!==null}>
      <summary>${t.history}</summary>
      ${r===null?d`<p class="trail">${t.looking}</p>`:r.length?f:d`<p class="trail">${t.noHistory}</p>`}
      ${r?.length&&!e.verified?d`<p class="trail">${t.hidden}</p>`:f}
      <ol class="changes">
        ${(r??[]).map(({at:e,by:t,why:r,field:a,old:o,new:s})=>d`<li>
            <b lang="en">${i(a)}</b> <span lang="en">${D(o)} → ${D(s)}</span>
            <p class="trail">${[n.clock(e),t,r].filter(Boolean).join(` · `)}</p>
          </li>`)}
      </ol>
    </details>`}};s([n()],W.prototype,`found`,void 0),s([n()],W.prototype,`shown`,void 0),s([n()],W.prototype,`cases`,void 0),s([n()],W.prototype,`contacts`,void 0),s([n()],W.prototype,`retention`,void 0),s([n()],W.prototype,`history`,void 0),s([n()],W.prototype,`verification`,void 0),s([n()],W.prototype,`wrong`,void 0),s([n()],W.prototype,`busy`,void 0),s([n()],W.prototype,`problem`,void 0),s([n()],W.prototype,`verifyProblem`,void 0),s([n()],W.prototype,`draft`,void 0),s([n()],W.prototype,`refused`,void 0);var G=e=>e.split(/\s+/).filter(e=>/^\p{L}/u.test(e)).slice(0,2).map(e=>e.charAt(0).toUpperCase()).join(``);export{B as n,W as t};