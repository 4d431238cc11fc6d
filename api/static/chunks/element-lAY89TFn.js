import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{c as t,d as n,h as r,i,l as a,o,p as s,r as c,s as l,t as u}from"./element-DBwN1AG3.js";import{t as d}from"./query-DDQkTGvL.js";import{a as f,n as p}from"./define-Cwv4mjmw.js";import{t as m}from"./cases-BxrRYaGm.js";import{i as h,n as g}from"./keep-Dstxxa3K.js";import{t as _}from"./stream-T5YqKkkZ.js";import{t as v}from"./translations-MUrqCPEJ.js";import{t as y}from"./preload-helper-B08HEnpN.js";var b=[`rejected`,`cancelled`,`completed`,`failed`,`partial`],x=[`assessingCancellation`,`pendingCancellation`],S=({state:e})=>b.includes(e),C=e=>!S(e)&&!x.includes(e.state);function w(e,t,{kind:n,line:r,place:i}){let a={line:r,place:i},o=t.find(t=>t.kind===n&&t.name===e.product)?.needs??[];return[...new Set([...o.filter(e=>!a[e]),...Object.keys(e.characteristics)])].filter(t=>typeof(e.characteristics[t]??``)!=`object`)}function T(e,t){return typeof t==`number`&&e.trim()!==``&&Number.isFinite(Number(e))?Number(e):e.trim()}var E=e=>e.replace(/^[A-Z][A-Z_]+(?=:)/,e=>o(e));function D(e,t){let n={},{value:r}=e.elements.namedItem(`promised_at`);r!==j(t.promised_at)&&(n.promised_at=r?new Date(r).toISOString():null);let{value:i}=e.elements.namedItem(`description`);i.trim()!==t.description&&(n.description=i.trim());for(let r of e.querySelectorAll(`fieldset[data-item]`)){let e=t.items.find(({id:e})=>e===r.dataset.item);if(e){if(r.querySelector(`input[name=without]`)?.checked)n.without=[...n.without??[],e.id];else for(let t of r.querySelectorAll(`input[data-name]`)){let r=t.dataset.name??``,i=e.characteristics[r],a=t.type===`checkbox`?t.checked:T(t.value,i);a!==(i??``)&&(n.items={...n.items,[e.id]:{...n.items?.[e.id],[r]:a}})}}}return n}function O(e,t,r){let{w:i,order:a,products:o,sending:c,refused:l}=e,u=a.items.filter(({parent:e,state:t})=>e===null&&t!==`completed`);return s`<form class="acting amend" part="amend" autocomplete="off" @submit=${e=>{e.preventDefault(),t(D(e.target,a))}}>
    <p class="trail">${i.amendHint}</p>
    <label>${i.promisedFor}<input type="datetime-local" name="promised_at" .value=${j(a.promised_at)} /></label>
    <label>${i.description}<input name="description" maxlength="4000" .value=${a.description} /></label>
    ${u.map(e=>{let t=w(e,o,a);return!t.length&&u.length<2?n:s`<fieldset data-item=${e.id}>
        <legend lang="en">${e.title}</legend>
        ${t.map(t=>A(t,e.characteristics[t]))}
        ${u.length>1?s`<label class="check"><input type="checkbox" name="without" />${i.leaveOut}</label>`:n}
      </fieldset>`})}
    <div class="row">
      <button class="primary" ?disabled=${c}>${i.save}</button>
      <button type="button" class="quiet" @click=${r}>${i.keep}</button>
    </div>
    <p class="problem" role="alert">${l}</p>
  </form>`}function k(e,t,n){let{w:r,sending:i,refused:a}=e;return s`<form class="acting cancel" part="cancel" autocomplete="off" @submit=${e=>{e.preventDefault();let{value:n}=e.target.elements.namedItem(`reason`);t(n.trim())}}>
    <p class="trail">${r.cancelHint}</p>
    <label>${r.reason}<input name="reason" required maxlength="4000" /></label>
    <div class="row">
      <button class="primary" ?disabled=${i}>${r.cancelNow}</button>
      <button type="button" class="quiet" @click=${n}>${r.keepOrder}</button>
    </div>
    <p class="problem" role="alert">${a}</p>
  </form>`}function A(e,t){return typeof t==`boolean`?s`<label class="check" lang="en"><input type="checkbox" data-name=${e} .checked=${t} />${o(e)}</label>`:s`<label lang="en">${o(e)}<input data-name=${e} maxlength="400" .value=${String(t??``)} /></label>`}function j(e){if(!e)return``;let t=new Date(e);return new Date(t.getTime()-t.getTimezoneOffset()*6e4).toISOString().slice(0,16)}var M=r`
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.9rem;
    align-content: start;
    padding: 0.75rem 1rem 1.5rem;
  }
  .row-order {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.1rem 0.6rem;
    align-items: start;
    width: 100%;
    padding: 0.5rem 0.6rem;
    text-align: start;
    border-radius: 8px;
  }
  .row-order:hover {
    background: var(--sunken);
  }
  .row-order b {
    font-weight: 600;
  }
  .row-order .trail {
    grid-column: 1 / -1;
  }
  .list {
    margin-inline: -0.6rem;
  }
  .about {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem 0.6rem;
  }
  .title {
    font-size: 1.05rem;
    font-weight: 650;
  }
  .lines > li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.15rem 0.6rem;
    padding-block: 0.4rem;
    border-top: 1px solid var(--line);
  }
  .lines > li.part {
    padding-inline-start: 1.2rem;
  }
  .what {
    flex: 1 1 9rem;
    min-width: 0;
  }
  .why {
    flex-basis: 100%;
    color: var(--muted);
    font-size: 0.93em;
  }
  .acting {
    display: grid;
    gap: 0.6rem;
    padding: 0.75rem 0.9rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .acting label {
    display: grid;
    gap: 0.1rem;
  }
  .acting label.check {
    display: flex;
    align-items: center;
    gap: 0.5rem;
  }
  .acting input[type="checkbox"] {
    min-height: 0;
    width: 1.1rem;
    height: 1.1rem;
    accent-color: var(--accent);
  }
  .acting fieldset {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr));
    gap: 0.5rem 1rem;
    padding-top: 0.4rem;
    border-top: 1px solid var(--line);
  }
  .acting legend {
    float: left;
    grid-column: 1 / -1;
    padding: 0;
    font-weight: 600;
  }
  t2r-process {
    margin-top: 0.4rem;
  }
  .timeline > li {
    display: grid;
    grid-template-columns: 5.5rem minmax(0, 1fr);
    gap: 0 0.7rem;
    padding-block: 0.2rem;
  }
  .timeline time {
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }
`,N=new v({orders:`Orders`,order:e=>`Order ${e}`,none:`Pick a case or a customer’s number: its orders are shown here.`,noOrders:`There is none.`,ofCase:`Of this case`,ofLine:`Of this number`,all:`All orders`,looking:`Looking…`,state:{acknowledged:`Taken in`,rejected:`Rejected`,pending:`Waits for information`,held:`On hold`,inProgress:`In progress`,cancelled:`Cancelled`,completed:`Completed`,failed:`Failed`,partial:`Done in part`,assessingCancellation:`Being cancelled`,pendingCancellation:`Being cancelled`},action:{add:`new`,modify:`change`,delete:`end`,noChange:`as it is`},priority:[`critical priority`,`high priority`,`medium priority`,`low priority`,`lowest priority`],promised:e=>`promised for ${e}`,taken:e=>`taken in ${e}`,items:`Items`,item:e=>`item ${e}`,waits:`Waits for`,until:e=>`until ${e}`,faults:`Faults`,again:e=>`again at ${e}`,retry:`Try again`,process:`Process`,drawing:(e,t)=>t?`${e}, now at: ${t}`:e,larger:`Larger`,smaller:`Smaller`,whole:`Show all`,cannotDraw:`What draws processes could not be loaded.`,timeline:`What happened`,amend:`Amend`,amendHint:`What was done for an item that changes is taken back and done anew; what was done for the others stays.`,promisedFor:`Promised for`,description:`Description`,leaveOut:`Leave out`,save:`Save`,keep:`Leave as it is`,nothingChanged:`Nothing is changed.`,cancel:`Cancel the order`,cancelHint:`What was done is taken back, the last first.`,reason:`Why`,cancelNow:`Yes, cancel it`,keepOrder:`Keep it`},{hi:async()=>(await y(async()=>{let{hi:e}=await import(`./texts.hi-CaHo-kwp.js`);return{hi:e}},[],import.meta.url)).hi}),P=e({T2rOrder:()=>I}),F={acknowledged:`accent`,inProgress:`accent`,completed:`good`,held:`warn`,pending:`warn`,partial:`warn`,failed:`bad`,rejected:`bad`},I=class extends u{constructor(...e){super(...e),this.order=null,this.chosen=null,this.ofCase=null,this.ofLine=null,this.shown=null,this.entries=[],this.drawn=null,this.acting=``,this.products=[],this.sending=!1,this.problem=``,this.refused=``,this.#t=null,this.#n=0,this.#r=!1,this.#i=new AbortController,this.#a=new AbortController,this.#o=null}static{this.styles=[i,M]}#e;#t;#n;#r;#i;#a;#o;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.#e=m(this.client,this.context),this.#e.addEventListener(`change`,()=>this.#d(),{signal:e}),this.#e.use(e);let t=new IntersectionObserver(([e])=>this.#l(e?.isIntersecting??!1));t.observe(this),e.addEventListener(`abort`,()=>{t.disconnect(),this.#r=!1,this.#i.abort(),this.#g()})}get w(){return N.of(this.speaks,()=>this.requestUpdate())}identified(){this.#u()}moved(){let e=`${this.context.case} ${this.context.msisdn}`;if(e===this.#t)return;let t=this.context.case!==null&&this.#t?.startsWith(`${this.context.case} `);this.#t=e,this.ofCase=this.ofLine=null,t&&this.chosen!==null&&g(this.#s,{about:e,order:this.chosen});let n=h(this.#s,null);this.chosen=n?.about===e?n.order:null,this.#u()}willUpdate(e){super.willUpdate(e),e.has(`order`)&&this.#u()}get#s(){return`order ${this.group}`}get#c(){return this.order??this.chosen}open(e){this.chosen=e,g(this.#s,{about:this.#t,order:e}),this.#u(),this.emit(`order-opened`,{order:e}),this.updateComplete.then(()=>this.heading?.focus())}close(){this.chosen=null,g(this.#s,void 0),this.#u(),this.updateComplete.then(()=>this.heading?.focus())}#l(e){e!==this.#r&&(this.#r=e,this.#u())}#u(){if(!this.#r||!f(this.me,`orders:read`)){this.#h();return}let e=this.#c;e===null?(this.#g(),this.#p()):e!==this.#o&&this.#_(e)}#d(){this.#r&&this.#c===null&&this.#f!==this.#n&&this.#p()}get#f(){return this.#e.steps.filter(({what:e})=>e===`order`).length}async#p(){this.#i.abort();let{signal:e}=this.#i=new AbortController,{case:t,msisdn:n}=this.context;this.#n=this.#f;try{let[r,i]=await Promise.all([t===null?[]:this.client.get(`/v1/cases/${t}/orders`,e),n===null?[]:this.#m(n,e)]);if(e.aborted)return;this.ofCase=[...r].sort((e,t)=>t.id-e.id),this.ofLine=i.filter(({id:e})=>!r.some(t=>t.id===e)),this.problem=``}catch(t){e.aborted||(this.problem=this.inWords(t))}}async#m(e,t){return(await this.client.get(`/v1/orders?line=${e}`,t)).items}#h(){this.#a.abort(),this.#o=null}#g(){this.#h(),this.shown=this.drawn=null,this.entries=[],this.sending=!1,this.acting=this.problem=this.refused=``}#_(e){this.shown?.id!==e&&this.#g(),this.#h();let t=this.#a=new AbortController;this.#o=e,_(this.client,`${L(e)}/events`,({event:e,data:n})=>{e===`order`?this.#v(JSON.parse(n),t.signal):e===`end`?t.abort():e===`problem`&&(this.problem=new p(JSON.parse(n)).message)},t.signal,e=>{this.problem=this.inWords(e)})}async#v(e,t){if(this.shown&&e.version<this.shown.version)return;let n=this.shown?.state;this.shown=e,this.problem=``,n!==void 0&&n!==e.state&&this.announce(`${this.w.order(e.id)}: ${this.#T(e.state)}`);let r=()=>this.shown?.id!==e.id||this.shown.version>e.version;try{let[t,n]=await Promise.all([this.client.get(`${L(e.id)}/drawing`),this.client.get(`${L(e.id)}/timeline`)]);if(r())return;this.entries=n;let{xml:i,at:a,passed:o,failed:s}=t;this.drawn={xml:i,marks:{waiting:a,passed:o,failed:s}}}catch(e){t.aborted||(this.problem=this.inWords(e))}}#y(e){this.acting=e,this.refused=``,e===`amend`&&!this.products.length&&this.client.get(`/v1/order-catalogue`).then(e=>{this.products=e},()=>void 0),this.updateComplete.then(()=>this.renderRoot.querySelector(`.acting :is(input, textarea)`)?.focus())}#b(){this.acting=this.refused=``,this.updateComplete.then(()=>this.heading?.focus())}#x(e){Object.keys(e).length?this.#S(`amend`,e,`order-amended`):this.refused=this.w.nothingChanged}async#S(e,t,n){let{shown:r}=this;if(r&&!this.sending){this.sending=!0,this.refused=``;try{let i=await this.client.post(`${L(r.id)}/${e}`,t);if(this.sending=!1,this.shown?.id!==i.id)return;this.#v(i,this.#a.signal),n&&(this.emit(n,{order:i.id}),this.#b())}catch(e){this.sending=!1,this.refused=this.inWords(e)}}}view(){let{t:e,w:t}=this;if(this.me&&!f(this.me,`orders:read`))return s`<p class="empty">${e.notAllowed(`orders:read`)}</p>`;let r=this.#c;return s`<div class="head" part="head">
        <h2 tabindex="-1">${r===null?t.orders:t.order(r)}</h2>
        ${this.chosen!==null&&this.order===null?s`<button type="button" class="quiet" @click=${()=>this.close()}>${t.all}</button>`:n}
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${t.orders}>
        ${this.problem?s`<p class="empty problem" role="alert">${this.problem}</p>`:n}
        ${r===null?this.#C():this.shown?this.#D(this.shown):this.problem?n:s`<p class="empty">${t.looking}</p>`}
      </div>`}#C(){let{w:e,ofCase:t,ofLine:r}=this;if(this.context.case===null&&this.context.msisdn===null)return s`<p class="empty">${e.none}</p>`;if(t===null||r===null)return this.problem?n:s`<p class="empty">${e.looking}</p>`;if(!t.length&&!r.length)return s`<p class="empty">${e.noOrders}</p>`;let i=(e,t)=>t.length?s`<section><h3>${e}</h3><ul class="list">${t.map(e=>s`<li>${this.#w(e)}</li>`)}</ul></section>`:n;return s`<div class="body">${i(e.ofCase,t)}${i(e.ofLine,r)}</div>`}#w(e){let{w:t,format:n}=this;return s`<button type="button" class="row-order" part="order" data-order=${e.id} @click=${()=>this.open(e.id)}>
      <b lang="en">${e.title}</b>${this.#E(e.state)}
      <span class="trail">${t.order(e.id)} · ${t.taken(n.clock(e.captured_at))}</span>
    </button>`}#T(e){return this.w.state[e]??l(e)}#E(e){return s`<span class="tag" data-tone=${F[e]??n} data-state=${e}>${this.#T(e)}</span>`}#D(e){let{w:t,format:r}=this,i=[e.line&&`+${e.line}`,e.place,t.priority[e.priority],e.promised_at&&t.promised(r.clock(e.promised_at)),t.taken(r.clock(e.captured_at))],a=e.awaited.filter(({message:e,kind:t})=>e||t===`userTask`),o=e.faults.length>0||e.items.some(({reasons:e})=>e.length);return s`<div class="body">
      <div>
        <p class="title" lang="en">${e.title}</p>
        <p class="about">${this.#E(e.state)}<span class="trail">${i.filter(Boolean).join(` · `)}</span></p>
        ${e.reason&&!o?s`<p class="why" lang="en">${e.reason}</p>`:n}
        ${e.description?s`<p class="why">${e.description}</p>`:n}
      </div>
      ${this.#k(e)}
      <section><h3>${t.items}</h3><ul class="lines items">${e.items.map(e=>this.#A(e))}</ul></section>
      ${a.length?s`<section><h3>${t.waits}</h3><ul class="lines waits">${a.map(e=>this.#j(e))}</ul></section>`:n}
      ${e.faults.length?s`<section><h3>${t.faults}</h3><ul class="lines faults">${e.faults.map(e=>this.#M(e))}</ul></section>`:n}
      ${this.#O()}
      <details>
        <summary>${t.timeline}</summary>
        <ol class="timeline">${this.entries.map(e=>this.#N(e))}</ol>
      </details>
    </div>`}#O(){let{w:e,drawn:t}=this;if(!t?.xml)return n;let{xml:r,marks:i}=t;return s`<section><h3>${e.process}</h3><t2r-process .xml=${r} .marks=${i} .texts=${e}></t2r-process></section>`}#k(e){let{w:t}=this;if(!C(e)||!f(this.me,`orders:write`))return n;let r={w:t,order:e,products:this.products,sending:this.sending,refused:this.refused},i=()=>this.#b();return this.acting===`amend`?O(r,e=>this.#x(e),i):this.acting===`cancel`?k(r,e=>void this.#S(`cancel`,{reason:e},`order-cancelled`),i):s`<div class="row">
      <button type="button" class="secondary" @click=${()=>this.#y(`amend`)}>${t.amend}</button>
      <button type="button" class="quiet" @click=${()=>this.#y(`cancel`)}>${t.cancel}</button>
      <p class="problem" role="alert">${this.refused}</p>
    </div>`}#A({title:e,action:t,state:n,parent:r,reasons:i}){return s`<li class=${r?`part`:``}>
      <span class="what"><span lang="en">${e}</span> <span class="trail">${this.w.action[t]}</span></span>${this.#E(n)}
      ${i.map(({reason:e})=>s`<p class="why" lang="en">${e}</p>`)}
    </li>`}#j({item:e,name:t,due:n}){let{w:r,format:i}=this,a=[e&&r.item(e),n&&r.until(i.clock(n))].filter(Boolean).join(` · `);return s`<li><span class="what"><span lang="en">${t}</span> <span class="trail">${a}</span></span></li>`}#M({step:e,item:t,node:r,error:i,state:a,retry_at:c}){let{w:l,format:u}=this,d=[t&&l.item(t),c&&l.again(u.clock(c))].filter(Boolean).join(` · `),p=[`failed`,`stuck`].includes(a)&&f(this.me,`orders:write`);return s`<li>
      <span class="what"><span lang="en">${o(r)}</span> <span class="trail">${d}</span></span>
      ${p?s`<button type="button" class="secondary" ?disabled=${this.sending} @click=${()=>void this.#S(`retry`,{step:e})}>${l.retry}</button>`:n}
      <p class="why" lang="en">${E(i)}</p>
    </li>`}#N({at:e,by:t,what:r,item:i,node:a,state:c,reason:u}){let{w:d,format:f}=this,p=r===`step`?s`<span lang="en">${o(a??``)}: ${l(c)}</span>`:r===`state`?this.#T(c):s`<span lang="en">${o(r)}</span>`;return s`<li>
      <time datetime=${e} title=${f.whole(e)}>${f.clock(e)}</time>
      <div>${i?`${d.item(i)} · `:n}${p}
        <span class="trail">${t===`t2r`?n:t} <span lang="en">${u}</span></span></div>
    </li>`}};c([a({type:Number})],I.prototype,`order`,void 0),c([t()],I.prototype,`chosen`,void 0),c([t()],I.prototype,`ofCase`,void 0),c([t()],I.prototype,`ofLine`,void 0),c([t()],I.prototype,`shown`,void 0),c([t()],I.prototype,`entries`,void 0),c([t()],I.prototype,`drawn`,void 0),c([t()],I.prototype,`acting`,void 0),c([t()],I.prototype,`products`,void 0),c([t()],I.prototype,`sending`,void 0),c([t()],I.prototype,`problem`,void 0),c([t()],I.prototype,`refused`,void 0),c([d(`h2`)],I.prototype,`heading`,void 0);var L=e=>`/v1/orders/${e}`;export{P as n,I as t};