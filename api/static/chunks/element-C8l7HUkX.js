import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{C as t,S as n,a as r,b as i,f as a,l as o,m as s,n as c,p as l,s as u,t as d,u as f,v as p,w as m,y as h}from"./core-DRFzIaB1.js";import{c as g,l as _,n as v,o as y,s as b}from"./client-D65S0Hh_.js";var x=[`rejected`,`cancelled`,`completed`,`failed`,`partial`],S=[`assessingCancellation`,`pendingCancellation`],C=({state:e})=>x.includes(e),w=e=>!C(e)&&!S.includes(e.state);function T(e,t,{kind:n,line:r,place:i}){let a={line:r,place:i},o=t.find(t=>t.kind===n&&t.name===e.product)?.needs??[];return[...new Set([...o.filter(e=>!a[e]),...Object.keys(e.characteristics)])].filter(t=>typeof(e.characteristics[t]??``)!=`object`)}function E(e,t){return typeof t==`number`&&e.trim()!==``&&Number.isFinite(Number(e))?Number(e):e.trim()}var D=e=>e.replace(/^[A-Z][A-Z_]+(?=:)/,e=>l(e));function O(e,t){let n={},{value:r}=e.elements.namedItem(`promised_at`);r!==M(t.promised_at)&&(n.promised_at=r?new Date(r).toISOString():null);let{value:i}=e.elements.namedItem(`description`);i.trim()!==t.description&&(n.description=i.trim());for(let r of e.querySelectorAll(`fieldset[data-item]`)){let e=t.items.find(({id:e})=>e===r.dataset.item);if(e){if(r.querySelector(`input[name=without]`)?.checked)n.without=[...n.without??[],e.id];else for(let t of r.querySelectorAll(`input[data-name]`)){let r=t.dataset.name??``,i=e.characteristics[r],a=t.type===`checkbox`?t.checked:E(t.value,i);a!==(i??``)&&(n.items={...n.items,[e.id]:{...n.items?.[e.id],[r]:a}})}}}return n}function k(e,r,i){let{w:a,order:o,products:s,sending:c,refused:l,typed:u}=e,{items:d,without:f,promised_at:p=o.promised_at,description:m=o.description}=e.draft.amend??{},h=o.items.filter(({parent:e,state:t})=>e===null&&t!==`completed`);return t`<form class="acting amend" part="amend" autocomplete="off" @submit=${e=>{e.preventDefault(),r(O(e.target,o))}}
    @input=${e=>u({amend:O(e.currentTarget,o)})}>
    <p class="trail">${a.amendHint}</p>
    <label>${a.promisedFor}<input type="datetime-local" name="promised_at" .value=${M(p)} /></label>
    <label>${a.description}<input name="description" maxlength="4000" .value=${m} /></label>
    ${h.map(e=>{let r=d?.[e.id]??{},i=[...new Set([...T(e,s,o),...Object.keys(r)])];return!i.length&&h.length<2?n:t`<fieldset data-item=${e.id}>
        <legend lang="en">${e.title}</legend>
        ${i.map(t=>j(t,r[t]??e.characteristics[t]))}
        ${h.length>1?t`<label class="check"><input type="checkbox" name="without" .checked=${f?.includes(e.id)??!1} />${a.leaveOut}</label>`:n}
      </fieldset>`})}
    <div class="row">
      <button class="primary" ?disabled=${c}>${a.save}</button>
      <button type="button" class="quiet" @click=${i}>${a.keep}</button>
    </div>
    <p class="problem" role="alert">${l}</p>
  </form>`}function A(e,n,r){let{w:i,sending:a,refused:o,draft:s,typed:c}=e;return t`<form class="acting cancel" part="cancel" autocomplete="off" @submit=${e=>{e.preventDefault();let{value:t}=e.target.elements.namedItem(`reason`);n(t.trim())}}>
    <p class="trail">${i.cancelHint}</p>
    <label>${i.reason}<input name="reason" required maxlength="4000" .value=${s.cancel??``}
      @input=${e=>c({cancel:e.target.value})} /></label>
    <div class="row">
      <button class="primary" ?disabled=${a}>${i.cancelNow}</button>
      <button type="button" class="quiet" @click=${r}>${i.keepOrder}</button>
    </div>
    <p class="problem" role="alert">${o}</p>
  </form>`}function j(e,n){return typeof n==`boolean`?t`<label class="check" lang="en"><input type="checkbox" data-name=${e} .checked=${n} />${l(e)}</label>`:t`<label lang="en">${l(e)}<input data-name=${e} maxlength="400" .value=${String(n??``)} /></label>`}function M(e){if(!e)return``;let t=new Date(e);return new Date(t.getTime()-t.getTimezoneOffset()*6e4).toISOString().slice(0,16)}var N=m`
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
`,P=new c({orders:`Orders`,order:e=>`Order ${e}`,none:`Pick a case or a customer’s number: its orders are shown here.`,noOrders:`There is none.`,ofCase:`Of this case`,ofLine:`Of this number`,all:`All orders`,looking:`Looking…`,state:{acknowledged:`Taken in`,rejected:`Rejected`,pending:`Waits for information`,held:`On hold`,inProgress:`In progress`,cancelled:`Cancelled`,completed:`Completed`,failed:`Failed`,partial:`Done in part`,assessingCancellation:`Being cancelled`,pendingCancellation:`Being cancelled`},action:{add:`new`,modify:`change`,delete:`end`,noChange:`as it is`},priority:[`critical priority`,`high priority`,`medium priority`,`low priority`,`lowest priority`],promised:e=>`promised for ${e}`,taken:e=>`taken in ${e}`,items:`Items`,item:e=>`item ${e}`,waits:`Waits for`,until:e=>`until ${e}`,faults:`Faults`,again:e=>`again at ${e}`,retry:`Try again`,process:`Process`,drawing:(e,t)=>t?`${e}, now at: ${t}`:e,larger:`Larger`,smaller:`Smaller`,whole:`Show all`,cannotDraw:`What draws processes could not be loaded.`,timeline:`What happened`,amend:`Amend`,amendHint:`What was done for an item that changes is taken back and done anew; what was done for the others stays.`,promisedFor:`Promised for`,description:`Description`,leaveOut:`Leave out`,save:`Save`,keep:`Leave as it is`,nothingChanged:`Nothing is changed.`,cancel:`Cancel the order`,cancelHint:`What was done is taken back, the last first.`,reason:`Why`,cancelNow:`Yes, cancel it`,keepOrder:`Keep it`},{hi:async()=>(await a(async()=>{let{hi:e}=await import(`./texts.hi-CaHo-kwp.js`);return{hi:e}},[],import.meta.url)).hi}),F=e({T2rOrder:()=>z}),I={acknowledged:`accent`,inProgress:`accent`,completed:`good`,held:`warn`,pending:`warn`,partial:`warn`,failed:`bad`,rejected:`bad`},L=`order draft`,R=20,z=class extends u{constructor(...e){super(...e),this.order=null,this.chosen=null,this.ofCase=null,this.ofLine=null,this.shown=null,this.entries=[],this.drawn=null,this.acting=``,this.products=[],this.sending=!1,this.problem=``,this.refused=``,this.#t=null,this.#n=0,this.#r={},this.#i=!1,this.#a=new AbortController,this.#o=new AbortController,this.#s=null,this.#C=({amend:e,cancel:t})=>{let n=t||Object.keys(e??{}).length>0;this.shown&&b(L,String(this.shown.id),n?{amend:e,cancel:t}:void 0,R)}}static{this.styles=[f,N]}#e;#t;#n;#r;#i;#a;#o;#s;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving;this.#e=d(this.client,this.context),this.#e.addEventListener(`change`,()=>this.#f(),{signal:e}),this.#e.use(e);let t=new IntersectionObserver(([e])=>this.#u(e?.isIntersecting??!1));t.observe(this),e.addEventListener(`abort`,()=>{t.disconnect(),this.#i=!1,this.#a.abort(),this.#_()})}get w(){return P.of(this.speaks,()=>this.requestUpdate())}identified(){this.#d()}moved(){let e=`${this.context.case} ${this.context.msisdn}`;if(e===this.#t)return;let t=this.context.case!==null&&this.#t?.startsWith(`${this.context.case} `);this.#t=e,this.ofCase=this.ofLine=null,t&&this.chosen!==null&&y(this.#c,{about:e,order:this.chosen});let n=g(this.#c,null);this.chosen=n?.about===e?n.order:null,this.#d()}willUpdate(e){super.willUpdate(e),e.has(`order`)&&this.#d()}get#c(){return`order ${this.group}`}get#l(){return this.order??this.chosen}open(e){this.chosen=e,y(this.#c,{about:this.#t,order:e}),this.#d(),this.emit(`order-opened`,{order:e}),this.updateComplete.then(()=>this.heading?.focus())}close(){this.chosen=null,y(this.#c,void 0),this.#d(),this.updateComplete.then(()=>this.heading?.focus())}#u(e){e!==this.#i&&(this.#i=e,this.#d())}#d(){if(!this.#i||!_(this.me,`orders:read`)){this.#g();return}let e=this.#l;e===null?(this.#_(),this.#m()):e!==this.#s&&this.#v(e)}#f(){this.#i&&this.#l===null&&this.#p!==this.#n&&this.#m()}get#p(){return this.#e.steps.filter(({what:e})=>e===`order`).length}async#m(){this.#a.abort();let{signal:e}=this.#a=new AbortController,{case:t,msisdn:n}=this.context;this.#n=this.#p;try{let[r,i]=await Promise.all([t===null?[]:this.client.get(`/v1/cases/${t}/orders`,e),n===null?[]:this.#h(n,e)]);if(e.aborted)return;this.ofCase=[...r].sort((e,t)=>t.id-e.id),this.ofLine=i.filter(({id:e})=>!r.some(t=>t.id===e)),this.problem=``}catch(t){e.aborted||(this.problem=this.inWords(t))}}async#h(e,t){return(await this.client.get(`/v1/orders?line=${e}`,t)).items}#g(){this.#o.abort(),this.#s=null}#_(){this.#g(),this.shown=this.drawn=null,this.entries=[],this.sending=!1,this.acting=this.problem=this.refused=``}#v(e){this.shown?.id!==e&&this.#_(),this.#g();let t=this.#o=new AbortController;this.#s=e,r(this.client,`${B(e)}/events`,({event:e,data:n})=>{e===`order`?this.#y(JSON.parse(n),t.signal):e===`end`?t.abort():e===`problem`&&(this.problem=new v(JSON.parse(n)).message)},t.signal,e=>{this.problem=this.inWords(e)})}async#y(e,t){if(this.shown&&e.version<this.shown.version)return;let n=this.shown?.state;this.shown=e,this.problem=``,n===void 0&&this.#b(e.id),n!==void 0&&n!==e.state&&this.announce(`${this.w.order(e.id)}: ${this.#k(e.state)}`);let r=()=>this.shown?.id!==e.id||this.shown.version>e.version;try{let[t,n]=await Promise.all([this.client.get(`${B(e.id)}/drawing`),this.client.get(`${B(e.id)}/timeline`)]);if(r())return;this.entries=n;let{xml:i,at:a,passed:o,failed:s}=t;this.drawn={xml:i,marks:{waiting:a,passed:o,failed:s}}}catch(e){t.aborted||(this.problem=this.inWords(e))}}#b(e){let t=g(`${L} ${e}`,{}),n=t.amend?`amend`:t.cancel?`cancel`:null;n&&this.#S(n,t)}#x(e){this.#S(e,{}),this.updateComplete.then(()=>this.renderRoot.querySelector(`.acting :is(input, textarea)`)?.focus())}#S(e,t){this.acting=e,this.#r=t,this.refused=``,e===`amend`&&!this.products.length&&this.client.get(`/v1/order-catalogue`).then(e=>{this.products=e},()=>void 0)}#C;#w(){this.#C({}),this.acting=this.refused=``,this.updateComplete.then(()=>this.heading?.focus())}#T(e){Object.keys(e).length?this.#E(`amend`,e,`order-amended`):this.refused=this.w.nothingChanged}async#E(e,t,n){let{shown:r}=this;if(r&&!this.sending){this.sending=!0,this.refused=``;try{let i=await this.client.post(`${B(r.id)}/${e}`,t);if(this.sending=!1,this.shown?.id!==i.id)return;this.#y(i,this.#o.signal),n&&(this.emit(n,{order:i.id}),this.#w())}catch(e){this.sending=!1,this.refused=this.inWords(e)}}}view(){let{t:e,w:r}=this;if(this.me&&!_(this.me,`orders:read`))return t`<p class="empty">${e.notAllowed(`orders:read`)}</p>`;let i=this.#l;return t`<div class="head" part="head">
        <h2 tabindex="-1">${i===null?r.orders:r.order(i)}</h2>
        ${this.chosen!==null&&this.order===null?t`<button type="button" class="quiet" @click=${()=>this.close()}>${r.all}</button>`:n}
      </div>
      <div class="scroll" part="body" tabindex="0" role="region" aria-label=${r.orders}>
        ${this.problem?t`<p class="empty problem" role="alert">${this.problem}</p>`:n}
        ${i===null?this.#D():this.shown?this.#j(this.shown):this.problem?n:t`<p class="empty">${r.looking}</p>`}
      </div>`}#D(){let{w:e,ofCase:r,ofLine:i}=this;if(this.context.case===null&&this.context.msisdn===null)return t`<p class="empty">${e.none}</p>`;if(r===null||i===null)return this.problem?n:t`<p class="empty">${e.looking}</p>`;if(!r.length&&!i.length)return t`<p class="empty">${e.noOrders}</p>`;let a=(e,r)=>r.length?t`<section><h3>${e}</h3><ul class="list">${r.map(e=>t`<li>${this.#O(e)}</li>`)}</ul></section>`:n;return t`<div class="body">${a(e.ofCase,r)}${a(e.ofLine,i)}</div>`}#O(e){let{w:n,format:r}=this;return t`<button type="button" class="row-order" part="order" data-order=${e.id} @click=${()=>this.open(e.id)}>
      <b lang="en">${e.title}</b>${this.#A(e.state)}
      <span class="trail">${n.order(e.id)} · ${n.taken(r.clock(e.captured_at))}</span>
    </button>`}#k(e){return this.w.state[e]??s(e)}#A(e){return t`<span class="tag" data-tone=${I[e]??n} data-state=${e}>${this.#k(e)}</span>`}#j(e){let{w:r,format:i}=this,a=[e.line&&`+${e.line}`,e.place,r.priority[e.priority],e.promised_at&&r.promised(i.clock(e.promised_at)),r.taken(i.clock(e.captured_at))],o=e.awaited.filter(({message:e,kind:t})=>e||t===`userTask`),s=e.faults.length>0||e.items.some(({reasons:e})=>e.length);return t`<div class="body">
      <div>
        <p class="title" lang="en">${e.title}</p>
        <p class="about">${this.#A(e.state)}<span class="trail">${a.filter(Boolean).join(` · `)}</span></p>
        ${e.reason&&!s?t`<p class="why" lang="en">${e.reason}</p>`:n}
        ${e.description?t`<p class="why">${e.description}</p>`:n}
      </div>
      ${this.#N(e)}
      <section><h3>${r.items}</h3><ul class="lines items">${e.items.map(e=>this.#P(e))}</ul></section>
      ${o.length?t`<section><h3>${r.waits}</h3><ul class="lines waits">${o.map(e=>this.#F(e))}</ul></section>`:n}
      ${e.faults.length?t`<section><h3>${r.faults}</h3><ul class="lines faults">${e.faults.map(e=>this.#I(e))}</ul></section>`:n}
      ${this.#M()}
      <details>
        <summary>${r.timeline}</summary>
        <ol class="timeline">${this.entries.map(e=>this.#L(e))}</ol>
      </details>
    </div>`}#M(){let{w:e,drawn:r}=this;if(!r?.xml)return n;let{xml:i,marks:a}=r;return t`<section><h3>${e.process}</h3><t2r-process .xml=${i} .marks=${a} .texts=${e}></t2r-process></section>`}#N(e){let{w:r}=this;if(!w(e)||!_(this.me,`orders:write`))return n;let i={w:r,order:e,products:this.products,sending:this.sending,refused:this.refused,draft:this.#r,typed:this.#C},a=()=>this.#w();return this.acting===`amend`?k(i,e=>this.#T(e),a):this.acting===`cancel`?A(i,e=>void this.#E(`cancel`,{reason:e},`order-cancelled`),a):t`<div class="row">
      <button type="button" class="secondary" @click=${()=>this.#x(`amend`)}>${r.amend}</button>
      <button type="button" class="quiet" @click=${()=>this.#x(`cancel`)}>${r.cancel}</button>
      <p class="problem" role="alert">${this.refused}</p>
    </div>`}#P({title:e,action:n,state:r,parent:i,reasons:a}){return t`<li class=${i?`part`:``}>
      <span class="what"><span lang="en">${e}</span> <span class="trail">${this.w.action[n]}</span></span>${this.#A(r)}
      ${a.map(({reason:e})=>t`<p class="why" lang="en">${e}</p>`)}
    </li>`}#F({item:e,name:n,due:r}){let{w:i,format:a}=this,o=[e&&i.item(e),r&&i.until(a.clock(r))].filter(Boolean).join(` · `);return t`<li><span class="what"><span lang="en">${n}</span> <span class="trail">${o}</span></span></li>`}#I({step:e,item:r,node:i,error:a,state:o,retry_at:s}){let{w:c,format:u}=this,d=[r&&c.item(r),s&&c.again(u.clock(s))].filter(Boolean).join(` · `),f=[`failed`,`stuck`].includes(o)&&_(this.me,`orders:write`);return t`<li>
      <span class="what"><span lang="en">${l(i)}</span> <span class="trail">${d}</span></span>
      ${f?t`<button type="button" class="secondary" ?disabled=${this.sending} @click=${()=>void this.#E(`retry`,{step:e})}>${c.retry}</button>`:n}
      <p class="why" lang="en">${D(a)}</p>
    </li>`}#L({at:e,by:r,what:i,item:a,node:o,state:c,reason:u}){let{w:d,format:f}=this,p=i===`step`?t`<span lang="en">${l(o??``)}: ${s(c)}</span>`:i===`state`?this.#k(c):t`<span lang="en">${l(i)}</span>`;return t`<li>
      <time datetime=${e} title=${f.whole(e)}>${f.clock(e)}</time>
      <div>${a?`${d.item(a)} · `:n}${p}
        <span class="trail">${r===`t2r`?n:r} <span lang="en">${u}</span></span></div>
    </li>`}};o([i({type:Number})],z.prototype,`order`,void 0),o([h()],z.prototype,`chosen`,void 0),o([h()],z.prototype,`ofCase`,void 0),o([h()],z.prototype,`ofLine`,void 0),o([h()],z.prototype,`shown`,void 0),o([h()],z.prototype,`entries`,void 0),o([h()],z.prototype,`drawn`,void 0),o([h()],z.prototype,`acting`,void 0),o([h()],z.prototype,`products`,void 0),o([h()],z.prototype,`sending`,void 0),o([h()],z.prototype,`problem`,void 0),o([h()],z.prototype,`refused`,void 0),o([p(`h2`)],z.prototype,`heading`,void 0);var B=e=>`/v1/orders/${e}`;export{F as n,z as t};