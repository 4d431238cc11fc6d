import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{C as t,S as n,a as r,b as i,f as a,l as o,m as s,n as c,p as l,s as u,t as d,u as f,v as p,w as m,y as h}from"./core-C8ooP6pE.js";import{c as g,l as _,n as v,o as y}from"./client-DT6omFh4.js";var b=[`rejected`,`cancelled`,`completed`,`failed`,`partial`],x=[`assessingCancellation`,`pendingCancellation`],S=({state:e})=>b.includes(e),C=e=>!S(e)&&!x.includes(e.state);function w(e,t,{kind:n,line:r,place:i}){let a={line:r,place:i},o=t.find(t=>t.kind===n&&t.name===e.product)?.needs??[];return[...new Set([...o.filter(e=>!a[e]),...Object.keys(e.characteristics)])].filter(t=>typeof(e.characteristics[t]??``)!=`object`)}function T(e,t){return typeof t==`number`&&e.trim()!==``&&Number.isFinite(Number(e))?Number(e):e.trim()}function E(e,t){let n={},{value:r}=e.elements.namedItem(`promised_at`);r!==A(t.promised_at)&&(n.promised_at=r?new Date(r).toISOString():null);let{value:i}=e.elements.namedItem(`description`);i.trim()!==t.description&&(n.description=i.trim());for(let r of e.querySelectorAll(`fieldset[data-item]`)){let e=t.items.find(({id:e})=>e===r.dataset.item);if(e){if(r.querySelector(`input[name=without]`)?.checked)n.without=[...n.without??[],e.id];else for(let t of r.querySelectorAll(`input[data-name]`)){let r=t.dataset.name??``,i=e.characteristics[r],a=t.type===`checkbox`?t.checked:T(t.value,i);a!==(i??``)&&(n.items={...n.items,[e.id]:{...n.items?.[e.id],[r]:a}})}}}return n}function D(e,r,i){let{w:a,order:o,products:s,sending:c,refused:l}=e,u=o.items.filter(({parent:e,state:t})=>e===null&&t!==`completed`);return t`<form class="acting amend" part="amend" autocomplete="off" @submit=${e=>{e.preventDefault(),r(E(e.target,o))}}>
    <p class="trail">${a.amendHint}</p>
    <label>${a.promisedFor}<input type="datetime-local" name="promised_at" .value=${A(o.promised_at)} /></label>
    <label>${a.description}<input name="description" maxlength="4000" .value=${o.description} /></label>
    ${u.map(e=>{let r=w(e,s,o);return!r.length&&u.length<2?n:t`<fieldset data-item=${e.id}>
        <legend lang="en">${e.title}</legend>
        ${r.map(t=>k(t,e.characteristics[t]))}
        ${u.length>1?t`<label class="check"><input type="checkbox" name="without" />${a.leaveOut}</label>`:n}
      </fieldset>`})}
    <div class="row">
      <button class="primary" ?disabled=${c}>${a.save}</button>
      <button type="button" class="quiet" @click=${i}>${a.keep}</button>
    </div>
    <p class="problem" role="alert">${l}</p>
  </form>`}function O(e,n,r){let{w:i,sending:a,refused:o}=e;return t`<form class="acting cancel" part="cancel" autocomplete="off" @submit=${e=>{e.preventDefault();let{value:t}=e.target.elements.namedItem(`reason`);n(t.trim())}}>
    <p class="trail">${i.cancelHint}</p>
    <label>${i.reason}<input name="reason" required maxlength="4000" /></label>
    <div class="row">
      <button class="primary" ?disabled=${a}>${i.cancelNow}</button>
      <button type="button" class="quiet" @click=${r}>${i.keepOrder}</button>
    </div>
    <p class="problem" role="alert">${o}</p>
  </form>`}function k(e,n){return typeof n==`boolean`?t`<label class="check" lang="en"><input type="checkbox" data-name=${e} .checked=${n} />${l(e)}</label>`:t`<label lang="en">${l(e)}<input data-name=${e} maxlength="400" .value=${String(n??``)} /></label>`}function A(e){if(!e)return``;let t=new Date(e);return new Date(t.getTime()-t.getTimezoneOffset()*6e4).toISOString().slice(0,16)}var j=m`
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
`,M=new c({orders:`Orders`,order:e=>`Order ${e}`,none:`Pick a case or a customer’s number: its orders are shown here.`,noOrders:`There is none.`,ofCase:`Of this case`,ofLine:`Of this number`,all:`All orders`,looking:`Looking…`,state:{acknowledged:`Taken in`,rejected:`Rejected`,pending:`Waits for information`,held:`On hold`,inProgress:`In progress`,cancelled:`Cancelled`,completed:`Completed`,failed:`Failed`,partial:`Done in part`,assessingCancellation:`Being cancelled`,pendingCancellation:`Being cancelled`},action:{add:`new`,modify:`change`,delete:`end`,noChange:`as it is`},priority:[`critical priority`,`high priority`,`medium priority`,`low priority`,`lowest priority`],promised:e=>`promised for ${e}`,taken:e=>`taken in ${e}`,items:`Items`,item:e=>`item ${e}`,waits:`Waits for`,until:e=>`until ${e}`,faults:`Faults`,again:e=>`again at ${e}`,retry:`Try again`,process:`Process`,drawing:(e,t)=>t?`${e}, now at: ${t}`:e,larger:`Larger`,smaller:`Smaller`,whole:`Show all`,cannotDraw:`What draws processes could not be loaded.`,timeline:`What happened`,amend:`Amend`,amendHint:`What was done for an item that changes is taken back and done anew; what was done for the others stays.`,promisedFor:`Promised for`,description:`Description`,leaveOut:`Leave out`,save:`Save`,keep:`Leave as it is`,nothingChanged:`Nothing is changed.`,cancel:`Cancel the order`,cancelHint:`What was done is taken back, the last first.`,reason:`Why`,cancelNow:`Yes, cancel it`,keepOrder:`Keep it`},{hi:async()=>(await a(async()=>{let{hi:e}=await import(`./texts.hi-CaHo-kwp.js`);return{hi:e}},[],import.meta.url)).hi}),N=e({T2rOrder:()=>F}),P={acknowledged:`accent`,inProgress:`accent`,completed:`good`,held:`warn`,pending:`warn`,partial:`warn`,failed:`bad`,rejected:`bad`},F=class extends u{constructor(...e){super(...e),this.order=null,this.chosen=null,this.ofCase=null,this.ofLine=null,this.shown=null,this.entries=[],this.drawn=null,this.acting=``,this.products=[],this.sending=!1,this.problem=``,this.refused=``,this.#t=null,this.#n=0,this.#r=!1,this.#i=new AbortController,this.#a=new AbortController,this.#o=null}static{this.styles=[f,j]}#e;#t;#n;#r;#i;#a;#o;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.#e=d(this.client,this.context),this.#e.addEventListener(`change`,()=>this.#d(),{signal:e}),this.#e.use(e);let t=new IntersectionObserver(([e])=>this.#l(e?.isIntersecting??!1));t.observe(this),e.addEventListener(`abort`,()=>{t.disconnect(),this.#r=!1,this.#i.abort(),this.#g()})}get w(){return M.of(this.speaks,()=>this.requestUpdate())}identified(){this.#u()}moved(){let e=`${this.context.case} ${this.context.msisdn}`;if(e===this.#t)return;let t=this.context.case!==null&&this.#t?.startsWith(`${this.context.case} `);this.#t=e,this.ofCase=this.ofLine=null,t&&this.chosen!==null&&y(this.#s,{about:e,order:this.chosen});let n=g(this.#s,null);this.chosen=n?.about===e?n.order:null,this.#u()}willUpdate(e){super.willUpdate(e),e.has(`order`)&&this.#u()}get#s(){return`order ${this.group}`}get#c(){return this.order??this.chosen}open(e){this.chosen=e,y(this.#s,{about:this.#t,order:e}),this.#u(),this.emit(`order-opened`,{order:e}),this.updateComplete.then(()=>this.heading?.focus())}close(){this.chosen=null,y(this.#s,void 0),this.#u(),this.updateComplete.then(()=>this.heading?.focus())}#l(e){e!==this.#r&&(this.#r=e,this.#u())}#u(){if(!this.#r||!_(this.me,`orders:read`)){this.#h();return}let e=this.#c;e===null?(this.#g(),this.#p()):e!==this.#o&&this.#_(e)}#d(){this.#r&&this.#c===null&&this.#f!==this.#n&&this.#p()}get#f(){return this.#e.steps.filter(({what:e})=>e===`order`).length}async#p(){this.#i.abort();let{signal:e}=this.#i=new AbortController,{case:t,msisdn:n}=this.context;this.#n=this.#f;try{let[r,i]=await Promise.all([t===null?[]:this.client.get(`/v1/cases/${t}/orders`,e),n===null?[]:this.#m(n,e)]);if(e.aborted)return;this.ofCase=[...r].sort((e,t)=>t.id-e.id),this.ofLine=i.filter(({id:e})=>!r.some(t=>t.id===e)),this.problem=``}catch(t){e.aborted||(this.problem=this.inWords(t))}}async#m(e,t){return(await this.client.get(`/v1/orders?line=${e}`,t)).items}#h(){this.#a.abort(),this.#o=null}#g(){this.#h(),this.shown=this.drawn=null,this.entries=[],this.sending=!1,this.acting=this.problem=this.refused=``}#_(e){this.shown?.id!==e&&this.#g(),this.#h();let t=this.#a=new AbortController;this.#o=e,r(this.client,`${I(e)}/events`,({event:e,data:n})=>{e===`order`?this.#v(JSON.parse(n),t.signal):e===`end`?t.abort():e===`problem`&&(this.problem=new v(JSON.parse(n)).message)},t.signal,e=>{this.problem=this.inWords(e)})}async#v(e,t){if(this.shown&&e.version<this.shown.version)return;let n=this.shown?.state;this.shown=e,this.problem=``,n!==void 0&&n!==e.state&&this.announce(`${this.w.order(e.id)}: ${this.#T(e.state)}`);let r=()=>this.shown?.id!==e.id||this.shown.version>e.version;try{let[t,n]=await Promise.all([this.client.get(`${I(e.id)}/drawing`),this.client.get(`${I(e.id)}/timeline`)]);if(r())return;this.entries=n;let{xml:i,at:a,passed:o,failed:s}=t;this.drawn={xml:i,marks:{waiting:a,passed:o,failed:s}}}catch(e){t.aborted||(this.problem=this.inWords(e))}}#y(e){this.acting=e,this.refused=``,e===`amend`&&!this.products.length&&this.client.get(`/v1/order-catalogue`).then(e=>{this.products=e},()=>void 0),this.updateComplete.then(()=>this.renderRoot.querySelector(`.acting :is(input, textarea)`)?.focus())}#b(){this.acting=this.refused=``,this.updateComplete.then(()=>this.heading?.focus())}#x(e){Object.keys(e).length?this.#S(`amend`,e,`order-amended`):this.refused=this.w.nothingChanged}async#S(e,t,n){let{shown:r}=this;if(r&&!this.sending){this.sending=!0,this.refused=``;try{let i=await this.client.post(`${I(r.id)}/${e}`,t);if(this.sending=!1,this.shown?.id!==i.id)return;this.#v(i,this.#a.signal),n&&(this.emit(n,{order:i.id}),this.#b())}catch(e){this.sending=!1,this.refused=this.inWords(e)}}}view(){let{t:e,w:r}=this;if(this.me&&!_(this.me,`orders:read`))return t`<p class="empty">${e.notAllowed(`orders:read`)}</p>`;let i=this.#c;return t`<div class="head" part="head">
        <h2 tabindex="-1">${i===null?r.orders:r.order(i)}</h2>
        ${this.chosen!==null&&this.order===null?t`<button type="button" class="quiet" @click=${()=>this.close()}>${r.all}</button>`:n}
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${r.orders}>
        ${this.problem?t`<p class="empty problem" role="alert">${this.problem}</p>`:n}
        ${i===null?this.#C():this.shown?this.#D(this.shown):this.problem?n:t`<p class="empty">${r.looking}</p>`}
      </div>`}#C(){let{w:e,ofCase:r,ofLine:i}=this;if(this.context.case===null&&this.context.msisdn===null)return t`<p class="empty">${e.none}</p>`;if(r===null||i===null)return this.problem?n:t`<p class="empty">${e.looking}</p>`;if(!r.length&&!i.length)return t`<p class="empty">${e.noOrders}</p>`;let a=(e,r)=>r.length?t`<section><h3>${e}</h3><ul class="list">${r.map(e=>t`<li>${this.#w(e)}</li>`)}</ul></section>`:n;return t`<div class="body">${a(e.ofCase,r)}${a(e.ofLine,i)}</div>`}#w(e){let{w:n,format:r}=this;return t`<button type="button" class="row-order" part="order" data-order=${e.id} @click=${()=>this.open(e.id)}>
      <b lang="en">${e.title}</b>${this.#E(e.state)}
      <span class="trail">${n.order(e.id)} · ${n.taken(r.clock(e.captured_at))}</span>
    </button>`}#T(e){return this.w.state[e]??s(e)}#E(e){return t`<span class="tag" data-tone=${P[e]??n} data-state=${e}>${this.#T(e)}</span>`}#D(e){let{w:r,format:i}=this,a=[e.line&&`+${e.line}`,e.place,r.priority[e.priority],e.promised_at&&r.promised(i.clock(e.promised_at)),r.taken(i.clock(e.captured_at))],o=e.awaited.filter(({message:e,kind:t})=>e||t===`userTask`);return t`<div class="body">
      <div>
        <p class="title" lang="en">${e.title}</p>
        <p class="about">${this.#E(e.state)}<span class="trail">${a.filter(Boolean).join(` · `)}</span></p>
        ${e.reason?t`<p class="why" lang="en">${e.reason}</p>`:n}
        ${e.description?t`<p class="why">${e.description}</p>`:n}
      </div>
      ${this.#k(e)}
      <section><h3>${r.items}</h3><ul class="lines items">${e.items.map(e=>this.#A(e))}</ul></section>
      ${o.length?t`<section><h3>${r.waits}</h3><ul class="lines waits">${o.map(e=>this.#j(e))}</ul></section>`:n}
      ${e.faults.length?t`<section><h3>${r.faults}</h3><ul class="lines faults">${e.faults.map(e=>this.#M(e))}</ul></section>`:n}
      ${this.#O()}
      <details>
        <summary>${r.timeline}</summary>
        <ol class="timeline">${this.entries.map(e=>this.#N(e))}</ol>
      </details>
    </div>`}#O(){let{w:e,drawn:r}=this;if(!r?.xml)return n;let{xml:i,marks:a}=r;return t`<section><h3>${e.process}</h3><t2r-process .xml=${i} .marks=${a} .texts=${e}></t2r-process></section>`}#k(e){let{w:r}=this;if(!C(e)||!_(this.me,`orders:write`))return n;let i={w:r,order:e,products:this.products,sending:this.sending,refused:this.refused},a=()=>this.#b();return this.acting===`amend`?D(i,e=>this.#x(e),a):this.acting===`cancel`?O(i,e=>void this.#S(`cancel`,{reason:e},`order-cancelled`),a):t`<div class="row">
      <button type="button" class="secondary" @click=${()=>this.#y(`amend`)}>${r.amend}</button>
      <button type="button" class="quiet" @click=${()=>this.#y(`cancel`)}>${r.cancel}</button>
      <p class="problem" role="alert">${this.refused}</p>
    </div>`}#A({title:e,action:n,state:r,parent:i,reasons:a}){return t`<li class=${i?`part`:``}>
      <span class="what"><span lang="en">${e}</span> <span class="trail">${this.w.action[n]}</span></span>${this.#E(r)}
      ${a.map(({reason:e})=>t`<p class="why" lang="en">${e}</p>`)}
    </li>`}#j({item:e,name:n,due:r}){let{w:i,format:a}=this,o=[e&&i.item(e),r&&i.until(a.clock(r))].filter(Boolean).join(` · `);return t`<li><span class="what"><span lang="en">${n}</span> <span class="trail">${o}</span></span></li>`}#M({step:e,item:r,node:i,error:a,state:o,retry_at:s}){let{w:c,format:u}=this,d=[r&&c.item(r),s&&c.again(u.clock(s))].filter(Boolean).join(` · `),f=[`failed`,`stuck`].includes(o)&&_(this.me,`orders:write`);return t`<li>
      <span class="what"><span lang="en">${l(i)}</span> <span class="trail">${d}</span></span>
      ${f?t`<button type="button" class="secondary" ?disabled=${this.sending} @click=${()=>void this.#S(`retry`,{step:e})}>${c.retry}</button>`:n}
      <p class="why" lang="en">${a}</p>
    </li>`}#N({at:e,by:r,what:i,item:a,node:o,state:c,reason:u}){let{w:d,format:f}=this,p=i===`step`?t`<span lang="en">${l(o??``)}: ${s(c)}</span>`:i===`state`?this.#T(c):t`<span lang="en">${l(i)}</span>`;return t`<li>
      <time datetime=${e} title=${f.whole(e)}>${f.clock(e)}</time>
      <div>${a?`${d.item(a)} · `:n}${p}
        <span class="trail">${r===`t2r`?n:r} <span lang="en">${u}</span></span></div>
    </li>`}};o([i({type:Number})],F.prototype,`order`,void 0),o([h()],F.prototype,`chosen`,void 0),o([h()],F.prototype,`ofCase`,void 0),o([h()],F.prototype,`ofLine`,void 0),o([h()],F.prototype,`shown`,void 0),o([h()],F.prototype,`entries`,void 0),o([h()],F.prototype,`drawn`,void 0),o([h()],F.prototype,`acting`,void 0),o([h()],F.prototype,`products`,void 0),o([h()],F.prototype,`sending`,void 0),o([h()],F.prototype,`problem`,void 0),o([h()],F.prototype,`refused`,void 0),o([p(`h2`)],F.prototype,`heading`,void 0);var I=e=>`/v1/orders/${e}`;export{N as n,F as t};