import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{c as t,d as n,h as r,i,o as a,p as o,r as s,s as c,t as l}from"./element-DBwN1AG3.js";import{t as u}from"./desk-BXWl2VVq.js";import{a as d,n as f}from"./define-Cwv4mjmw.js";import{t as p}from"./translations-MUrqCPEJ.js";import{t as m}from"./preload-helper-B08HEnpN.js";var h=[`street1`,`street2`,`postCode`,`city`,`stateOrProvince`,`country`];function g({mediumType:e,characteristic:t={}}){return t.emailAddress!==void 0||/mail/i.test(e)?`email`:t.phoneNumber!==void 0||/phone|mobile|tel/i.test(e)?`phone`:h.some(e=>t[e]!==void 0)||/address/i.test(e)?`postalAddress`:`other`}function _(e){let{characteristic:t={}}=e;switch(g(e)){case`phone`:return t.phoneNumber??``;case`email`:return t.emailAddress??``;case`postalAddress`:return h.map(e=>t[e]).filter(Boolean).join(`, `);default:return Object.values(t).join(`, `)}}function v(e,t){return e.characteristic?.find(e=>e.name===t)?.value}function y(e){let[,t]=/^(?:changes\.)?contactMedium\[(\d+)\]/.exec(e)??[];return t===void 0?null:{medium:Number(t),part:e.split(`.`).at(-1)??``}}var b=e=>({name:e.name??``,media:(e.contactMedium??[]).map(e=>({...e,characteristic:{...e.characteristic}}))});function x(e,t,n){let r=n.map(e=>({...e,characteristic:S(e.characteristic??{})})).filter(({characteristic:e})=>Object.keys(e).length>0);return{...t.trim()!==(e.name??``)&&{name:t.trim()},...JSON.stringify(r)!==JSON.stringify(e.contactMedium??[])&&{contactMedium:r}}}var S=e=>Object.fromEntries(Object.entries(e).filter(([,e])=>e.trim()!==``)),C=`[+]?[0-9 ()\\-]{6,24}`;function w(e,t,r,i){let{draft:a,problem:s}=e,c=s?.fields??[],l=e=>c.filter(({field:t})=>y(t)?.medium===e),u=t=>{t.preventDefault(),e.save()},d=t=>()=>{a.media=[...a.media,t],e.touched()},f=c.find(({field:e})=>e.replace(/^changes\./,``)===`name`);return o`<form class="grid change" part="change" @submit=${u}>
    <label>${r.name}
      <input required maxlength="200" autocomplete="off" .value=${a.name} aria-invalid=${f?`true`:n}
        @input=${t=>{a.name=t.target.value,e.touched()}} />
    </label>
    ${f?o`<p class="problem">${f.message}</p>`:n}
    ${a.media.map((t,n)=>T(t,n,l(n),e,r))}
    <p class="ways">
      <button type="button" class="quiet" @click=${d({mediumType:`phone`,characteristic:{phoneNumber:``}})}>+ ${r.addPhone}</button>
      <button type="button" class="quiet" @click=${d({mediumType:`email`,characteristic:{emailAddress:``}})}>+ ${r.addEmail}</button>
    </p>
    <label>${r.why}
      <input required maxlength="4000" autocomplete="off" .value=${a.why}
        @input=${t=>{a.why=t.target.value,e.touched()}} />
    </label>
    ${s?.details.theirs?E(e,s,r):o`<p class="problem" role="alert">${t}</p>`}
    <p class="ways">
      <button class="primary" ?disabled=${e.busy}>${r.save}</button>
      <button type="button" class="secondary" @click=${()=>e.cancel()}>${i.cancel}</button>
    </p>
  </form>`}function T(e,t,r,i,a){let s=g(e);if(s===`other`)return o``;let c=e.characteristic??{},l=(e,t,a={})=>o`<label>
    ${t}
    <input type=${a.type??`text`} pattern=${a.pattern??n} ?required=${a.required??!1} maxlength="200" autocomplete="off"
      aria-invalid=${r.some(t=>t.field.endsWith(e))?`true`:n}
      .value=${c[e]??``}
      @input=${t=>{c[e]=t.target.value,i.touched()}} />
  </label>`,u={phone:()=>l(`phoneNumber`,a.medium.phone,{type:`tel`,pattern:C,required:!0}),email:()=>l(`emailAddress`,a.medium.email,{type:`email`,required:!0}),postalAddress:()=>o`<div class="two">${h.map(e=>l(e,a.address[e]))}</div>`}[s],d=()=>{i.draft.media=i.draft.media.filter((e,n)=>n!==t),i.touched()},f=`${a.medium[s]} ${_(e)}`.trim();return o`<fieldset class="medium">
    <legend class="unseen">${f}</legend>
    ${u()}
    ${s===`postalAddress`?n:o`<button type="button" class="quiet icon" aria-label=${a.removeMedium(f)} title=${a.removeMedium(f)} @click=${d}>✕</button>`}
    ${r.map(({message:e})=>o`<p class="problem">${e}</p>`)}
  </fieldset>`}function E(e,{details:t},n){let r=t.mine,i=t.theirs;return o`<div class="notice conflict" role="alert">
    <h4>${n.conflict}</h4>
    <table>
      <thead><tr><td></td><th scope="col">${n.yours}</th><th scope="col">${n.theirs}</th></tr></thead>
      <tbody>
        ${Object.keys(r).map(e=>o`<tr><th scope="row">${e===`name`?n.name:e===`contactMedium`?n.medium.other:e}</th><td>${D(r[e])}</td><td>${D(i[e])}</td></tr>`)}
      </tbody>
    </table>
    <p class="ways">
      <button type="button" class="primary" @click=${()=>e.leaveTheirs()}>${n.keepTheirs}</button>
      <button type="button" class="secondary" @click=${()=>e.saveAnyway()}>${n.sendMine}</button>
    </p>
  </div>`}function D(e){return e==null?`–`:Array.isArray(e)?e.map(e=>O(e)?_(e):D(e)).join(`; `)||`–`:typeof e==`object`?Object.values(e).map(D).join(`, `):String(e)}var O=e=>typeof e==`object`&&!!e&&`mediumType`in e,k=({leaving:e,reason:t})=>e.tried===null&&e.reasons.find(({code:e})=>e===t)?.attempt===`required`;function A(e,t,r,i){let{now:a,verified:s,problem:c}=e;return o`<section class="card" part="ending" aria-labelledby="ending-title">
    <h3 id="ending-title" tabindex="-1">${t.ending}</h3>
    ${a?a.confirming?N(a,e,t,r,i):j(a,e,t,r,i):o`<p class="ways">
            <button type="button" class="secondary" ?disabled=${!s||e.busy} @click=${()=>e.begin()}>${t.beginEnding}</button>
            ${s?n:o`<span class="trail">${t.endHint}</span>`}
          </p>`}
    <p class="problem" role="alert">${c}</p>
  </section>`}function j(e,t,r,i,a){let{leaving:s,reason:c}=e;return o`<form class="grid" @submit=${e=>{e.preventDefault(),t.confirm(!0)}}>
    <label>${r.endReason}
      <select required name="reason" lang="en" @change=${e=>t.choose(e.target.value)}>
        <option value="" ?selected=${!c}></option>
        ${s.reasons.map(({code:e,title:t})=>o`<option value=${e} ?selected=${e===c}>${t}</option>`)}
      </select>
    </label>
    ${c?M(e,t,r,a):n}
    <p class="ways">
      <button class="primary" ?disabled=${!c||k(e)||t.busy}>${r.goOn}</button>
      <button type="button" class="secondary" @click=${()=>t.cancel()}>${i.cancel}</button>
    </p>
  </form>`}function M({leaving:e,reason:t},r,i,s){let c=e.reasons.find(({code:e})=>e===t)?.attempt??`none`;if(c===`none`)return n;let{tried:l,proposed:u}=e;if(l)return o`<p class="trail">${i.triedFirst(s.day(l.answered_at??l.made_at))} <span lang="en">${l.title}</span></p>`;let d=r.offers.filter(({kind:e,state:t})=>e===`retention`&&t===`made`),f=u.filter(({code:e})=>!d.some(t=>t.code===e)),[p]=f;return c===`offer`&&!d.length?o`<p class="trail">${p?i.goesAlong:i.noOffers} ${p?o`<span lang="en">${p.title}</span>`:n}</p>`:o`<div class="notice calm" role="group" aria-labelledby="attempt-title">
    <h4 id="attempt-title">${c===`required`?i.offerFirst:i.offerOpen}</h4>
    ${d.length||f.length?n:o`<p>${i.noOffers}</p>`}
    <ul class="list">
      ${d.map(e=>o`<li>
          <b lang="en">${e.title}</b>
          <p class="ways">
            <button type="button" class="secondary" ?disabled=${r.busy} @click=${()=>r.answer(e,!0)}>${i.accepts}<span class="unseen">: ${e.title}</span></button>
            <button type="button" class="secondary" ?disabled=${r.busy} @click=${()=>r.answer(e,!1)}>${i.declines}<span class="unseen">: ${e.title}</span></button>
          </p>
        </li>`)}
      ${(c===`required`?f:[]).map(({code:e,title:t,why:n})=>o`<li>
          <b lang="en">${t}</b>
          <p class="trail" lang="en">${a(n)}</p>
          <p class="ways"><button type="button" class="secondary" ?disabled=${r.busy} @click=${()=>r.make(e,n)}>${i.makeOffer}<span class="unseen">: ${t}</span></button></p>
        </li>`)}
    </ul>
  </div>`}function N({leaving:e,reason:t},r,i,a,s){let l=e.reasons.find(({code:e})=>e===t)?.title??t,u=Object.entries(e.erase).filter(([,e])=>new Date(e).getTime()<=Date.now()).map(([e])=>i.attributes[e]??c(e));return o`<div class="notice end" role="group" aria-labelledby="confirm-title">
    <h4 id="confirm-title" tabindex="-1">${i.sure}</h4>
    <ul class="means">
      <li>${i.endReason}: <span lang="en">${l}</span></li>
      <li>${i.servicesEnd}</li>
      ${u.length?o`<li>${i.erasedAtOnce(u.join(`, `))}</li>`:n}
      <li>${i.erasedUntil(s.day(e.kept_until))}</li>
      <li>${i.isTold} <q lang="en">${e.farewell}</q></li>
    </ul>
    <p class="ways">
      <button type="button" class="primary" ?disabled=${r.busy} @click=${()=>r.end()}>${i.endIt}</button>
      <button type="button" class="secondary" ?disabled=${r.busy} @click=${()=>r.confirm(!1)}>${a.cancel}</button>
    </p>
  </div>`}function P({reason:e,words:t,attempt:r,order:i,by:s,at:l,erase:u,kept_until:d},f,p,m,h){let g=Object.keys(u).map(e=>m.attributes[e]??c(e));return o`<section class="card" part="ended" aria-labelledby="ended-title">
    <h3 id="ended-title" tabindex="-1">${m.ended}</h3>
    <dl class="facts">
      <dt>${m.endReason}</dt><dd lang="en">${a(e)}${t&&t!==e?o` <span class="trail">${t}</span>`:n}</dd>
      <dt>${m.endedAt}</dt><dd>${h.whole(l)} <span class="trail">${s}</span></dd>
      ${r?o`<dt>${m.triedOffer}</dt><dd><span lang="en">${r.title}</span> <span class="tag">${m.offerState[r.outcome]??c(r.outcome)}</span></dd>`:n}
      ${i?o`<dt>${m.ceaseOrder}</dt><dd><a href=${`${f}/#order-${i}`} target=${p?n:`_blank`} rel=${p?n:`noopener`}>#${i}</a></dd>`:n}
      <dt>${m.stillKept}</dt><dd>${g.length?`${g.join(`, `)} · ${m.validUntil(h.day(d))}`:m.nothingKept}</dd>
    </dl>
  </section>`}var F=5,I=.05;function L({risk:e,at_risk:t,reasons:r,unknown:i,trained_on:s,lifetime_value:c},l,u){let d=r.filter(({weight:e})=>Math.abs(e)>=I).slice(0,F);return o`<section class="card" part="retention" aria-labelledby="risk-title">
    <h3 id="risk-title">${l.retention} <span class="trail">${l.within}</span></h3>
    <p class="row">
      <span class="tag" data-tone=${t?`bad`:`good`}>${t?l.atRisk:l.notAtRisk}</span>
      <b>${u.percent(e)}</b>
      <meter min="0" max="1" low="0.15" high="0.3" optimum="0" value=${e} aria-label=${l.retention}></meter>
    </p>
    ${d.length?o`<ul class="reasons" aria-label=${l.reasons}>
            ${d.map(({title:e,value:t,weight:n})=>o`<li data-way=${n>0?`up`:`down`}>
                <span aria-hidden="true">${n>0?`▲`:`▼`}</span> <span lang="en">${a(e)}: ${u.number(t,1)}</span>
                <span class="unseen">${n>0?l.raises:l.lowers}</span>
              </li>`)}
          </ul>`:n}
    ${i.length?o`<p class="trail">${l.notKnown(i.join(`, `))}</p>`:n}
    ${c===null?n:o`<p class="trail">${l.worth(u.number(c))}</p>`}
    <p class="trail" lang="en">${s}</p>
  </section>`}function R({proposed:e,offers:t},r,i,s){let l=({state:e})=>e===`made`;return o`<section class="card" part="offers" aria-labelledby="offers-title">
    <h3 id="offers-title">${i.offers}</h3>
    ${e.length||t.length?n:o`<p class="trail">${i.noOffers}</p>`}
    <ul class="list">
      ${e.map(({code:e,title:t,why:s})=>o`<li>
          <p class="row"><b lang="en">${t}</b> <span class="tag" data-tone="accent">${i.proposedOffer}</span></p>
          <p class="trail" lang="en">${a(s)}</p>
          ${r.mayChange?o`<button type="button" class="secondary" @click=${()=>r.make(e,s)}>${i.makeOffer}<span class="unseen">: ${t}</span></button>`:n}
        </li>`)}
      ${t.map(e=>o`<li>
          <p class="row">
            <b lang="en">${e.title}</b>
            <span class="tag" data-tone=${{accepted:`good`,declined:`warn`}[e.state]??`accent`}>${i.offerState[e.state]??c(e.state)}</span>
            <span class="trail">${l(e)?i.validUntil(s.day(e.valid_until)):s.day(e.answered_at??e.made_at)}</span>
          </p>
          ${l(e)&&r.mayChange?o`<p class="ways">
                  <button type="button" class="secondary" ?disabled=${!r.verified} title=${r.verified?n:i.acceptHint} @click=${()=>r.answer(e,!0)}>${i.accepts}<span class="unseen">: ${e.title}</span></button>
                  <button type="button" class="secondary" @click=${()=>r.answer(e,!1)}>${i.declines}<span class="unseen">: ${e.title}</span></button>
                  ${r.verified?n:o`<span class="trail">${i.acceptHint}</span>`}
                </p>`:n}
        </li>`)}
    </ul>
  </section>`}function z({points:e,tier:t,loyalty:r},i,a,s){return o`<section class="card" part="loyalty" aria-labelledby="loyalty-title">
    <h3 id="loyalty-title">${a.loyalty}</h3>
    <p class="row"><b>${a.points(s.number(e))}</b> <span class="trail">${t?a.tier(c(t)):a.noTier}</span></p>
    <ul class="list plain">
      ${r.map(({points:e,reason:t,at:n})=>o`<li class="trail">${e>0?`+`:`−`}${s.number(Math.abs(e))} · <span lang="en">${c(t)}</span> · ${s.day(n)}</li>`)}
    </ul>
    ${i.mayChange?o`<details>
            <summary>${a.givePoints}</summary>
            <form class="ways" @submit=${e=>{e.preventDefault();let t=e.target,n=new FormData(t);i.reward(Number(n.get(`points`)),String(n.get(`reason`)).trim()),t.reset()}}>
              <input name="points" type="number" required min="-100000" max="100000" step="1" aria-label=${a.amount} placeholder=${a.amount} class="short" />
              <input name="reason" required maxlength="200" aria-label=${a.what} placeholder=${a.what} />
              <button class="secondary">${a.give}</button>
            </form>
          </details>`:n}
  </section>`}var B=r`
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
  .grid label select {
    color: var(--text);
    font-size: 0.875rem;
    width: 100%;
  }
  .end {
    display: grid;
    gap: 0.5rem;
    background: var(--bad-soft);
  }
  .end h4 {
    color: var(--bad);
  }
  .end h4:focus {
    outline: none;
  }
  .means {
    padding-inline-start: 1.1rem;
    list-style: disc;
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
`,V=new p({customer:`Customer`,none:`No customer is picked.`,noneFound:`No customer is known of this.`,chooseOne:`Several customers: which one is it?`,find:`Find a customer`,findBy:`Number, e-mail or ID`,looking:`Looking…`,verified:`Verified in this contact`,notVerified:`Not verified`,maskedHint:`What is personal is hidden until the customer has shown in this contact who they are.`,status:{active:`Active`,inactive:`Inactive`,terminated:`Left`,closed:`Left`},simulated:`Simulated`,since:e=>`customer since ${e}`,record:`Record`,version:e=>`version ${e}`,medium:{phone:`Telephone`,email:`E-mail`,postalAddress:`Address`,other:`Contact`},preferred:`preferred`,address:{street1:`Street`,street2:`Second line`,postCode:`Post code`,city:`Town`,stateOrProvince:`State`,country:`Country`},fields:{msisdn:`Line`,dateOfBirth:`Born`,segment:`Segment`,monthlyRevenue:`Pays a month`,preferredChannel:`Prefers`,language:`Language`,lastBillAmount:`Last bill`},account:`Account`,verify:`Verify the customer`,contactFirst:`Verification counts for one contact. None is open with this customer.`,beginContact:`A contact begins now`,sendCode:`Send a code`,askQuestions:`Ask questions`,sentTo:e=>`A code was sent to ${e}. Ask the customer for it.`,code:`Code`,check:`Check`,askThese:`Ask these. All must be right.`,left:e=>e===1?`One try is left.`:`${e} tries are left.`,goodUntil:e=>`Good until ${e}.`,wrong:`That is not right.`,over:{failed:`Too many wrong answers: begin another.`,expired:`Its time is over: begin another.`,replaced:`Another one was begun.`},passed:`Verified. The record is shown.`,another:`Begin another`,change:`Change`,name:`Name`,addPhone:`Add a telephone`,addEmail:`Add an e-mail address`,removeMedium:e=>`Remove ${e}`,why:`Why it is changed`,save:`Save`,savedChange:`Saved.`,nothingChanged:`Nothing was changed.`,conflict:`Somebody else has changed this meanwhile.`,yours:`Yours`,theirs:`Now`,keepTheirs:`Leave it as it is now`,sendMine:`Save mine all the same`,openCases:`Open cases`,noOpenCases:`None is open.`,lastContacts:`Last contacts`,noContacts:`None yet.`,goesOn:`goes on`,retention:`Risk of leaving`,within:`within 90 days`,atRisk:`High`,notAtRisk:`Low`,raises:`raises it`,lowers:`lowers it`,notKnown:e=>`Not known: ${e}.`,reasons:`Why`,worth:e=>`Worth about ${e} while they stay`,offers:`Offers`,noOffers:`None is worth making now.`,proposedOffer:`Worth making`,makeOffer:`Make it`,accepts:`Accepts`,declines:`Declines`,acceptHint:`Who accepts must be verified.`,offerState:{made:`Made`,accepted:`Accepted`,declined:`Declined`,expired:`Over`},validUntil:e=>`until ${e}`,loyalty:`Loyalty`,points:e=>`${e} points`,tier:e=>`tier ${e}`,noTier:`no tier yet`,givePoints:`Give or spend points`,amount:`Points`,what:`What for`,give:`Book`,ending:`End of the contract`,beginEnding:`The customer wants to leave`,endHint:`Who leaves must be verified.`,endReason:`Reason`,goOn:`Go on`,offerFirst:`An offer is made first, and must be declined`,offerOpen:`An offer is open: what does the customer say?`,triedFirst:e=>`Offered and declined on ${e}:`,goesAlong:`With the farewell goes this offer:`,stays:`The customer stays.`,sure:`This cannot be undone`,servicesEnd:`All services end, by an order.`,erasedAtOnce:e=>`Erased at once: ${e}.`,erasedUntil:e=>`The last of the data is erased on ${e}.`,isTold:`The customer is told:`,endIt:`End the contract`,wasEnded:`The contract has ended.`,ended:`The contract has ended`,endedAt:`When`,triedOffer:`Tried before`,ceaseOrder:`Order that ends the services`,stillKept:`Still kept`,nothingKept:`nothing`,attributes:{name:`name`,contactMedium:`contact data`,engagedParty:`party`,account:`account`,agreement:`agreement`,characteristic:`characteristics`,relatedParty:`related parties`,paymentMethod:`way of paying`,creditProfile:`credit profile`},history:`History of the record`,noHistory:`Never changed.`,hidden:`Values are shown once the customer is verified.`,hiddenMark:`hidden`},{hi:async()=>(await m(async()=>{let{hi:e}=await import(`./texts.hi-Dv9U_81Q.js`);return{hi:e}},[],import.meta.url)).hi});function H(e,t,n){return o`<section class="card verify" part="verification" aria-labelledby="verify-title">
    <h3 id="verify-title" tabindex="-1">${t.verify}</h3>
    <p class="trail">${t.maskedHint}</p>
    ${e.interaction===null?U(e,t):W(e,t,n)}
    <p class="problem" role="alert">${e.problem}</p>
  </section>`}function U({busy:e,beginContact:t},n){return o`<p>${n.contactFirst}</p>
    <p class="ways"><button type="button" class="primary" ?disabled=${e} @click=${t}>${n.beginContact}</button></p>`}function W(e,t,r){let{now:i,busy:a,begin:s}=e;return i?.verdict===`pending`?G(e,i,t,r):o`${i&&i.verdict!==`passed`?o`<p class="notice">${t.over[i.verdict]}</p>`:n}
    <p class="ways">
      <button type="button" class="primary" ?disabled=${a} @click=${()=>s(`code`)}>${t.sendCode}</button>
      <button type="button" class="secondary" ?disabled=${a} @click=${()=>s(`questions`)}>${t.askQuestions}</button>
    </p>`}function G(e,t,r,i){let a=n=>{n.preventDefault();let r=Object.fromEntries(new FormData(n.target));e.answer(t.method===`code`?{code:(r.code??``).replace(/\D/g,``)}:{answers:r})},s=t.method===`code`?o`<p>${r.sentTo(t.sent_to??``)}</p>
          <label>${r.code}<input name="code" required inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]{6,13}" maxlength="13" class="code" /></label>`:o`<p>${r.askThese}</p>
          ${Object.entries(t.questions??{}).map(([e,t])=>o`<label lang="en">${t}<input name=${e} required maxlength="200" autocomplete="off" /></label>`)}`;return o`<form class="grid" @submit=${a}>
    ${s}
    ${e.wrong?o`<p class="notice" role="alert">${r.wrong} ${r.left(t.attempts_left)}</p>`:n}
    <p class="ways">
      <button class="primary" ?disabled=${e.busy}>${r.check}</button>
      <button type="button" class="quiet" @click=${()=>e.begin(t.method)}>${r.another}</button>
      <span class="trail">${r.goodUntil(i.clock(t.expires_at))} ${e.wrong?n:r.left(t.attempts_left)}</span>
    </p>
  </form>`}var K=e({T2rCustomer:()=>Z}),q=`terminated`,J=[`acknowledged`,`inProgress`,`pending`,`held`,`resolved`],Y=5,X=6e5,Z=class extends l{constructor(...e){super(...e),this.found=null,this.shown=null,this.cases=null,this.contacts=null,this.retention=null,this.history=null,this.verification=null,this.wrong=!1,this.busy=!1,this.problem=``,this.verifyProblem=``,this.draft=null,this.refused=null,this.ending=null,this.ended=null,this.endProblem=``,this.#t=null,this.#n=new AbortController,this.#r=null,this.#i=null}static{this.styles=[i,B]}#e;#t;#n;#r;#i;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.#e=u(this.client,this.context),this.#e.addEventListener(`change`,()=>this.#m(),{signal:e}),this.#e.use(e),e.addEventListener(`abort`,()=>this.#a())}get w(){return V.of(this.speaks,()=>this.requestUpdate())}focus(){this.renderRoot.querySelector(`#verify-title, h2[tabindex]`)?.focus()}identified(){this.moved()}moved(){let e=d(this.me,`customers:read`)?this.context.msisdn:null;e!==this.#t&&(this.#a(),this.#t=e,e&&this.#o({line:e}))}#a(){this.#n.abort(),this.#n=new AbortController,this.#i&&clearTimeout(this.#i),this.#i=this.#r=this.#t=null,this.found=this.shown=this.cases=this.contacts=this.retention=this.history=null,this.verification=this.draft=this.refused=this.ending=this.ended=null,this.problem=this.verifyProblem=this.endProblem=``,this.wrong=this.busy=!1}async#o(e){let{signal:t}=this.#n;await this.#h(async()=>{let n=await this.client.get(`/v1/customers?${new URLSearchParams(e)}`,t);if(t.aborted)return;this.found=n;let[r]=n;r&&n.length===1&&await this.#s(r.id),n.length||this.announce(this.w.noneFound)})}async#s(e){await this.#c(e),this.shown&&this.announce(`${this.w.customer}: ${this.shown.record.name??e}. ${this.shown.verified?this.w.verified:this.w.notVerified}`),await Promise.all([this.#l(),this.#u(e),this.#d(e)])}async#c(e){let{signal:t}=this.#n,n=this.#p(),r=n===null?``:`?interaction=${n}&why=desk`;await this.#h(async()=>{let i=await this.client.get(`/v1/customers/${encodeURIComponent(e)}${r}`,t);t.aborted||(this.shown=i,this.#r=n,i.verified||(this.draft=this.refused=this.ending=null),this.#e.verified(n,i.verified),this.#i&&clearTimeout(this.#i),this.#i=i.verified?setTimeout(()=>void this.#c(e),X):null)})}async#l(){let{signal:e}=this.#n,t=this.#t;if(!t||!d(this.me,`cases:read`))return;let n=new URLSearchParams([...J.map(e=>[`status`,e]),[`msisdn`,t],[`limit`,`20`]]),[r,i]=await Promise.all([this.client.get(`/v1/cases?${n}`,e).catch(()=>null),this.client.get(`/v1/interactions?msisdn=${encodeURIComponent(t)}&limit=${Y}`,e).catch(()=>null)]);e.aborted||(this.cases=r?.items??null,this.contacts=i?.items??null)}async#u(e){let{signal:t}=this.#n,n=await this.client.get(`/v1/customers/${encodeURIComponent(e)}/retention`,t).catch(()=>null);t.aborted||(this.retention=n)}async#d(e){let{signal:t}=this.#n;if(this.shown?.status!==q)return;let n=await this.client.get(`/v1/customers/${encodeURIComponent(e)}/termination`,t).catch(()=>null);t.aborted||(this.ended=n)}async#f(){let{shown:e}=this;if(!e)return;let t=this.#r===null?``:`?interaction=${this.#r}`;await this.#h(async()=>{this.history=await this.client.get(`/v1/customers/${encodeURIComponent(e.id)}/history${t}`,this.#n.signal)})}#p(){return this.#e.of(this.#t)?.pop.interaction??null}#m(){this.requestUpdate();let{shown:e}=this;e&&this.#p()!==this.#r&&(this.verification=null,this.history=null,this.#c(e.id),this.retention===null&&this.#u(e.id))}async#h(e){this.problem=``;let{signal:t}=this.#n;try{await e()}catch(e){t.aborted||(this.problem=this.inWords(e))}}async#g(e){let{signal:t}=this.#n;this.busy=!0,this.verifyProblem=``;try{await e()}catch(e){t.aborted||(this.verifyProblem=this.inWords(e))}this.busy=!1}#_(){let e=this.#t;e&&this.#g(async()=>{await this.#e.begin(e)})}#v(e){let{shown:t}=this,n=this.#p();t&&n!==null&&this.#g(async()=>{this.verification=await this.client.post(`/v1/customers/${encodeURIComponent(t.id)}/verifications`,{interaction:n,method:e}),this.wrong=!1,await this.updateComplete,this.renderRoot.querySelector(`.verify input`)?.focus()})}#y(e){let{verification:t,shown:n}=this;t&&n&&this.#g(async()=>{let r=await this.client.post(`/v1/verifications/${t.id}`,e);this.verification={...r,sent_to:t.sent_to,questions:t.questions},this.wrong=r.verdict===`pending`,r.verdict===`passed`?(this.history=null,await this.#c(n.id),this.announce(this.w.passed),this.emit(`customer-verified`,{customer:n.id,interaction:t.interaction}),await this.updateComplete,this.renderRoot.querySelector(`h2[tabindex]`)?.focus()):this.announce(`${this.w.wrong} ${this.wrong?this.w.left(r.attempts_left):``}`)})}#b(){let{shown:e}=this;e&&(this.draft={...b(e.record),why:``},this.refused=null,this.updateComplete.then(()=>this.renderRoot.querySelector(`.change input`)?.focus()))}async#x(e){let{shown:t,draft:n}=this;if(!t||!n||this.busy)return;let r=x(t.record,n.name,n.media);if(!Object.keys(r).length)this.draft=null,this.announce(this.w.nothingChanged);else{this.busy=!0,this.refused=null;try{let i={changes:r,why:n.why.trim(),interaction:this.#r,version:e};this.shown=await this.client.send(`PATCH`,`/v1/customers/${encodeURIComponent(t.id)}`,{body:i}).then(e=>e.json()),this.draft=this.history=null,this.announce(this.w.savedChange),this.emit(`customer-changed`,{customer:t.id,fields:Object.keys(r)})}catch(e){this.refused=e instanceof f?e:new f({detail:String(e)}),this.refused.status===403&&await this.#c(t.id)}this.busy=!1}}async#S(){let{shown:e,draft:t}=this;if(!e||!t)return;let{name:n,media:r}=t,i=x(e.record,n,r);if(await this.#c(e.id),!this.shown||!this.draft)return;let a=b(this.shown.record);this.draft={...t,name:`name`in i?n:a.name,media:`contactMedium`in i?r:a.media},await this.#x(this.shown.version)}#C(e,t){let{shown:n}=this;n&&this.#h(async()=>{await this.client.post(`/v1/customers/${encodeURIComponent(n.id)}/offers`,{code:e,why:t}),await this.#u(n.id),this.emit(`offer-made`,{customer:n.id,code:e})})}#w(e,t){let{shown:n}=this;n&&this.#h(async()=>{await this.client.post(`/v1/offers/${e.id}`,{accepted:t,...t&&{interaction:this.#r}}),await this.#u(n.id),this.emit(`offer-answered`,{customer:n.id,code:e.code,accepted:t})})}async#T(e){let{shown:t}=this,{signal:n}=this.#n;if(t&&!this.busy){this.busy=!0,this.endProblem=``;try{await e(t)}catch(e){n.aborted||(this.endProblem=this.inWords(e),e instanceof f&&[403,409].includes(e.status)&&(await this.#c(t.id),await this.#d(t.id),this.ending&&await this.#E(t.id,this.ending.reason).catch(()=>void 0)))}this.busy=!1}}async#E(e,t){let{signal:n}=this.#n,r=await this.client.get(`/v1/customers/${encodeURIComponent(e)}/leaving`,n);this.ending={leaving:r,reason:t,confirming:!1}}#D(){this.#T(async({id:e})=>{await this.#E(e,``),await this.#M(`[name=reason]`)})}#O(e,t){this.#T(async({id:n})=>{await this.client.post(`/v1/customers/${encodeURIComponent(n)}/offers`,{code:e,why:t}),await Promise.all([this.#u(n),this.#E(n,this.ending?.reason??``)]),this.emit(`offer-made`,{customer:n,code:e}),await this.#M(`#ending-title`)})}#k({id:e,code:t},n){this.#T(async({id:r})=>{let i={accepted:n,...n&&{interaction:this.#r}};await this.client.post(`/v1/offers/${e}`,i),this.emit(`offer-answered`,{customer:r,code:t,accepted:n}),await this.#u(r),n?(this.ending=null,this.announce(this.w.stays)):await this.#E(r,this.ending?.reason??``),await this.#M(`#ending-title`)})}#A(e){this.ending&&(this.ending={...this.ending,confirming:e},this.endProblem=``,this.#M(e?`#confirm-title`:`[name=reason]`))}#j(){let{ending:e}=this;e&&this.#T(async({id:t,version:n})=>{let r={reason:e.reason,interaction:this.#r,version:n},i=await this.client.post(`/v1/customers/${encodeURIComponent(t)}/termination`,r);this.ending=this.draft=this.history=null,this.announce(this.w.wasEnded),this.emit(`customer-left`,{customer:t,reason:i.reason,order:i.order??null}),await Promise.all([this.#c(t),this.#u(t)]),this.ended=i,await this.#M(`#ended-title`)})}async#M(e){await this.updateComplete,this.renderRoot.querySelector(e)?.focus()}#N(e,t){let{shown:n}=this;n&&this.#h(async()=>{await this.client.post(`/v1/customers/${encodeURIComponent(n.id)}/loyalty`,{points:e,reason:t}),await this.#u(n.id)})}view(){let{w:e,t}=this;return this.me&&!d(this.me,`customers:read`)?o`<p class="empty">${t.notAllowed(`customers:read`)}</p>`:o`${this.plain?n:o`<t2r-calls plain .baseUrl=${this.baseUrl} .group=${this.group}></t2r-calls>`}
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${e.customer}>
        ${this.#P()}
        ${this.problem?o`<p class="empty problem" role="alert">${this.problem}</p>`:n}
        ${this.shown?this.#I(this.shown):this.#F()}
      </div>`}#P(){let{w:e,t}=this;return o`<form class="find" role="search" @submit=${e=>{e.preventDefault();let t=String(new FormData(e.target).get(`who`)).trim();t&&(e.target.reset(),/^[+\d][\d ()-]{5,}$/.test(t)?this.context.pick({msisdn:t}):(this.#a(),this.#t=this.context.msisdn,this.#o(t.includes(`@`)?{email:t}:{party:t})))}}>
      <input name="who" maxlength="320" autocomplete="off" aria-label=${e.find} placeholder=${e.findBy} />
      <button class="secondary">${t.search}</button>
    </form>`}#F(){let{w:e}=this;return this.found===null?o`<p class="empty">${this.#t?this.problem?n:e.looking:e.none}</p>`:this.found.length?this.found.length===1?o`<p class="empty">${this.problem?n:e.looking}</p>`:o`<div class="body"><section class="card whole">
      <h3>${e.chooseOne}</h3>
      <ul>
        ${this.found.map(({id:t,record:n,status:r})=>o`<li><button type="button" class="pick" @click=${()=>this.#s(t)}>
            <b>${n.name??t}</b><span class="tag">${e.status[r]??a(r)}</span>
          </button></li>`)}
      </ul>
    </section></div>`:o`<p class="empty">${e.noneFound}</p>`}#I(e){let{w:t,format:r,retention:i}=this,a=d(this.me,`customers:write`),s={mayChange:a,verified:e.verified,make:(e,t)=>this.#C(e,t),answer:(e,t)=>this.#w(e,t),reward:(e,t)=>this.#N(e,t)};return o`<div class="body">
      <div class="whole">${this.#L(e)}</div>
      <div class="column">
        ${!e.verified&&a&&this.#t?this.#R():n}
        ${this.#z(e,a)}
        ${i?L(i,t,r):n}
      </div>
      <div class="column">
        ${this.#V()} ${this.#H()}
        ${i?o`${R(i,s,t,r)}${z(i,s,t,r)}`:n}
        ${this.#U(e,a)}
        ${this.#W(e)}
      </div>
      ${e.status_reason?o`<p class="trail whole" lang="en">${e.status_reason}</p>`:n}
    </div>`}#L({id:e,record:t,status:r,verified:i}){let{w:s,format:c}=this,l=t.name??e,u=t.validFor?.startDateTime,d=[this.#t&&`+${this.#t}`,u&&s.since(c.day(u))];return o`<div class="who" part="who">
      <span class="face" aria-hidden="true">${Q(l)}</span>
      <h2 tabindex="-1">${l}</h2>
      <p class="row">
        <span class="tag" data-tone=${i?`good`:`warn`}>${i?s.verified:s.notVerified}</span>
        <span class="tag">${s.status[r]??a(r)}</span>
        ${v(t,`simulated`)===!0?o`<span class="tag">${s.simulated}</span>`:n}
        <span class="trail">${d.filter(Boolean).join(` · `)}</span>
      </p>
    </div>`}#R(){return H({interaction:this.#p(),now:this.verification,wrong:this.wrong,busy:this.busy,problem:this.verifyProblem,beginContact:()=>this.#_(),begin:e=>this.#v(e),answer:e=>this.#y(e)},this.w,this.format)}#z(e,t){let{w:r,t:i,format:s}=this,{record:c,verified:l,version:u}=e;if(this.draft)return o`<section class="card" part="record" aria-labelledby="record-title">
        <h3 id="record-title">${r.record}</h3>
        ${w({draft:this.draft,problem:this.refused,busy:this.busy,touched:()=>this.requestUpdate(),save:()=>void this.#x(e.version),cancel:()=>{this.draft=null},saveAnyway:()=>void this.#S(),leaveTheirs:()=>{this.draft=this.refused=null,this.#c(e.id)}},this.refused?this.inWords(this.refused):``,r,i)}
      </section>`;let d=(e,t,r=``)=>o`<dt>${e}</dt><dd class=${t.includes(`•`)?`masked`:n}>${t}${r?o` <span class="trail">${r}</span>`:n}</dd>`,f=(c.characteristic??[]).filter(({name:e})=>e!==`simulated`&&e!==`msisdn`);return o`<section class="card" part="record" aria-labelledby="record-title">
      <div class="title">
        <h3 id="record-title">${r.record} <span class="trail">${r.version(s.number(u))}</span></h3>
        ${l&&t?o`<button type="button" class="secondary" @click=${()=>this.#b()}>${r.change}</button>`:n}
      </div>
      <dl class="facts">
        ${(c.contactMedium??[]).map(e=>d(r.medium[g(e)],_(e),e.preferred?r.preferred:``))}
        ${f.map(({name:e,value:t})=>d(r.fields[e]??a(e),this.#B(t)))}
        ${(c.account??[]).map(({id:e,name:t})=>d(r.account,t??e))}
      </dl>
    </section>`}#B(e){if(typeof e==`number`)return this.format.number(e,2);let t=D(e);return/^\d{4}-\d\d-\d\d$/.test(t)?this.format.day(t):t}#V(){let{w:e,t,format:r,cases:i}=this;return i===null?n:o`<section class="card" part="cases" aria-labelledby="cases-title">
      <h3 id="cases-title">${e.openCases}</h3>
      ${i.length?n:o`<p class="trail">${e.noOpenCases}</p>`}
      <ul>
        ${i.map(({id:e,words:n,status:i,updated_at:a,owner:s,queue:c})=>o`<li><button type="button" class="pick" data-case=${e} @click=${()=>this.context.pick({case:e})}>
            <b>${n}</b><span class="tag">${t.status[i]}</span>
            <span class="trail">${[`#${e}`,s??c,r.clock(a)].filter(Boolean).join(` · `)}</span>
          </button></li>`)}
      </ul>
    </section>`}#H(){let{w:e,format:t,contacts:r}=this;return r===null?n:o`<section class="card" part="contacts" aria-labelledby="contacts-title">
      <h3 id="contacts-title">${e.lastContacts}</h3>
      ${r.length?n:o`<p class="trail">${e.noContacts}</p>`}
      <ul>
        ${r.map(({channel:n,started_at:r,reason:i,description:a,status:s,agent:l})=>o`<li>
            ${a||i} <span class="trail">${[t.clock(r),c(n),l,s===`inProgress`&&e.goesOn].filter(Boolean).join(` · `)}</span>
          </li>`)}
      </ul>
    </section>`}#U({status:e,verified:t},r){let{w:i,t:a,format:o,ended:s}=this;return s?P(s,this.client.base,this.plain,i,o):e===q||!r?n:A({now:this.ending,verified:t,busy:this.busy,problem:this.endProblem,offers:this.retention?.offers??[],begin:()=>this.#D(),choose:e=>{this.ending&&={...this.ending,reason:e}},make:(e,t)=>this.#O(e,t),answer:(e,t)=>this.#k(e,t),confirm:e=>this.#A(e),end:()=>this.#j(),cancel:()=>{this.ending=null,this.endProblem=``}},i,a,o)}#W(e){let{w:t,format:r,history:i}=this;return o`<details class="card" part="history" @toggle=${e=>e.target.open&&i===null&&void this.#f()} ?open=${i!==null}>
      <summary>${t.history}</summary>
      ${i===null?o`<p class="trail">${t.looking}</p>`:i.length?n:o`<p class="trail">${t.noHistory}</p>`}
      ${i?.length&&!e.verified?o`<p class="trail">${t.hidden}</p>`:n}
      <ol class="changes">
        ${(i??[]).map(({at:e,by:t,why:n,field:i,old:s,new:c})=>o`<li>
            <b lang="en">${a(i)}</b> <span lang="en">${D(s)} → ${D(c)}</span>
            <p class="trail">${[r.clock(e),t,n].filter(Boolean).join(` · `)}</p>
          </li>`)}
      </ol>
    </details>`}};s([t()],Z.prototype,`found`,void 0),s([t()],Z.prototype,`shown`,void 0),s([t()],Z.prototype,`cases`,void 0),s([t()],Z.prototype,`contacts`,void 0),s([t()],Z.prototype,`retention`,void 0),s([t()],Z.prototype,`history`,void 0),s([t()],Z.prototype,`verification`,void 0),s([t()],Z.prototype,`wrong`,void 0),s([t()],Z.prototype,`busy`,void 0),s([t()],Z.prototype,`problem`,void 0),s([t()],Z.prototype,`verifyProblem`,void 0),s([t()],Z.prototype,`draft`,void 0),s([t()],Z.prototype,`refused`,void 0),s([t()],Z.prototype,`ending`,void 0),s([t()],Z.prototype,`ended`,void 0),s([t()],Z.prototype,`endProblem`,void 0);var Q=e=>e.split(/\s+/).filter(e=>/^\p{L}/u.test(e)).slice(0,2).map(e=>e.charAt(0).toUpperCase()).join(``);export{K as n,Z as t};