import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{C as t,S as n,f as r,l as i,m as a,n as o,p as s,s as c,t as l,u,w as d,y as f}from"./core-DRFzIaB1.js";import{t as p}from"./desk-BBB1xAC9.js";import{c as m,l as h,n as g,o as _}from"./client-D65S0Hh_.js";import{o as v,t as y}from"./words-DM_6RW3i.js";var b=200;function x(e,r,i){let{field:a,schema:o,required:s,given:c,problem:l}=e,u=`field-${a.field}`;return t`<div class="field" data-field=${a.field} data-changed=${c?``:n}>
    ${o.type===`boolean`?t`<label class="check">${w(e,u,r)} <span lang="en">${a.title}</span>${s?S(r):n}</label>`:t`<label for=${u}><span lang="en">${a.title}</span>${s?S(r):n}</label>${w(e,u,r)}`}
    <p class="trail" id="${u}-about">
      ${c?t`<b>${r.byYou}</b> <button type="button" class="link" aria-label=${r.undoOf(a.title)} @click=${()=>e.undo()}>${r.undo}</button>`:C(a,r,i)}
    </p>
    ${l?t`<p class="problem" id="${u}-problem" lang="en">${l}</p>`:n}
  </div>`}var S=e=>t` <span class="required" title=${e.required}>*<span class="unseen">${e.required}</span></span>`;function C({source:e,confidence:r,hidden:i},a,o){if(e===null)return a.nothingKnown;let s=r===null?``:r>=.995?a.certain:a.sure(o.percent(r));return t`<span lang="en">${a.from(y(e))}</span>${s?t` · <span class="sure" data-low=${r!==null&&r<.8?``:n}>${s}</span>`:n}${i?t` · ${a.hidden}`:n}`}function w({field:e,schema:r,required:i,given:o,problem:s,change:c},l,u){let d=o?o.value:e.hidden?null:e.value,f=d==null?``:String(d),p=s?`${l}-about ${l}-problem`:`${l}-about`,m=s?`true`:n,h=e=>{let{value:t}=e.target;c(t===``?null:r.type===`number`||r.type===`integer`?Number(t):t)};if(r.enum)return t`<select id=${l} aria-describedby=${p} aria-invalid=${m} aria-required=${i} @change=${h}>
      <option value="" ?selected=${f===``}>${u.choose}</option>
      ${r.enum.map(e=>t`<option value=${String(e)} lang="en" ?selected=${String(e)===f}>${a(String(e))}</option>`)}
    </select>`;if(r.type===`boolean`)return t`<input id=${l} type="checkbox" aria-describedby=${p} aria-invalid=${m} .checked=${d===!0}
      @change=${e=>c(e.target.checked?!0:null)} />`;if((r.maxLength??0)>b&&r.format===void 0)return t`<textarea id=${l} rows="2" maxlength=${r.maxLength??n} aria-describedby=${p} aria-invalid=${m} aria-required=${i}
      placeholder=${e.hidden?`•••`:n} .value=${f} @input=${h}></textarea>`;let g=r.format===`date`?`date`:r.type===`number`||r.type===`integer`?`number`:`text`;return t`<input id=${l} type=${g} step=${g===`number`?`any`:n} min=${r.minimum??n} max=${r.maximum??n}
    maxlength=${r.maxLength??n} aria-describedby=${p} aria-invalid=${m} aria-required=${i} autocomplete="off"
    placeholder=${e.hidden?`•••`:n} .value=${f} @input=${h} />`}var T=(e,t,n)=>v(e,null,t,n),E=new o({forms:`Forms`,noCase:`Pick a case: its forms fill themselves from what is known of it.`,looking:`Looking…`,calledFor:`The case calls for`,otherForms:`Other forms`,noneCalledFor:`As it stands, the case calls for none.`,open:`Open the form`,allForms:`All forms`,becomes:{troubleTicket:`a trouble ticket`,productOrder:`a product order`,salesLead:`a sales lead`},sentAs:e=>`is sent as ${e}`,sent:(e,t)=>`Sent by ${e}, ${t}`,sentNow:`Sent.`,required:`required`,from:e=>`from ${e}`,byYou:`your change`,certain:`certain`,sure:e=>`${e} sure`,nothingKnown:`nothing is known`,hidden:`Known; shown once the customer is verified`,hiddenHint:`Values from the customer’s record are hidden, and are sent all the same.`,needsVerification:`This form is sent only while the customer is verified in this contact.`,verify:`Verify the customer`,changes:`Your changes`,noChanges:`Nothing is changed: it goes out as it was filled.`,filled:`Filled`,given:`Yours`,undo:`Undo`,undoOf:e=>`Undo the change of ${e}`,toDo:e=>e===1?`One field is not right yet.`:`${e} fields are not right yet.`,submit:`Send`,sending:`Sending…`,choose:`Choose…`},{hi:async()=>(await r(async()=>{let{hi:e}=await import(`./texts.hi-CKZzgFve.js`);return{hi:e}},[],import.meta.url)).hi}),D=e({T2rJourney:()=>k}),O=350,k=class extends c{constructor(...e){super(...e),this.journeys=null,this.opened=``,this.filled=null,this.changes={},this.tried=!1,this.sending=!1,this.problem=``,this.#t=null,this.#n=null,this.#r=new AbortController,this.#i=null,this.#a=null,this.#o=!1}static{this.styles=[u,d`
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
    `]}#e;#t;#n;#r;#i;#a;#o;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.#e=l(this.client,this.context),this.#e.addEventListener(`change`,()=>this.requestUpdate(),{signal:e}),this.#e.use(e),this.#t=p(this.client,this.context),this.#t.addEventListener(`change`,()=>this.#u(),{signal:e}),this.#t.use(e),this.moved(),e.addEventListener(`abort`,()=>this.#l())}get w(){return E.of(this.speaks,()=>this.requestUpdate())}identified(){h(this.me,`cases:read`)&&this.client.get(`/v1/journeys`,this.leaving.signal).then(e=>{this.journeys=e,this.opened&&!this.filled&&this.#d()},e=>{this.problem=this.inWords(e)})}moved(){if(!this.#t||this.context.case===this.#n)return;this.#n=this.context.case,this.#l();let e=m(this.#s,null);e&&e.case===this.#n&&this.open(e.journey)}get#s(){return`journey ${this.group}`}get#c(){return`journey ${this.#n} ${this.opened}`}open(e){this.#l(),this.opened=e,_(this.#s,{case:this.#n,journey:e}),this.changes=m(this.#c,{}),this.#d()}#l(){this.#r.abort(),this.#i&&clearTimeout(this.#i),this.opened=``,this.filled=null,this.changes={},this.tried=this.sending=!1,this.problem=``}#u(){let e=this.#t?.of(this.context.msisdn);((e?.pop.interaction??null)!==this.#a||(e?.verified??!1)!==this.#o)&&this.opened&&this.#d()}async#d(){this.#r.abort();let e=this.#r=new AbortController,t=this.#t?.of(this.context.msisdn);this.#a=t?.pop.interaction??null,this.#o=t?.verified??!1;let n=`/v1/cases/${this.#n}/journeys/${this.opened}`,r=()=>this.client.post(n,this.#f(),{signal:e.signal});try{let t=await r().catch(e=>{if(!(e instanceof g)||e.status!==409||this.#a===null)throw e;return this.#a=null,r()});if(e.signal.aborted)return;this.filled=t,this.problem=``}catch(t){e.signal.aborted||(this.problem=this.inWords(t))}}#f(){return{changes:this.changes,...this.#a!==null&&{interaction:this.#a}}}#p(e,t){this.changes={...this.changes,[e]:t},this.filled&&={...this.filled,problems:this.filled.problems.filter(t=>t.field!==e)},this.#h()}#m(e){let{[e]:t,...n}=this.changes;this.changes=n,this.#h()}#h(){_(this.#c,Object.keys(this.changes).length?this.changes:void 0),this.#i&&clearTimeout(this.#i),this.#i=setTimeout(()=>void this.#d(),O)}async#g(e){if(e.preventDefault(),this.sending)return;this.#i&&clearTimeout(this.#i),this.sending=this.tried=!0,await this.#d();let[t]=this.filled?.problems??[];if(this.problem||t){this.sending=!1,await this.updateComplete,t&&this.renderRoot.querySelector(`[data-field="${CSS.escape(t.field)}"] :is(input, select, textarea)`)?.focus();return}let n=`${this.#c} key`,r=m(n,``)||crypto.randomUUID();_(n,r);try{let e=`/v1/cases/${this.#n}/journeys/${this.opened}/submit`,t=await this.client.post(e,this.#f(),{headers:{"Idempotency-Key":r}});_(this.#c,void 0),_(this.#s,void 0),await this.client.get(`/v1/cases/${t.case_id}`).then(e=>this.#e.show(e),()=>void 0),this.announce(this.w.sentNow),this.emit(`journey-sent`,{case:t.case_id,journey:t.journey,event:t.event_id}),this.#l(),await this.updateComplete,this.renderRoot.querySelector(`h2`)?.focus()}catch(e){this.problem=this.inWords(e),e instanceof g&&e.status===403&&this.#d()}this.sending=!1}view(){let{t:e,w:r}=this;if(this.me&&!h(this.me,`cases:write`))return t`<p class="empty">${e.notAllowed(`cases:write`)}</p>`;if(this.context.case===null)return t`<p class="empty">${r.noCase}</p>`;let i=this.journeys?.find(e=>e.journey===this.opened);return t`<div class="head" part="head">
        <h2 tabindex="-1" lang=${i?`en`:n}>${i?i.title:r.forms}</h2>
        ${this.opened?t`<button type="button" class="quiet" @click=${()=>{_(this.#s,void 0),this.#l()}}>${r.allForms}</button>`:n}
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${r.forms}>
        ${i?this.#b(i):this.#_()}
      </div>`}#_(){let{w:e}=this,r=this.#e.case;if(!r||!this.journeys)return t`<p class="empty ${this.problem?`problem`:``}">${this.problem||e.looking}</p>`;let i=r.journeys??[],a=this.journeys.filter(({journey:e})=>!i.some(t=>t.journey===e));return t`<div class="body">
      <h3>${e.calledFor}</h3>
      ${i.length?t`<ul class="list">${i.map(({journey:e,title:n,why:r})=>t`<li>${this.#v(e,n,r)}</li>`)}</ul>`:t`<p class="trail">${e.noneCalledFor}</p>`}
      ${a.length?t`<h3>${e.otherForms}</h3>
            <ul class="list">${a.map(({journey:e,title:n})=>t`<li>${this.#v(e,n,``)}</li>`)}</ul>`:n}
    </div>`}#v(e,r,i){let{w:a,format:o}=this,c=this.journeys?.find(t=>t.journey===e)?.sends??``,l=this.#y(e);return t`<div class="card ${i?`called`:``}" part="journey" data-journey=${e}>
      <b lang="en">${r}</b>
      ${i?t`<p lang="en">${i}</p>`:n}
      <p class="trail">${a.sentAs(a.becomes[c]??s(c))}</p>
      ${l?t`<p><span class="tag" data-tone="good">✓ ${a.sent(l.by,o.clock(l.at))}</span></p>`:t`<button type="button" class=${i?`primary`:`secondary`} @click=${()=>this.open(e)}>${a.open}<span class="unseen">: ${r}</span></button>`}
    </div>`}#y(e){return this.#e.steps.find(({what:t,name:n})=>t===`journey`&&n===e)}#b(e){let{w:r,format:i,filled:a}=this;if(!a)return t`<p class="empty ${this.problem?`problem`:``}" role=${this.problem?`alert`:n}>${this.problem||r.looking}</p>`;let o=a.needs_verification&&!a.verified,c=new Set(e.form.required??[]),l=new Map(a.problems.map(({field:e,message:t})=>[e,t])),u=e=>this.tried||e in this.changes;return t`<form class="form" part="form" novalidate @submit=${this.#g}>
      ${o?t`<div class="notice row"><p>${a.hint?t`<span lang="en">${a.hint}.</span> `:n}${r.needsVerification}</p>
              <button type="button" class="secondary" @click=${()=>this.emit(`verify-wanted`,{interaction:this.#a})}>${r.verify}</button></div>`:n}
      ${a.fields.some(({hidden:e})=>e)?t`<p class="trail">${r.hiddenHint}</p>`:n}
      <div class="fields">
        ${a.fields.map(t=>x({field:t,schema:e.form.properties[t.field]??{},required:c.has(t.field),given:t.field in this.changes?{value:this.changes[t.field]}:null,problem:u(t.field)?l.get(t.field)??``:``,change:e=>this.#p(t.field,e),undo:()=>this.#m(t.field)},r,i))}
      </div>
      <section class="diff" part="diff" aria-labelledby="diff-title">
        <h3 id="diff-title">${r.changes}</h3>
        ${a.diff.length?this.#x(a):t`<p class="trail">${r.noChanges}</p>`}
      </section>
      <div class="foot">
        <button class="primary" ?disabled=${this.sending||o}>${this.sending?r.sending:r.submit}</button>
        <span class="trail">${a.problems.length&&this.tried?r.toDo(a.problems.length):r.sentAs(r.becomes[e.sends]??s(e.sends))}</span>
        <p class="problem" role="alert">${this.problem}</p>
      </div>
    </form>`}#x({diff:e,fields:n}){let{w:r,t:i,format:a}=this,o=e=>n.find(t=>t.field===e)?.title??s(e);return t`<table>
      <thead><tr><td></td><th scope="col">${r.filled}</th><th scope="col">${r.given}</th></tr></thead>
      <tbody>
        ${e.map(({field:e,filled:n,given:r})=>t`<tr>
            <th scope="row" lang="en">${o(e)}</th>
            <td lang="en"><del>${T(n,i,a)}</del></td>
            <td lang="en"><ins>${T(r,i,a)}</ins></td>
          </tr>`)}
      </tbody>
    </table>`}};i([f()],k.prototype,`journeys`,void 0),i([f()],k.prototype,`opened`,void 0),i([f()],k.prototype,`filled`,void 0),i([f()],k.prototype,`changes`,void 0),i([f()],k.prototype,`tried`,void 0),i([f()],k.prototype,`sending`,void 0),i([f()],k.prototype,`problem`,void 0);export{D as n,k as t};