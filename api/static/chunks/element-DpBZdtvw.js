import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{C as t,S as n,f as r,l as i,m as a,n as o,p as s,s as c,u as l,w as u,y as d}from"./core-DRFzIaB1.js";import{t as f}from"./desk-BBB1xAC9.js";import{l as p,n as m}from"./client-D65S0Hh_.js";var h=[`street1`,`street2`,`postCode`,`city`,`stateOrProvince`,`country`];function g({mediumType:e,characteristic:t={}}){return t.emailAddress!==void 0||/mail/i.test(e)?`email`:t.phoneNumber!==void 0||/phone|mobile|tel/i.test(e)?`phone`:h.some(e=>t[e]!==void 0)||/address/i.test(e)?`postalAddress`:`other`}function _(e){let{characteristic:t={}}=e;switch(g(e)){case`phone`:return t.phoneNumber??``;case`email`:return t.emailAddress??``;case`postalAddress`:return h.map(e=>t[e]).filter(Boolean).join(`, `);default:return Object.values(t).join(`, `)}}function v(e,t){return e.characteristic?.find(e=>e.name===t)?.value}function y(e){let[,t]=/^(?:changes\.)?contactMedium\[(\d+)\]/.exec(e)??[];return t===void 0?null:{medium:Number(t),part:e.split(`.`).at(-1)??``}}var b=e=>({name:e.name??``,media:(e.contactMedium??[]).map(e=>({...e,characteristic:{...e.characteristic}}))});function x(e,t,n){let r=n.map(e=>({...e,characteristic:S(e.characteristic??{})})).filter(({characteristic:e})=>Object.keys(e).length>0);return{...t.trim()!==(e.name??``)&&{name:t.trim()},...JSON.stringify(r)!==JSON.stringify(e.contactMedium??[])&&{contactMedium:r}}}var S=e=>Object.fromEntries(Object.entries(e).filter(([,e])=>e.trim()!==``)),C=`[+]?[0-9 ()\\-]{6,24}`;function w(e,r,i,a){let{draft:o,problem:s}=e,c=s?.fields??[],l=e=>c.filter(({field:t})=>y(t)?.medium===e),u=t=>{t.preventDefault(),e.save()},d=t=>()=>{o.media=[...o.media,t],e.touched()},f=c.find(({field:e})=>e.replace(/^changes\./,``)===`name`);return t`<form class="grid change" part="change" @submit=${u}>
    <label>${i.name}
      <input required maxlength="200" autocomplete="off" .value=${o.name} aria-invalid=${f?`true`:n}
        @input=${t=>{o.name=t.target.value,e.touched()}} />
    </label>
    ${f?t`<p class="problem">${f.message}</p>`:n}
    ${o.media.map((t,n)=>T(t,n,l(n),e,i))}
    <p class="ways">
      <button type="button" class="quiet" @click=${d({mediumType:`phone`,characteristic:{phoneNumber:``}})}>+ ${i.addPhone}</button>
      <button type="button" class="quiet" @click=${d({mediumType:`email`,characteristic:{emailAddress:``}})}>+ ${i.addEmail}</button>
    </p>
    <label>${i.why}
      <input required maxlength="4000" autocomplete="off" .value=${o.why}
        @input=${t=>{o.why=t.target.value,e.touched()}} />
    </label>
    ${s?.details.theirs?E(e,s,i):t`<p class="problem" role="alert">${r}</p>`}
    <p class="ways">
      <button class="primary" ?disabled=${e.busy}>${i.save}</button>
      <button type="button" class="secondary" @click=${()=>e.cancel()}>${a.cancel}</button>
    </p>
  </form>`}function T(e,r,i,a,o){let s=g(e);if(s===`other`)return t``;let c=e.characteristic??{},l=(e,r,o={})=>t`<label>
    ${r}
    <input type=${o.type??`text`} pattern=${o.pattern??n} ?required=${o.required??!1} maxlength="200" autocomplete="off"
      aria-invalid=${i.some(t=>t.field.endsWith(e))?`true`:n}
      .value=${c[e]??``}
      @input=${t=>{c[e]=t.target.value,a.touched()}} />
  </label>`,u={phone:()=>l(`phoneNumber`,o.medium.phone,{type:`tel`,pattern:C,required:!0}),email:()=>l(`emailAddress`,o.medium.email,{type:`email`,required:!0}),postalAddress:()=>t`<div class="two">${h.map(e=>l(e,o.address[e]))}</div>`}[s],d=()=>{a.draft.media=a.draft.media.filter((e,t)=>t!==r),a.touched()},f=`${o.medium[s]} ${_(e)}`.trim();return t`<fieldset class="medium">
    <legend class="unseen">${f}</legend>
    ${u()}
    ${s===`postalAddress`?n:t`<button type="button" class="quiet icon" aria-label=${o.removeMedium(f)} title=${o.removeMedium(f)} @click=${d}>✕</button>`}
    ${i.map(({message:e})=>t`<p class="problem">${e}</p>`)}
  </fieldset>`}function E(e,{details:n},r){let i=n.mine,a=n.theirs;return t`<div class="notice conflict" role="alert">
    <h4>${r.conflict}</h4>
    <table>
      <thead><tr><td></td><th scope="col">${r.yours}</th><th scope="col">${r.theirs}</th></tr></thead>
      <tbody>
        ${Object.keys(i).map(e=>t`<tr><th scope="row">${e===`name`?r.name:e===`contactMedium`?r.medium.other:e}</th><td>${D(i[e])}</td><td>${D(a[e])}</td></tr>`)}
      </tbody>
    </table>
    <p class="ways">
      <button type="button" class="primary" @click=${()=>e.leaveTheirs()}>${r.keepTheirs}</button>
      <button type="button" class="secondary" @click=${()=>e.saveAnyway()}>${r.sendMine}</button>
    </p>
  </div>`}function D(e){return e==null?`–`:Array.isArray(e)?e.map(e=>O(e)?_(e):D(e)).join(`; `)||`–`:typeof e==`object`?Object.values(e).map(D).join(`, `):String(e)}var O=e=>typeof e==`object`&&!!e&&`mediumType`in e,k=({leaving:e,reason:t})=>e.tried===null&&e.reasons.find(({code:e})=>e===t)?.attempt===`required`;function A(e,r,i,a){let{now:o,verified:s,problem:c}=e;return t`<section class="card" part="ending" aria-labelledby="ending-title">
    <h3 id="ending-title" tabindex="-1">${r.ending}</h3>
    ${o?o.confirming?N(o,e,r,i,a):j(o,e,r,i,a):t`<p class="ways">
            <button type="button" class="secondary" ?disabled=${!s||e.busy} @click=${()=>e.begin()}>${r.beginEnding}</button>
            ${s?n:t`<span class="trail">${r.endHint}</span>`}
          </p>`}
    <p class="problem" role="alert">${c}</p>
  </section>`}function j(e,r,i,a,o){let{leaving:s,reason:c}=e;return t`<form class="grid" @submit=${e=>{e.preventDefault(),r.confirm(!0)}}>
    <label>${i.endReason}
      <select required name="reason" lang="en" @change=${e=>r.choose(e.target.value)}>
        <option value="" ?selected=${!c}></option>
        ${s.reasons.map(({code:e,title:n})=>t`<option value=${e} ?selected=${e===c}>${n}</option>`)}
      </select>
    </label>
    ${c?M(e,r,i,o):n}
    <p class="ways">
      <button class="primary" ?disabled=${!c||k(e)||r.busy}>${i.goOn}</button>
      <button type="button" class="secondary" @click=${()=>r.cancel()}>${a.cancel}</button>
    </p>
  </form>`}function M({leaving:e,reason:r},i,a,o){let c=e.reasons.find(({code:e})=>e===r)?.attempt??`none`;if(c===`none`)return n;let{tried:l,proposed:u}=e;if(l)return t`<p class="trail">${a.triedFirst(o.day(l.answered_at??l.made_at))} <span lang="en">${l.title}</span></p>`;let d=i.offers.filter(({kind:e,state:t})=>e===`retention`&&t===`made`),f=u.filter(({code:e})=>!d.some(t=>t.code===e)),[p]=f;return c===`offer`&&!d.length?t`<p class="trail">${p?a.goesAlong:a.noOffers} ${p?t`<span lang="en">${p.title}</span>`:n}</p>`:t`<div class="notice calm" role="group" aria-labelledby="attempt-title">
    <h4 id="attempt-title">${c===`required`?a.offerFirst:a.offerOpen}</h4>
    ${d.length||f.length?n:t`<p>${a.noOffers}</p>`}
    <ul class="list">
      ${d.map(e=>t`<li>
          <b lang="en">${e.title}</b>
          <p class="ways">
            <button type="button" class="secondary" ?disabled=${i.busy} @click=${()=>i.answer(e,!0)}>${a.accepts}<span class="unseen">: ${e.title}</span></button>
            <button type="button" class="secondary" ?disabled=${i.busy} @click=${()=>i.answer(e,!1)}>${a.declines}<span class="unseen">: ${e.title}</span></button>
          </p>
        </li>`)}
      ${(c===`required`?f:[]).map(({code:e,title:n,why:r})=>t`<li>
          <b lang="en">${n}</b>
          <p class="trail" lang="en">${s(r)}</p>
          <p class="ways"><button type="button" class="secondary" ?disabled=${i.busy} @click=${()=>i.make(e,r)}>${a.makeOffer}<span class="unseen">: ${n}</span></button></p>
        </li>`)}
    </ul>
  </div>`}function N({leaving:e,reason:r},i,o,s,c){let l=e.reasons.find(({code:e})=>e===r)?.title??r,u=Object.entries(e.erase).filter(([,e])=>new Date(e).getTime()<=Date.now()).map(([e])=>o.attributes[e]??a(e));return t`<div class="notice end" role="group" aria-labelledby="confirm-title">
    <h4 id="confirm-title" tabindex="-1">${o.sure}</h4>
    <ul class="means">
      <li>${o.endReason}: <span lang="en">${l}</span></li>
      <li>${o.servicesEnd}</li>
      ${u.length?t`<li>${o.erasedAtOnce(u.join(`, `))}</li>`:n}
      <li>${o.erasedUntil(c.day(e.kept_until))}</li>
      <li>${o.isTold} <q lang="en">${e.farewell}</q></li>
    </ul>
    <p class="ways">
      <button type="button" class="primary" ?disabled=${i.busy} @click=${()=>i.end()}>${o.endIt}</button>
      <button type="button" class="secondary" ?disabled=${i.busy} @click=${()=>i.confirm(!1)}>${s.cancel}</button>
    </p>
  </div>`}function P({reason:e,words:r,attempt:i,order:o,by:c,at:l,erase:u,kept_until:d},f,p,m,h){let g=Object.keys(u).map(e=>m.attributes[e]??a(e));return t`<section class="card" part="ended" aria-labelledby="ended-title">
    <h3 id="ended-title" tabindex="-1">${m.ended}</h3>
    <dl class="facts">
      <dt>${m.endReason}</dt><dd lang="en">${s(e)}${r&&r!==e?t` <span class="trail">${r}</span>`:n}</dd>
      <dt>${m.endedAt}</dt><dd>${h.whole(l)} <span class="trail">${c}</span></dd>
      ${i?t`<dt>${m.triedOffer}</dt><dd><span lang="en">${i.title}</span> <span class="tag">${m.offerState[i.outcome]??a(i.outcome)}</span></dd>`:n}
      ${o?t`<dt>${m.ceaseOrder}</dt><dd><a href=${`${f}/#order-${o}`} target=${p?n:`_blank`} rel=${p?n:`noopener`}>#${o}</a></dd>`:n}
      <dt>${m.stillKept}</dt><dd>${g.length?`${g.join(`, `)} · ${m.validUntil(h.day(d))}`:m.nothingKept}</dd>
    </dl>
  </section>`}var F=5,I=.05;function L({risk:e,at_risk:r,reasons:i,unknown:a,trained_on:o,lifetime_value:c},l,u){let d=i.filter(({weight:e})=>Math.abs(e)>=I).slice(0,F);return t`<section class="card" part="retention" aria-labelledby="risk-title">
    <h3 id="risk-title">${l.retention} <span class="trail">${l.within}</span></h3>
    <p class="row">
      <span class="tag" data-tone=${r?`bad`:`good`}>${r?l.atRisk:l.notAtRisk}</span>
      <b>${u.percent(e)}</b>
      <meter min="0" max="1" low="0.15" high="0.3" optimum="0" value=${e} aria-label=${l.retention}></meter>
    </p>
    ${d.length?t`<ul class="reasons" aria-label=${l.reasons}>
            ${d.map(({title:e,value:n,weight:r})=>t`<li data-way=${r>0?`up`:`down`}>
                <span aria-hidden="true">${r>0?`▲`:`▼`}</span> <span lang="en">${s(e)}: ${u.number(n,1)}</span>
                <span class="unseen">${r>0?l.raises:l.lowers}</span>
              </li>`)}
          </ul>`:n}
    ${a.length?t`<p class="trail">${l.notKnown(a.join(`, `))}</p>`:n}
    ${c===null?n:t`<p class="trail">${l.worth(u.number(c))}</p>`}
    <p class="trail" lang="en">${o}</p>
  </section>`}function R({proposed:e,offers:r},i,o,c){let l=({state:e})=>e===`made`;return t`<section class="card" part="offers" aria-labelledby="offers-title">
    <h3 id="offers-title">${o.offers}</h3>
    ${e.length||r.length?n:t`<p class="trail">${o.noOffers}</p>`}
    <ul class="list">
      ${e.map(({code:e,title:r,why:a})=>t`<li>
          <p class="row"><b lang="en">${r}</b> <span class="tag" data-tone="accent">${o.proposedOffer}</span></p>
          <p class="trail" lang="en">${s(a)}</p>
          ${i.mayChange?t`<button type="button" class="secondary" @click=${()=>i.make(e,a)}>${o.makeOffer}<span class="unseen">: ${r}</span></button>`:n}
        </li>`)}
      ${r.map(e=>t`<li>
          <p class="row">
            <b lang="en">${e.title}</b>
            <span class="tag" data-tone=${{accepted:`good`,declined:`warn`}[e.state]??`accent`}>${o.offerState[e.state]??a(e.state)}</span>
            <span class="trail">${l(e)?o.validUntil(c.day(e.valid_until)):c.day(e.answered_at??e.made_at)}</span>
          </p>
          ${l(e)&&i.mayChange?t`<p class="ways">
                  <button type="button" class="secondary" ?disabled=${!i.verified} title=${i.verified?n:o.acceptHint} @click=${()=>i.answer(e,!0)}>${o.accepts}<span class="unseen">: ${e.title}</span></button>
                  <button type="button" class="secondary" @click=${()=>i.answer(e,!1)}>${o.declines}<span class="unseen">: ${e.title}</span></button>
                  ${i.verified?n:t`<span class="trail">${o.acceptHint}</span>`}
                </p>`:n}
        </li>`)}
    </ul>
  </section>`}function z({points:e,tier:r,loyalty:i},o,s,c){return t`<section class="card" part="loyalty" aria-labelledby="loyalty-title">
    <h3 id="loyalty-title">${s.loyalty}</h3>
    <p class="row"><b>${s.points(c.number(e))}</b> <span class="trail">${r?s.tier(a(r)):s.noTier}</span></p>
    <ul class="list plain">
      ${i.map(({points:e,reason:n,at:r})=>t`<li class="trail">${e>0?`+`:`−`}${c.number(Math.abs(e))} · <span lang="en">${a(n)}</span> · ${c.day(r)}</li>`)}
    </ul>
    ${o.mayChange?t`<details>
            <summary>${s.givePoints}</summary>
            <form class="ways" @submit=${e=>{e.preventDefault();let t=e.target,n=new FormData(t);o.reward(Number(n.get(`points`)),String(n.get(`reason`)).trim()),t.reset()}}>
              <input name="points" type="number" required min="-100000" max="100000" step="1" aria-label=${s.amount} placeholder=${s.amount} class="short" />
              <input name="reason" required maxlength="200" aria-label=${s.what} placeholder=${s.what} />
              <button class="secondary">${s.give}</button>
            </form>
          </details>`:n}
  </section>`}var B=u`
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
`,V=new o({customer:`Customer`,none:`No customer is picked.`,noneFound:`No customer is known of this.`,chooseOne:`Several customers: which one is it?`,find:`Find a customer`,findBy:`Number, e-mail or ID`,looking:`Looking…`,verified:`Verified in this contact`,notVerified:`Not verified`,maskedHint:`What is personal is hidden until the customer has shown in this contact who they are.`,status:{active:`Active`,inactive:`Inactive`,terminated:`Left`,closed:`Left`},simulated:`Simulated`,since:e=>`customer since ${e}`,record:`Record`,version:e=>`version ${e}`,medium:{phone:`Telephone`,email:`E-mail`,postalAddress:`Address`,other:`Contact`},preferred:`preferred`,address:{street1:`Street`,street2:`Second line`,postCode:`Post code`,city:`Town`,stateOrProvince:`State`,country:`Country`},fields:{msisdn:`Line`,dateOfBirth:`Born`,segment:`Segment`,monthlyRevenue:`Pays a month`,preferredChannel:`Prefers`,language:`Language`,lastBillAmount:`Last bill`},account:`Account`,verify:`Verify the customer`,contactFirst:`Verification counts for one contact. None is open with this customer.`,beginContact:`A contact begins now`,sendCode:`Send a code`,askQuestions:`Ask questions`,sentTo:e=>`A code was sent to ${e}. Ask the customer for it.`,code:`Code`,check:`Check`,askThese:`Ask these. All must be right.`,left:e=>e===1?`One try is left.`:`${e} tries are left.`,goodUntil:e=>`Good until ${e}.`,wrong:`That is not right.`,over:{failed:`Too many wrong answers: begin another.`,expired:`Its time is over: begin another.`,replaced:`Another one was begun.`},passed:`Verified. The record is shown.`,another:`Begin another`,change:`Change`,name:`Name`,addPhone:`Add a telephone`,addEmail:`Add an e-mail address`,removeMedium:e=>`Remove ${e}`,why:`Why it is changed`,save:`Save`,savedChange:`Saved.`,nothingChanged:`Nothing was changed.`,conflict:`Somebody else has changed this meanwhile.`,yours:`Yours`,theirs:`Now`,keepTheirs:`Leave it as it is now`,sendMine:`Save mine all the same`,openCases:`Open cases`,noOpenCases:`None is open.`,lastContacts:`Last contacts`,noContacts:`None yet.`,goesOn:`goes on`,retention:`Risk of leaving`,within:`within 90 days`,atRisk:`High`,notAtRisk:`Low`,raises:`raises it`,lowers:`lowers it`,notKnown:e=>`Not known: ${e}.`,reasons:`Why`,worth:e=>`Worth about ${e} while they stay`,offers:`Offers`,noOffers:`None is worth making now.`,proposedOffer:`Worth making`,makeOffer:`Make it`,accepts:`Accepts`,declines:`Declines`,acceptHint:`Who accepts must be verified.`,offerState:{made:`Made`,accepted:`Accepted`,declined:`Declined`,expired:`Over`},validUntil:e=>`until ${e}`,loyalty:`Loyalty`,points:e=>`${e} points`,tier:e=>`tier ${e}`,noTier:`no tier yet`,givePoints:`Give or spend points`,amount:`Points`,what:`What for`,give:`Book`,ending:`End of the contract`,beginEnding:`The customer wants to leave`,endHint:`Who leaves must be verified.`,endReason:`Reason`,goOn:`Go on`,offerFirst:`An offer is made first, and must be declined`,offerOpen:`An offer is open: what does the customer say?`,triedFirst:e=>`Offered and declined on ${e}:`,goesAlong:`With the farewell goes this offer:`,stays:`The customer stays.`,sure:`This cannot be undone`,servicesEnd:`All services end, by an order.`,erasedAtOnce:e=>`Erased at once: ${e}.`,erasedUntil:e=>`The last of the data is erased on ${e}.`,isTold:`The customer is told:`,endIt:`End the contract`,wasEnded:`The contract has ended.`,ended:`The contract has ended`,endedAt:`When`,triedOffer:`Tried before`,ceaseOrder:`Order that ends the services`,stillKept:`Still kept`,nothingKept:`nothing`,attributes:{name:`name`,contactMedium:`contact data`,engagedParty:`party`,account:`account`,agreement:`agreement`,characteristic:`characteristics`,relatedParty:`related parties`,paymentMethod:`way of paying`,creditProfile:`credit profile`},history:`History of the record`,noHistory:`Never changed.`,hidden:`Values are shown once the customer is verified.`,hiddenMark:`hidden`},{hi:async()=>(await r(async()=>{let{hi:e}=await import(`./texts.hi-Dv9U_81Q.js`);return{hi:e}},[],import.meta.url)).hi});function H(e,n,r){return t`<section class="card verify" part="verification" aria-labelledby="verify-title">
    <h3 id="verify-title" tabindex="-1">${n.verify}</h3>
    <p class="trail">${n.maskedHint}</p>
    ${e.interaction===null?U(e,n):W(e,n,r)}
    <p class="problem" role="alert">${e.problem}</p>
  </section>`}function U({busy:e,beginContact:n},r){return t`<p>${r.contactFirst}</p>
    <p class="ways"><button type="button" class="primary" ?disabled=${e} @click=${n}>${r.beginContact}</button></p>`}function W(e,r,i){let{now:a,busy:o,begin:s}=e;return a?.verdict===`pending`?G(e,a,r,i):t`${a&&a.verdict!==`passed`?t`<p class="notice">${r.over[a.verdict]}</p>`:n}
    <p class="ways">
      <button type="button" class="primary" ?disabled=${o} @click=${()=>s(`code`)}>${r.sendCode}</button>
      <button type="button" class="secondary" ?disabled=${o} @click=${()=>s(`questions`)}>${r.askQuestions}</button>
    </p>`}function G(e,r,i,a){let o=t=>{t.preventDefault();let n=Object.fromEntries(new FormData(t.target));e.answer(r.method===`code`?{code:(n.code??``).replace(/\D/g,``)}:{answers:n})},s=r.method===`code`?t`<p>${i.sentTo(r.sent_to??``)}</p>
          <label>${i.code}<input name="code" required inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]{6,13}" maxlength="13" class="code" /></label>`:t`<p>${i.askThese}</p>
          ${Object.entries(r.questions??{}).map(([e,n])=>t`<label lang="en">${n}<input name=${e} required maxlength="200" autocomplete="off" /></label>`)}`;return t`<form class="grid" @submit=${o}>
    ${s}
    ${e.wrong?t`<p class="notice" role="alert">${i.wrong} ${i.left(r.attempts_left)}</p>`:n}
    <p class="ways">
      <button class="primary" ?disabled=${e.busy}>${i.check}</button>
      <button type="button" class="quiet" @click=${()=>e.begin(r.method)}>${i.another}</button>
      <span class="trail">${i.goodUntil(a.clock(r.expires_at))} ${e.wrong?n:i.left(r.attempts_left)}</span>
    </p>
  </form>`}var K=e({T2rCustomer:()=>Z}),q=`terminated`,J=[`acknowledged`,`inProgress`,`pending`,`held`,`resolved`],Y=5,X=6e5,Z=class extends c{constructor(...e){super(...e),this.found=null,this.shown=null,this.cases=null,this.contacts=null,this.retention=null,this.history=null,this.verification=null,this.wrong=!1,this.busy=!1,this.problem=``,this.verifyProblem=``,this.draft=null,this.refused=null,this.ending=null,this.ended=null,this.endProblem=``,this.#t=null,this.#n=new AbortController,this.#r=null,this.#i=null}static{this.styles=[l,B]}#e;#t;#n;#r;#i;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.#e=f(this.client,this.context),this.#e.addEventListener(`change`,()=>this.#m(),{signal:e}),this.#e.use(e),e.addEventListener(`abort`,()=>this.#a())}get w(){return V.of(this.speaks,()=>this.requestUpdate())}focus(){this.renderRoot.querySelector(`#verify-title, h2[tabindex]`)?.focus()}identified(){this.moved()}moved(){let e=p(this.me,`customers:read`)?this.context.msisdn:null;e!==this.#t&&(this.#a(),this.#t=e,e&&this.#o({line:e}))}#a(){this.#n.abort(),this.#n=new AbortController,this.#i&&clearTimeout(this.#i),this.#i=this.#r=this.#t=null,this.found=this.shown=this.cases=this.contacts=this.retention=this.history=null,this.verification=this.draft=this.refused=this.ending=this.ended=null,this.problem=this.verifyProblem=this.endProblem=``,this.wrong=this.busy=!1}async#o(e){let{signal:t}=this.#n;await this.#h(async()=>{let n=await this.client.get(`/v1/customers?${new URLSearchParams(e)}`,t);if(t.aborted)return;this.found=n;let[r]=n;r&&n.length===1&&await this.#s(r.id),n.length||this.announce(this.w.noneFound)})}async#s(e){await this.#c(e),this.shown&&this.announce(`${this.w.customer}: ${this.shown.record.name??e}. ${this.shown.verified?this.w.verified:this.w.notVerified}`),await Promise.all([this.#l(),this.#u(e),this.#d(e)])}async#c(e){let{signal:t}=this.#n,n=this.#p(),r=n===null?``:`?interaction=${n}&why=desk`;await this.#h(async()=>{let i=await this.client.get(`/v1/customers/${encodeURIComponent(e)}${r}`,t);t.aborted||(this.shown=i,this.#r=n,i.verified||(this.draft=this.refused=this.ending=null),this.#e.verified(n,i.verified),this.#i&&clearTimeout(this.#i),this.#i=i.verified?setTimeout(()=>void this.#c(e),X):null,this.#p()!==n&&await this.#c(e))})}async#l(){let{signal:e}=this.#n,t=this.#t;if(!t||!p(this.me,`cases:read`))return;let n=new URLSearchParams([...J.map(e=>[`status`,e]),[`msisdn`,t],[`limit`,`20`]]),[r,i]=await Promise.all([this.client.get(`/v1/cases?${n}`,e).catch(()=>null),this.client.get(`/v1/interactions?msisdn=${encodeURIComponent(t)}&limit=${Y}`,e).catch(()=>null)]);e.aborted||(this.cases=r?.items??null,this.contacts=i?.items??null)}async#u(e){let{signal:t}=this.#n,n=await this.client.get(`/v1/customers/${encodeURIComponent(e)}/retention`,t).catch(()=>null);t.aborted||(this.retention=n)}async#d(e){let{signal:t}=this.#n;if(this.shown?.status!==q)return;let n=await this.client.get(`/v1/customers/${encodeURIComponent(e)}/termination`,t).catch(()=>null);t.aborted||(this.ended=n)}async#f(){let{shown:e}=this;if(!e)return;let t=this.#r===null?``:`?interaction=${this.#r}`;await this.#h(async()=>{this.history=await this.client.get(`/v1/customers/${encodeURIComponent(e.id)}/history${t}`,this.#n.signal)})}#p(){return this.#e.of(this.#t)?.pop.interaction??null}#m(){this.requestUpdate();let{shown:e}=this;e&&this.#p()!==this.#r&&(this.verification=null,this.history=null,this.#c(e.id),this.retention===null&&this.#u(e.id))}async#h(e){this.problem=``;let{signal:t}=this.#n;try{await e()}catch(e){t.aborted||(this.problem=this.inWords(e))}}async#g(e){let{signal:t}=this.#n;this.busy=!0,this.verifyProblem=``;try{await e()}catch(e){t.aborted||(this.verifyProblem=this.inWords(e))}this.busy=!1}#_(){let e=this.#t;e&&this.#g(async()=>{await this.#e.begin(e)})}#v(e){let{shown:t}=this,n=this.#p();t&&n!==null&&this.#g(async()=>{this.verification=await this.client.post(`/v1/customers/${encodeURIComponent(t.id)}/verifications`,{interaction:n,method:e}),this.wrong=!1,await this.updateComplete,this.renderRoot.querySelector(`.verify input`)?.focus()})}#y(e){let{verification:t,shown:n}=this;t&&n&&this.#g(async()=>{let r=await this.client.post(`/v1/verifications/${t.id}`,e);this.verification={...r,sent_to:t.sent_to,questions:t.questions},this.wrong=r.verdict===`pending`,r.verdict===`passed`?(this.history=null,await this.#c(n.id),this.announce(this.w.passed),this.emit(`customer-verified`,{customer:n.id,interaction:t.interaction}),await this.updateComplete,this.renderRoot.querySelector(`h2[tabindex]`)?.focus()):this.announce(`${this.w.wrong} ${this.wrong?this.w.left(r.attempts_left):``}`)})}#b(){let{shown:e}=this;e&&(this.draft={...b(e.record),why:``},this.refused=null,this.updateComplete.then(()=>this.renderRoot.querySelector(`.change input`)?.focus()))}async#x(e){let{shown:t,draft:n}=this;if(!t||!n||this.busy)return;let r=x(t.record,n.name,n.media);if(!Object.keys(r).length)this.draft=null,this.announce(this.w.nothingChanged);else{this.busy=!0,this.refused=null;try{let i={changes:r,why:n.why.trim(),interaction:this.#r,version:e};this.shown=await this.client.send(`PATCH`,`/v1/customers/${encodeURIComponent(t.id)}`,{body:i}).then(e=>e.json()),this.draft=this.history=null,this.announce(this.w.savedChange),this.emit(`customer-changed`,{customer:t.id,fields:Object.keys(r)})}catch(e){this.refused=e instanceof m?e:new m({detail:String(e)}),this.refused.status===403&&await this.#c(t.id)}this.busy=!1}}async#S(){let{shown:e,draft:t}=this;if(!e||!t)return;let{name:n,media:r}=t,i=x(e.record,n,r);if(await this.#c(e.id),!this.shown||!this.draft)return;let a=b(this.shown.record);this.draft={...t,name:`name`in i?n:a.name,media:`contactMedium`in i?r:a.media},await this.#x(this.shown.version)}#C(e,t){let{shown:n}=this;n&&this.#h(async()=>{await this.client.post(`/v1/customers/${encodeURIComponent(n.id)}/offers`,{code:e,why:t}),await this.#u(n.id),this.emit(`offer-made`,{customer:n.id,code:e})})}#w(e,t){let{shown:n}=this;n&&this.#h(async()=>{await this.client.post(`/v1/offers/${e.id}`,{accepted:t,...t&&{interaction:this.#r}}),await this.#u(n.id),this.emit(`offer-answered`,{customer:n.id,code:e.code,accepted:t})})}async#T(e){let{shown:t}=this,{signal:n}=this.#n;if(t&&!this.busy){this.busy=!0,this.endProblem=``;try{await e(t)}catch(e){n.aborted||(this.endProblem=this.inWords(e),e instanceof m&&[403,409].includes(e.status)&&(await this.#c(t.id),await this.#d(t.id),this.ending&&await this.#E(t.id,this.ending.reason).catch(()=>void 0)))}this.busy=!1}}async#E(e,t){let{signal:n}=this.#n,r=await this.client.get(`/v1/customers/${encodeURIComponent(e)}/leaving`,n);this.ending={leaving:r,reason:t,confirming:!1}}#D(){this.#T(async({id:e})=>{await this.#E(e,``),await this.#M(`[name=reason]`)})}#O(e,t){this.#T(async({id:n})=>{await this.client.post(`/v1/customers/${encodeURIComponent(n)}/offers`,{code:e,why:t}),await Promise.all([this.#u(n),this.#E(n,this.ending?.reason??``)]),this.emit(`offer-made`,{customer:n,code:e}),await this.#M(`#ending-title`)})}#k({id:e,code:t},n){this.#T(async({id:r})=>{let i={accepted:n,...n&&{interaction:this.#r}};await this.client.post(`/v1/offers/${e}`,i),this.emit(`offer-answered`,{customer:r,code:t,accepted:n}),await this.#u(r),n?(this.ending=null,this.announce(this.w.stays)):await this.#E(r,this.ending?.reason??``),await this.#M(`#ending-title`)})}#A(e){this.ending&&(this.ending={...this.ending,confirming:e},this.endProblem=``,this.#M(e?`#confirm-title`:`[name=reason]`))}#j(){let{ending:e}=this;e&&this.#T(async({id:t,version:n})=>{let r={reason:e.reason,interaction:this.#r,version:n},i=await this.client.post(`/v1/customers/${encodeURIComponent(t)}/termination`,r);this.ending=this.draft=this.history=null,this.announce(this.w.wasEnded),this.emit(`customer-left`,{customer:t,reason:i.reason,order:i.order??null}),await Promise.all([this.#c(t),this.#u(t)]),this.ended=i,await this.#M(`#ended-title`)})}async#M(e){await this.updateComplete,this.renderRoot.querySelector(e)?.focus()}#N(e,t){let{shown:n}=this;n&&this.#h(async()=>{await this.client.post(`/v1/customers/${encodeURIComponent(n.id)}/loyalty`,{points:e,reason:t}),await this.#u(n.id)})}view(){let{w:e,t:r}=this;return this.me&&!p(this.me,`customers:read`)?t`<p class="empty">${r.notAllowed(`customers:read`)}</p>`:t`${this.plain?n:t`<t2r-calls plain .baseUrl=${this.baseUrl} .group=${this.group}></t2r-calls>`}
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${e.customer}>
        ${this.#P()}
        ${this.problem?t`<p class="empty problem" role="alert">${this.problem}</p>`:n}
        ${this.shown?this.#I(this.shown):this.#F()}
      </div>`}#P(){let{w:e,t:n}=this;return t`<form class="find" role="search" @submit=${e=>{e.preventDefault();let t=String(new FormData(e.target).get(`who`)).trim();t&&(e.target.reset(),/^[+\d][\d ()-]{5,}$/.test(t)?this.context.pick({msisdn:t}):(this.#a(),this.#t=this.context.msisdn,this.#o(t.includes(`@`)?{email:t}:{party:t})))}}>
      <input name="who" maxlength="320" autocomplete="off" aria-label=${e.find} placeholder=${e.findBy} />
      <button class="secondary">${n.search}</button>
    </form>`}#F(){let{w:e}=this;return this.found===null?t`<p class="empty">${this.#t?this.problem?n:e.looking:e.none}</p>`:this.found.length?this.found.length===1?t`<p class="empty">${this.problem?n:e.looking}</p>`:t`<div class="body"><section class="card whole">
      <h3>${e.chooseOne}</h3>
      <ul>
        ${this.found.map(({id:n,record:r,status:i})=>t`<li><button type="button" class="pick" @click=${()=>this.#s(n)}>
            <b>${r.name??n}</b><span class="tag">${e.status[i]??s(i)}</span>
          </button></li>`)}
      </ul>
    </section></div>`:t`<p class="empty">${e.noneFound}</p>`}#I(e){let{w:r,format:i,retention:a}=this,o=p(this.me,`customers:write`),s={mayChange:o,verified:e.verified,make:(e,t)=>this.#C(e,t),answer:(e,t)=>this.#w(e,t),reward:(e,t)=>this.#N(e,t)};return t`<div class="body">
      <div class="whole">${this.#L(e)}</div>
      <div class="column">
        ${!e.verified&&o&&this.#t?this.#R():n}
        ${this.#z(e,o)}
        ${a?L(a,r,i):n}
      </div>
      <div class="column">
        ${this.#V()} ${this.#H()}
        ${a?t`${R(a,s,r,i)}${z(a,s,r,i)}`:n}
        ${this.#U(e,o)}
        ${this.#W(e)}
      </div>
      ${e.status_reason?t`<p class="trail whole" lang="en">${e.status_reason}</p>`:n}
    </div>`}#L({id:e,record:r,status:i,verified:a}){let{w:o,format:c}=this,l=r.name??e,u=r.validFor?.startDateTime,d=[this.#t&&`+${this.#t}`,u&&o.since(c.day(u))];return t`<div class="who" part="who">
      <span class="face" aria-hidden="true">${Q(l)}</span>
      <h2 tabindex="-1">${l}</h2>
      <p class="row">
        <span class="tag" data-tone=${a?`good`:`warn`}>${a?o.verified:o.notVerified}</span>
        <span class="tag">${o.status[i]??s(i)}</span>
        ${v(r,`simulated`)===!0?t`<span class="tag">${o.simulated}</span>`:n}
        <span class="trail">${d.filter(Boolean).join(` · `)}</span>
      </p>
    </div>`}#R(){return H({interaction:this.#p(),now:this.verification,wrong:this.wrong,busy:this.busy,problem:this.verifyProblem,beginContact:()=>this.#_(),begin:e=>this.#v(e),answer:e=>this.#y(e)},this.w,this.format)}#z(e,r){let{w:i,t:a,format:o}=this,{record:c,verified:l,version:u}=e;if(this.draft)return t`<section class="card" part="record" aria-labelledby="record-title">
        <h3 id="record-title">${i.record}</h3>
        ${w({draft:this.draft,problem:this.refused,busy:this.busy,touched:()=>this.requestUpdate(),save:()=>void this.#x(e.version),cancel:()=>{this.draft=null},saveAnyway:()=>void this.#S(),leaveTheirs:()=>{this.draft=this.refused=null,this.#c(e.id)}},this.refused?this.inWords(this.refused):``,i,a)}
      </section>`;let d=(e,r,i=``)=>t`<dt>${e}</dt><dd class=${r.includes(`•`)?`masked`:n}>${r}${i?t` <span class="trail">${i}</span>`:n}</dd>`,f=(c.characteristic??[]).filter(({name:e})=>e!==`simulated`&&e!==`msisdn`);return t`<section class="card" part="record" aria-labelledby="record-title">
      <div class="title">
        <h3 id="record-title">${i.record} <span class="trail">${i.version(o.number(u))}</span></h3>
        ${l&&r?t`<button type="button" class="secondary" @click=${()=>this.#b()}>${i.change}</button>`:n}
      </div>
      <dl class="facts">
        ${(c.contactMedium??[]).map(e=>d(i.medium[g(e)],_(e),e.preferred?i.preferred:``))}
        ${f.map(({name:e,value:t})=>d(i.fields[e]??s(e),this.#B(t)))}
        ${(c.account??[]).map(({id:e,name:t})=>d(i.account,t??e))}
      </dl>
    </section>`}#B(e){if(typeof e==`number`)return this.format.number(e,2);let t=D(e);return/^\d{4}-\d\d-\d\d$/.test(t)?this.format.day(t):t}#V(){let{w:e,t:r,format:i,cases:a}=this;return a===null?n:t`<section class="card" part="cases" aria-labelledby="cases-title">
      <h3 id="cases-title">${e.openCases}</h3>
      ${a.length?n:t`<p class="trail">${e.noOpenCases}</p>`}
      <ul>
        ${a.map(({id:e,words:n,status:a,updated_at:o,owner:s,queue:c})=>t`<li><button type="button" class="pick" data-case=${e} @click=${()=>this.context.pick({case:e})}>
            <b>${n}</b><span class="tag">${r.status[a]}</span>
            <span class="trail">${[`#${e}`,s??c,i.clock(o)].filter(Boolean).join(` · `)}</span>
          </button></li>`)}
      </ul>
    </section>`}#H(){let{w:e,format:r,contacts:i}=this;return i===null?n:t`<section class="card" part="contacts" aria-labelledby="contacts-title">
      <h3 id="contacts-title">${e.lastContacts}</h3>
      ${i.length?n:t`<p class="trail">${e.noContacts}</p>`}
      <ul>
        ${i.map(({channel:n,started_at:i,reason:o,description:s,status:c,agent:l})=>t`<li>
            ${s||o} <span class="trail">${[r.clock(i),a(n),l,c===`inProgress`&&e.goesOn].filter(Boolean).join(` · `)}</span>
          </li>`)}
      </ul>
    </section>`}#U({status:e,verified:t},r){let{w:i,t:a,format:o,ended:s}=this;return s?P(s,this.client.base,this.plain,i,o):e===q||!r?n:A({now:this.ending,verified:t,busy:this.busy,problem:this.endProblem,offers:this.retention?.offers??[],begin:()=>this.#D(),choose:e=>{this.ending&&={...this.ending,reason:e}},make:(e,t)=>this.#O(e,t),answer:(e,t)=>this.#k(e,t),confirm:e=>this.#A(e),end:()=>this.#j(),cancel:()=>{this.ending=null,this.endProblem=``}},i,a,o)}#W(e){let{w:r,format:i,history:a}=this;return t`<details class="card" part="history" @toggle=${e=>e.target.open&&a===null&&void this.#f()} ?open=${a!==null}>
      <summary>${r.history}</summary>
      ${a===null?t`<p class="trail">${r.looking}</p>`:a.length?n:t`<p class="trail">${r.noHistory}</p>`}
      ${a?.length&&!e.verified?t`<p class="trail">${r.hidden}</p>`:n}
      <ol class="changes">
        ${(a??[]).map(({at:e,by:n,why:r,field:a,old:o,new:c})=>t`<li>
            <b lang="en">${s(a)}</b> <span lang="en">${D(o)} → ${D(c)}</span>
            <p class="trail">${[i.clock(e),n,r].filter(Boolean).join(` · `)}</p>
          </li>`)}
      </ol>
    </details>`}};i([d()],Z.prototype,`found`,void 0),i([d()],Z.prototype,`shown`,void 0),i([d()],Z.prototype,`cases`,void 0),i([d()],Z.prototype,`contacts`,void 0),i([d()],Z.prototype,`retention`,void 0),i([d()],Z.prototype,`history`,void 0),i([d()],Z.prototype,`verification`,void 0),i([d()],Z.prototype,`wrong`,void 0),i([d()],Z.prototype,`busy`,void 0),i([d()],Z.prototype,`problem`,void 0),i([d()],Z.prototype,`verifyProblem`,void 0),i([d()],Z.prototype,`draft`,void 0),i([d()],Z.prototype,`refused`,void 0),i([d()],Z.prototype,`ending`,void 0),i([d()],Z.prototype,`ended`,void 0),i([d()],Z.prototype,`endProblem`,void 0);var Q=e=>e.split(/\s+/).filter(e=>/^\p{L}/u.test(e)).slice(0,2).map(e=>e.charAt(0).toUpperCase()).join(``);export{K as n,Z as t};