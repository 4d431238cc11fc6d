import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{c as t,d as n,h as r,i,o as a,p as o,r as s,s as c,t as l}from"./element-DBwN1AG3.js";import{t as u}from"./desk-BXWl2VVq.js";import{a as d,n as f}from"./define-Cwv4mjmw.js";import{t as p}from"./cases-BxrRYaGm.js";import{i as m,n as h}from"./keep-Dstxxa3K.js";import{o as g,t as _}from"./words-COmAL65D.js";import{t as v}from"./translations-MUrqCPEJ.js";import{t as y}from"./preload-helper-B08HEnpN.js";var b=200;function x(e,t,r){let{field:i,schema:a,required:s,given:c,problem:l}=e,u=`field-${i.field}`;return o`<div class="field" data-field=${i.field} data-changed=${c?``:n}>
    ${a.type===`boolean`?o`<label class="check">${w(e,u,t)} <span lang="en">${i.title}</span>${s?S(t):n}</label>`:o`<label for=${u}><span lang="en">${i.title}</span>${s?S(t):n}</label>${w(e,u,t)}`}
    <p class="trail" id="${u}-about">
      ${c?o`<b>${t.byYou}</b> <button type="button" class="link" aria-label=${t.undoOf(i.title)} @click=${()=>e.undo()}>${t.undo}</button>`:C(i,t,r)}
    </p>
    ${l?o`<p class="problem" id="${u}-problem" lang="en">${l}</p>`:n}
  </div>`}var S=e=>o` <span class="required" title=${e.required}>*<span class="unseen">${e.required}</span></span>`;function C({source:e,confidence:t,hidden:r},i,a){if(e===null)return i.nothingKnown;let s=t===null?``:t>=.995?i.certain:i.sure(a.percent(t));return o`<span lang="en">${i.from(_(e))}</span>${s?o` · <span class="sure" data-low=${t!==null&&t<.8?``:n}>${s}</span>`:n}${r?o` · ${i.hidden}`:n}`}function w({field:e,schema:t,required:r,given:i,problem:a,change:s},l,u){let d=i?i.value:e.hidden?null:e.value,f=d==null?``:String(d),p=a?`${l}-about ${l}-problem`:`${l}-about`,m=a?`true`:n,h=e=>{let{value:n}=e.target;s(n===``?null:t.type===`number`||t.type===`integer`?Number(n):n)};if(t.enum)return o`<select id=${l} aria-describedby=${p} aria-invalid=${m} aria-required=${r} @change=${h}>
      <option value="" ?selected=${f===``}>${u.choose}</option>
      ${t.enum.map(e=>o`<option value=${String(e)} lang="en" ?selected=${String(e)===f}>${c(String(e))}</option>`)}
    </select>`;if(t.type===`boolean`)return o`<input id=${l} type="checkbox" aria-describedby=${p} aria-invalid=${m} .checked=${d===!0}
      @change=${e=>s(e.target.checked?!0:null)} />`;if((t.maxLength??0)>b&&t.format===void 0)return o`<textarea id=${l} rows="2" maxlength=${t.maxLength??n} aria-describedby=${p} aria-invalid=${m} aria-required=${r}
      placeholder=${e.hidden?`•••`:n} .value=${f} @input=${h}></textarea>`;let g=t.format===`date`?`date`:t.type===`number`||t.type===`integer`?`number`:`text`;return o`<input id=${l} type=${g} step=${g===`number`?`any`:n} min=${t.minimum??n} max=${t.maximum??n}
    maxlength=${t.maxLength??n} aria-describedby=${p} aria-invalid=${m} aria-required=${r} autocomplete="off"
    placeholder=${e.hidden?`•••`:n} .value=${f} @input=${h} />`}var T=(e,t,n)=>g(e,null,t,n),E=new v({forms:`Forms`,noCase:`Pick a case: its forms fill themselves from what is known of it.`,looking:`Looking…`,calledFor:`The case calls for`,otherForms:`Other forms`,noneCalledFor:`As it stands, the case calls for none.`,open:`Open the form`,allForms:`All forms`,becomes:{troubleTicket:`a trouble ticket`,productOrder:`a product order`,salesLead:`a sales lead`},sentAs:e=>`is sent as ${e}`,sent:(e,t)=>`Sent by ${e}, ${t}`,sentNow:`Sent.`,required:`required`,from:e=>`from ${e}`,byYou:`your change`,certain:`certain`,sure:e=>`${e} sure`,nothingKnown:`nothing is known`,hidden:`Known; shown once the customer is verified`,hiddenHint:`Values from the customer’s record are hidden, and are sent all the same.`,needsVerification:`This form is sent only while the customer is verified in this contact.`,verify:`Verify the customer`,changes:`Your changes`,noChanges:`Nothing is changed: it goes out as it was filled.`,filled:`Filled`,given:`Yours`,undo:`Undo`,undoOf:e=>`Undo the change of ${e}`,toDo:e=>e===1?`One field is not right yet.`:`${e} fields are not right yet.`,submit:`Send`,sending:`Sending…`,choose:`Choose…`},{hi:async()=>(await y(async()=>{let{hi:e}=await import(`./texts.hi-CKZzgFve.js`);return{hi:e}},[],import.meta.url)).hi}),D=e({T2rJourney:()=>k}),O=350,k=class extends l{constructor(...e){super(...e),this.journeys=null,this.opened=``,this.filled=null,this.changes={},this.tried=!1,this.sending=!1,this.problem=``,this.#t=null,this.#n=null,this.#r=new AbortController,this.#i=null,this.#a=null,this.#o=!1}static{this.styles=[i,r`
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
    `]}#e;#t;#n;#r;#i;#a;#o;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.#e=p(this.client,this.context),this.#e.addEventListener(`change`,()=>this.requestUpdate(),{signal:e}),this.#e.use(e),this.#t=u(this.client,this.context),this.#t.addEventListener(`change`,()=>this.#u(),{signal:e}),this.#t.use(e),this.moved(),e.addEventListener(`abort`,()=>this.#l())}get w(){return E.of(this.speaks,()=>this.requestUpdate())}identified(){d(this.me,`cases:read`)&&this.client.get(`/v1/journeys`,this.leaving.signal).then(e=>{this.journeys=e,this.opened&&!this.filled&&this.#d()},e=>{this.problem=this.inWords(e)})}moved(){if(!this.#t||this.context.case===this.#n)return;this.#n=this.context.case,this.#l();let e=m(this.#s,null);e&&e.case===this.#n&&this.open(e.journey)}get#s(){return`journey ${this.group}`}get#c(){return`journey ${this.#n} ${this.opened}`}open(e){this.#l(),this.opened=e,h(this.#s,{case:this.#n,journey:e}),this.changes=m(this.#c,{}),this.#d()}#l(){this.#r.abort(),this.#i&&clearTimeout(this.#i),this.opened=``,this.filled=null,this.changes={},this.tried=this.sending=!1,this.problem=``}#u(){let e=this.#t?.of(this.context.msisdn);((e?.pop.interaction??null)!==this.#a||(e?.verified??!1)!==this.#o)&&this.opened&&this.#d()}async#d(){this.#r.abort();let e=this.#r=new AbortController,t=this.#t?.of(this.context.msisdn);this.#a=t?.pop.interaction??null,this.#o=t?.verified??!1;let n=`/v1/cases/${this.#n}/journeys/${this.opened}`,r=()=>this.client.post(n,this.#f(),{signal:e.signal});try{let t=await r().catch(e=>{if(!(e instanceof f)||e.status!==409||this.#a===null)throw e;return this.#a=null,r()});if(e.signal.aborted)return;this.filled=t,this.problem=``}catch(t){e.signal.aborted||(this.problem=this.inWords(t))}}#f(){return{changes:this.changes,...this.#a!==null&&{interaction:this.#a}}}#p(e,t){this.changes={...this.changes,[e]:t},this.filled&&={...this.filled,problems:this.filled.problems.filter(t=>t.field!==e)},this.#h()}#m(e){let{[e]:t,...n}=this.changes;this.changes=n,this.#h()}#h(){h(this.#c,Object.keys(this.changes).length?this.changes:void 0),this.#i&&clearTimeout(this.#i),this.#i=setTimeout(()=>void this.#d(),O)}async#g(e){if(e.preventDefault(),this.sending)return;this.#i&&clearTimeout(this.#i),this.sending=this.tried=!0,await this.#d();let[t]=this.filled?.problems??[];if(this.problem||t){this.sending=!1,await this.updateComplete,t&&this.renderRoot.querySelector(`[data-field="${CSS.escape(t.field)}"] :is(input, select, textarea)`)?.focus();return}let n=`${this.#c} key`,r=m(n,``)||crypto.randomUUID();h(n,r);try{let e=`/v1/cases/${this.#n}/journeys/${this.opened}/submit`,t=await this.client.post(e,this.#f(),{headers:{"Idempotency-Key":r}});h(this.#c,void 0),h(this.#s,void 0),await this.client.get(`/v1/cases/${t.case_id}`).then(e=>this.#e.show(e),()=>void 0),this.announce(this.w.sentNow),this.emit(`journey-sent`,{case:t.case_id,journey:t.journey,event:t.event_id}),this.#l(),await this.updateComplete,this.renderRoot.querySelector(`h2`)?.focus()}catch(e){this.problem=this.inWords(e),e instanceof f&&e.status===403&&this.#d()}this.sending=!1}view(){let{t:e,w:t}=this;if(this.me&&!d(this.me,`cases:write`))return o`<p class="empty">${e.notAllowed(`cases:write`)}</p>`;if(this.context.case===null)return o`<p class="empty">${t.noCase}</p>`;let r=this.journeys?.find(e=>e.journey===this.opened);return o`<div class="head" part="head">
        <h2 tabindex="-1" lang=${r?`en`:n}>${r?r.title:t.forms}</h2>
        ${this.opened?o`<button type="button" class="quiet" @click=${()=>{h(this.#s,void 0),this.#l()}}>${t.allForms}</button>`:n}
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${t.forms}>
        ${r?this.#b(r):this.#_()}
      </div>`}#_(){let{w:e}=this,t=this.#e.case;if(!t||!this.journeys)return o`<p class="empty ${this.problem?`problem`:``}">${this.problem||e.looking}</p>`;let r=t.journeys??[],i=this.journeys.filter(({journey:e})=>!r.some(t=>t.journey===e));return o`<div class="body">
      <h3>${e.calledFor}</h3>
      ${r.length?o`<ul class="list">${r.map(({journey:e,title:t,why:n})=>o`<li>${this.#v(e,t,n)}</li>`)}</ul>`:o`<p class="trail">${e.noneCalledFor}</p>`}
      ${i.length?o`<h3>${e.otherForms}</h3>
            <ul class="list">${i.map(({journey:e,title:t})=>o`<li>${this.#v(e,t,``)}</li>`)}</ul>`:n}
    </div>`}#v(e,t,r){let{w:i,format:s}=this,c=this.journeys?.find(t=>t.journey===e)?.sends??``,l=this.#y(e);return o`<div class="card ${r?`called`:``}" part="journey" data-journey=${e}>
      <b lang="en">${t}</b>
      ${r?o`<p lang="en">${r}</p>`:n}
      <p class="trail">${i.sentAs(i.becomes[c]??a(c))}</p>
      ${l?o`<p><span class="tag" data-tone="good">✓ ${i.sent(l.by,s.clock(l.at))}</span></p>`:o`<button type="button" class=${r?`primary`:`secondary`} @click=${()=>this.open(e)}>${i.open}<span class="unseen">: ${t}</span></button>`}
    </div>`}#y(e){return this.#e.steps.find(({what:t,name:n})=>t===`journey`&&n===e)}#b(e){let{w:t,format:r,filled:i}=this;if(!i)return o`<p class="empty ${this.problem?`problem`:``}" role=${this.problem?`alert`:n}>${this.problem||t.looking}</p>`;let s=i.needs_verification&&!i.verified,c=new Set(e.form.required??[]),l=new Map(i.problems.map(({field:e,message:t})=>[e,t])),u=e=>this.tried||e in this.changes;return o`<form class="form" part="form" novalidate @submit=${this.#g}>
      ${s?o`<div class="notice row"><p>${i.hint?o`<span lang="en">${i.hint}.</span> `:n}${t.needsVerification}</p>
              <button type="button" class="secondary" @click=${()=>this.emit(`verify-wanted`,{interaction:this.#a})}>${t.verify}</button></div>`:n}
      ${i.fields.some(({hidden:e})=>e)?o`<p class="trail">${t.hiddenHint}</p>`:n}
      <div class="fields">
        ${i.fields.map(n=>x({field:n,schema:e.form.properties[n.field]??{},required:c.has(n.field),given:n.field in this.changes?{value:this.changes[n.field]}:null,problem:u(n.field)?l.get(n.field)??``:``,change:e=>this.#p(n.field,e),undo:()=>this.#m(n.field)},t,r))}
      </div>
      <section class="diff" part="diff" aria-labelledby="diff-title">
        <h3 id="diff-title">${t.changes}</h3>
        ${i.diff.length?this.#x(i):o`<p class="trail">${t.noChanges}</p>`}
      </section>
      <div class="foot">
        <button class="primary" ?disabled=${this.sending||s}>${this.sending?t.sending:t.submit}</button>
        <span class="trail">${i.problems.length&&this.tried?t.toDo(i.problems.length):t.sentAs(t.becomes[e.sends]??a(e.sends))}</span>
        <p class="problem" role="alert">${this.problem}</p>
      </div>
    </form>`}#x({diff:e,fields:t}){let{w:n,t:r,format:i}=this,s=e=>t.find(t=>t.field===e)?.title??a(e);return o`<table>
      <thead><tr><td></td><th scope="col">${n.filled}</th><th scope="col">${n.given}</th></tr></thead>
      <tbody>
        ${e.map(({field:e,filled:t,given:n})=>o`<tr>
            <th scope="row" lang="en">${s(e)}</th>
            <td lang="en"><del>${T(t,r,i)}</del></td>
            <td lang="en"><ins>${T(n,r,i)}</ins></td>
          </tr>`)}
      </tbody>
    </table>`}};s([t()],k.prototype,`journeys`,void 0),s([t()],k.prototype,`opened`,void 0),s([t()],k.prototype,`filled`,void 0),s([t()],k.prototype,`changes`,void 0),s([t()],k.prototype,`tried`,void 0),s([t()],k.prototype,`sending`,void 0),s([t()],k.prototype,`problem`,void 0);export{D as n,k as t};