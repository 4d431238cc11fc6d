import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{C as t,_ as n,a as r,c as i,d as a,g as o,h as s,i as c,l,m as u,s as d,t as f,x as p,y as m}from"./element-hHy4l4o2.js";import{t as h}from"./desk-BMsBCMoz.js";import{t as g}from"./cases-BksRI3rg.js";import{i as _}from"./words-CLDovWaX.js";import{t as v}from"./translations-MUrqCPEJ.js";var y=200;function b(e,t,n){let{field:r,schema:i,required:a,given:o,problem:s}=e,c=`field-${r.field}`;return p`<div class="field" data-field=${r.field} data-changed=${o?``:m}>
    ${i.type===`boolean`?p`<label class="check">${C(e,c,t)} <span lang="en">${r.title}</span>${a?x(t):m}</label>`:p`<label for=${c}><span lang="en">${r.title}</span>${a?x(t):m}</label>${C(e,c,t)}`}
    <p class="trail" id="${c}-about">
      ${o?p`<b>${t.byYou}</b> <button type="button" class="link" aria-label=${t.undoOf(r.title)} @click=${()=>e.undo()}>${t.undo}</button>`:S(r,t,n)}
    </p>
    ${s?p`<p class="problem" id="${c}-problem" lang="en">${s}</p>`:m}
  </div>`}var x=e=>p` <span class="required" title=${e.required}>*<span class="unseen">${e.required}</span></span>`;function S({source:e,confidence:t,hidden:n},r,i){if(e===null)return r.nothingKnown;let a=t===null?``:t>=.995?r.certain:r.sure(i.percent(t));return p`<span lang="en">${r.from(l(e))}</span>${a?p` · <span class="sure" data-low=${t!==null&&t<.8?``:m}>${a}</span>`:m}${n?p` · ${r.hidden}`:m}`}function C({field:e,schema:t,required:n,given:r,problem:i,change:a},o,s){let c=r?r.value:e.hidden?null:e.value,u=c==null?``:String(c),d=i?`${o}-about ${o}-problem`:`${o}-about`,f=i?`true`:m,h=e=>{let{value:n}=e.target;a(n===``?null:t.type===`number`||t.type===`integer`?Number(n):n)};if(t.enum)return p`<select id=${o} aria-describedby=${d} aria-invalid=${f} aria-required=${n} @change=${h}>
      <option value="" ?selected=${u===``}>${s.choose}</option>
      ${t.enum.map(e=>p`<option value=${String(e)} lang="en" ?selected=${String(e)===u}>${l(String(e))}</option>`)}
    </select>`;if(t.type===`boolean`)return p`<input id=${o} type="checkbox" aria-describedby=${d} aria-invalid=${f} .checked=${c===!0}
      @change=${e=>a(e.target.checked?!0:null)} />`;if((t.maxLength??0)>y&&t.format===void 0)return p`<textarea id=${o} rows="2" maxlength=${t.maxLength??m} aria-describedby=${d} aria-invalid=${f} aria-required=${n}
      placeholder=${e.hidden?`•••`:m} .value=${u} @input=${h}></textarea>`;let g=t.format===`date`?`date`:t.type===`number`||t.type===`integer`?`number`:`text`;return p`<input id=${o} type=${g} step=${g===`number`?`any`:m} min=${t.minimum??m} max=${t.maximum??m}
    maxlength=${t.maxLength??m} aria-describedby=${d} aria-invalid=${f} aria-required=${n} autocomplete="off"
    placeholder=${e.hidden?`•••`:m} .value=${u} @input=${h} />`}var w=(e,t,n)=>_(e,null,t,n),T=new v({forms:`Forms`,noCase:`Pick a case: its forms fill themselves from what is known of it.`,looking:`Looking…`,calledFor:`The case calls for`,otherForms:`Other forms`,noneCalledFor:`As it stands, the case calls for none.`,open:`Open the form`,allForms:`All forms`,becomes:{troubleTicket:`a trouble ticket`,productOrder:`a product order`,salesLead:`a sales lead`},sentAs:e=>`is sent as ${e}`,sent:(e,t)=>`Sent by ${e}, ${t}`,sentNow:`Sent.`,event:e=>`Event ${e}`,required:`required`,from:e=>`from ${e}`,byYou:`your change`,certain:`certain`,sure:e=>`${e} sure`,nothingKnown:`nothing is known`,hidden:`Known; shown once the customer is verified`,hiddenHint:`Values from the customer’s record are hidden, and are sent all the same.`,needsVerification:`This form is sent only while the customer is verified in this contact.`,verify:`Verify the customer`,changes:`Your changes`,noChanges:`Nothing is changed: it goes out as it was filled.`,filled:`Filled`,given:`Yours`,undo:`Undo`,undoOf:e=>`Undo the change of ${e}`,toDo:e=>e===1?`One field is not right yet.`:`${e} fields are not right yet.`,submit:`Send`,sending:`Sending…`,choose:`Choose…`},{hi:async()=>(await d(async()=>{let{hi:e}=await import(`./texts.hi-B17pfsPD.js`);return{hi:e}},[],import.meta.url)).hi}),E=e({T2rJourney:()=>O}),D=350,O=class extends f{constructor(...e){super(...e),this.journeys=null,this.opened=``,this.filled=null,this.changes={},this.tried=!1,this.sending=!1,this.problem=``,this.#t=null,this.#n=null,this.#r=new AbortController,this.#i=null,this.#a=null,this.#o=!1}static{this.styles=[r,t`
      .body {
        display: grid;
        gap: 0.75rem;
        align-content: start;
        padding: 0.75rem 1rem 1.5rem;
      }
      .form {
        display: grid;
        gap: 0.75rem;
        align-content: start;
        padding: 0.75rem 1rem 0;
      }
      .card {
        display: grid;
        gap: 0.35rem;
        justify-items: start;
        padding: 0.75rem 0.9rem 0.9rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      .card.called {
        border-inline-start: 4px solid var(--accent);
      }
      .list > li + li {
        margin-top: 0.6rem;
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr));
        gap: 0.75rem 1.25rem;
      }
      .field {
        display: grid;
        gap: 0.1rem;
        align-content: start;
        padding-inline-start: 0.6rem;
        border-inline-start: 3px solid transparent;
        margin-inline-start: -0.8rem;
      }
      .field[data-changed] {
        border-inline-start-color: var(--accent);
      }
      .field label {
        color: var(--text);
        font-weight: 600;
      }
      .field label.check {
        display: flex;
        align-items: center;
        gap: 0.5rem;
      }
      .field input[type="checkbox"] {
        min-height: 0;
        width: 1.1rem;
        height: 1.1rem;
        accent-color: var(--accent);
      }
      .required {
        color: var(--bad);
      }
      .field [aria-invalid="true"] {
        border-color: var(--bad);
      }
      .field b {
        color: var(--accent-strong);
        font-weight: 600;
      }
      .sure[data-low] {
        color: var(--warn);
      }
      textarea {
        field-sizing: content;
        min-height: 3.2rem;
        max-height: 14rem;
        resize: vertical;
      }
      .diff table {
        width: 100%;
        border-collapse: collapse;
      }
      .diff th,
      .diff td {
        padding: 0.25rem 0.6rem 0.25rem 0;
        text-align: start;
        vertical-align: top;
        border-top: 1px solid var(--line);
      }
      .diff thead th {
        border: 0;
        color: var(--muted);
        font-weight: 400;
      }
      .diff tbody th {
        font-weight: 600;
      }
      del {
        color: var(--muted);
      }
      ins {
        text-decoration: none;
        color: var(--good);
      }
      .foot {
        position: sticky;
        inset-block-end: 0;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.4rem 0.75rem;
        margin-inline: -1rem;
        padding: 0.6rem 1rem;
        background: var(--surface);
        border-top: 1px solid var(--line);
      }
      .foot .problem:empty {
        display: none;
      }
      .foot .primary {
        min-width: 6rem;
      }
    `]}#e;#t;#n;#r;#i;#a;#o;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.#e=g(this.client,this.context),this.#e.addEventListener(`change`,()=>this.requestUpdate(),{signal:e}),this.#e.use(e),this.#t=h(this.client,this.context),this.#t.addEventListener(`change`,()=>this.#u(),{signal:e}),this.#t.use(e),this.moved(),e.addEventListener(`abort`,()=>this.#l())}get w(){return T.of(this.speaks,()=>this.requestUpdate())}identified(){o(this.me,`cases:read`)&&this.client.get(`/v1/journeys`,this.leaving.signal).then(e=>{this.journeys=e,this.opened&&!this.filled&&this.#d()},e=>{this.problem=this.inWords(e)})}moved(){if(!this.#t||this.context.case===this.#n)return;this.#n=this.context.case,this.#l();let e=s(this.#s,null);e&&e.case===this.#n&&this.open(e.journey)}get#s(){return`journey ${this.group}`}get#c(){return`journey ${this.#n} ${this.opened}`}open(e){this.#l(),this.opened=e,u(this.#s,{case:this.#n,journey:e}),this.changes=s(this.#c,{}),this.#d()}#l(){this.#r.abort(),this.#i&&clearTimeout(this.#i),this.opened=``,this.filled=null,this.changes={},this.tried=this.sending=!1,this.problem=``}#u(){let e=this.#t?.of(this.context.msisdn);((e?.pop.interaction??null)!==this.#a||(e?.verified??!1)!==this.#o)&&this.opened&&this.#d()}async#d(){this.#r.abort();let e=this.#r=new AbortController,t=this.#t?.of(this.context.msisdn);this.#a=t?.pop.interaction??null,this.#o=t?.verified??!1;let n=`/v1/cases/${this.#n}/journeys/${this.opened}`,r=()=>this.client.post(n,this.#f(),{signal:e.signal});try{let t=await r().catch(e=>{if(!(e instanceof a)||e.status!==409||this.#a===null)throw e;return this.#a=null,r()});if(e.signal.aborted)return;this.filled=t,this.problem=``}catch(t){e.signal.aborted||(this.problem=this.inWords(t))}}#f(){return{changes:this.changes,...this.#a!==null&&{interaction:this.#a}}}#p(e,t){this.changes={...this.changes,[e]:t},this.#h()}#m(e){let{[e]:t,...n}=this.changes;this.changes=n,this.#h()}#h(){u(this.#c,Object.keys(this.changes).length?this.changes:void 0),this.#i&&clearTimeout(this.#i),this.#i=setTimeout(()=>void this.#d(),D)}async#g(e){if(e.preventDefault(),this.sending)return;this.#i&&clearTimeout(this.#i),this.sending=this.tried=!0,await this.#d();let[t]=this.filled?.problems??[];if(this.problem||t){this.sending=!1,await this.updateComplete,t&&this.renderRoot.querySelector(`[data-field="${CSS.escape(t.field)}"] :is(input, select, textarea)`)?.focus();return}let n=`${this.#c} key`,r=s(n,``)||crypto.randomUUID();u(n,r);try{let e=`/v1/cases/${this.#n}/journeys/${this.opened}/submit`,t=await this.client.post(e,this.#f(),{headers:{"Idempotency-Key":r}});u(this.#c,void 0),u(this.#s,void 0),this.announce(this.w.sentNow),this.emit(`journey-sent`,{case:t.case_id,journey:t.journey,event:t.event_id}),this.#l(),await this.updateComplete,this.renderRoot.querySelector(`h2`)?.focus()}catch(e){this.problem=this.inWords(e),e instanceof a&&e.status===403&&this.#d()}this.sending=!1}view(){let{t:e,w:t}=this;if(this.me&&!o(this.me,`cases:write`))return p`<p class="empty">${e.notAllowed(`cases:write`)}</p>`;if(this.context.case===null)return p`<p class="empty">${t.noCase}</p>`;let n=this.journeys?.find(e=>e.journey===this.opened);return p`<div class="head" part="head">
        <h2 tabindex="-1" lang=${n?`en`:m}>${n?n.title:t.forms}</h2>
        ${this.opened?p`<button type="button" class="quiet" @click=${()=>{u(this.#s,void 0),this.#l()}}>${t.allForms}</button>`:m}
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${t.forms}>
        ${n?this.#b(n):this.#_()}
      </div>`}#_(){let{w:e}=this,t=this.#e.case;if(!t||!this.journeys)return p`<p class="empty ${this.problem?`problem`:``}">${this.problem||e.looking}</p>`;let n=t.journeys??[],r=this.journeys.filter(({journey:e})=>!n.some(t=>t.journey===e));return p`<div class="body">
      <h3>${e.calledFor}</h3>
      ${n.length?p`<ul class="list">${n.map(({journey:e,title:t,why:n})=>p`<li>${this.#v(e,t,n)}</li>`)}</ul>`:p`<p class="trail">${e.noneCalledFor}</p>`}
      ${r.length?p`<h3>${e.otherForms}</h3>
            <ul class="list">${r.map(({journey:e,title:t})=>p`<li>${this.#v(e,t,``)}</li>`)}</ul>`:m}
    </div>`}#v(e,t,n){let{w:r,format:a}=this,o=this.journeys?.find(t=>t.journey===e)?.sends??``,s=this.#y(e);return p`<div class="card ${n?`called`:``}" part="journey" data-journey=${e}>
      <b lang="en">${t}</b>
      ${n?p`<p lang="en">${n}</p>`:m}
      <p class="trail">${r.sentAs(r.becomes[o]??i(o))}</p>
      ${s?p`<p><span class="tag" data-tone="good">✓ ${r.sent(s.by,a.clock(s.at))}</span></p>
            <p class="trail">${r.event(String(s.body.event??``))}</p>`:p`<button type="button" class=${n?`primary`:`secondary`} @click=${()=>this.open(e)}>${r.open}<span class="unseen">: ${t}</span></button>`}
    </div>`}#y(e){return this.#e.steps.find(({what:t,name:n})=>t===`journey`&&n===e)}#b(e){let{w:t,format:n,filled:r}=this;if(!r)return p`<p class="empty ${this.problem?`problem`:``}" role=${this.problem?`alert`:m}>${this.problem||t.looking}</p>`;let a=r.needs_verification&&!r.verified,o=new Set(e.form.required??[]),s=new Map(r.problems.map(({field:e,message:t})=>[e,t])),c=e=>this.tried||e in this.changes;return p`<form class="form" part="form" novalidate @submit=${this.#g}>
      ${a?p`<div class="notice row"><p>${r.hint?p`<span lang="en">${r.hint}.</span> `:m}${t.needsVerification}</p>
              <button type="button" class="secondary" @click=${()=>this.emit(`verify-wanted`,{interaction:this.#a})}>${t.verify}</button></div>`:m}
      ${r.fields.some(({hidden:e})=>e)?p`<p class="trail">${t.hiddenHint}</p>`:m}
      <div class="fields">
        ${r.fields.map(r=>b({field:r,schema:e.form.properties[r.field]??{},required:o.has(r.field),given:r.field in this.changes?{value:this.changes[r.field]}:null,problem:c(r.field)?s.get(r.field)??``:``,change:e=>this.#p(r.field,e),undo:()=>this.#m(r.field)},t,n))}
      </div>
      <section class="diff" part="diff" aria-labelledby="diff-title">
        <h3 id="diff-title">${t.changes}</h3>
        ${r.diff.length?this.#x(r):p`<p class="trail">${t.noChanges}</p>`}
      </section>
      <div class="foot">
        <button class="primary" ?disabled=${this.sending||a}>${this.sending?t.sending:t.submit}</button>
        <span class="trail">${r.problems.length&&this.tried?t.toDo(r.problems.length):t.sentAs(t.becomes[e.sends]??i(e.sends))}</span>
        <p class="problem" role="alert">${this.problem}</p>
      </div>
    </form>`}#x({diff:e,fields:t}){let{w:n,t:r,format:a}=this,o=e=>t.find(t=>t.field===e)?.title??i(e);return p`<table>
      <thead><tr><td></td><th scope="col">${n.filled}</th><th scope="col">${n.given}</th></tr></thead>
      <tbody>
        ${e.map(({field:e,filled:t,given:n})=>p`<tr>
            <th scope="row" lang="en">${o(e)}</th>
            <td lang="en"><del>${w(t,r,a)}</del></td>
            <td lang="en"><ins>${w(n,r,a)}</ins></td>
          </tr>`)}
      </tbody>
    </table>`}};c([n()],O.prototype,`journeys`,void 0),c([n()],O.prototype,`opened`,void 0),c([n()],O.prototype,`filled`,void 0),c([n()],O.prototype,`changes`,void 0),c([n()],O.prototype,`tried`,void 0),c([n()],O.prototype,`sending`,void 0),c([n()],O.prototype,`problem`,void 0);export{E as n,O as t};