import{C as e,S as t,_ as n,b as r,c as i,f as a,g as o,h as s,i as c,l,o as u,p as d,r as f,s as p,u as m,v as h,w as g,y as _}from"./chunks/core-DRFzIaB1.js";import{c as v,l as y,n as b,o as x,r as S,s as C,t as w}from"./chunks/client-D65S0Hh_.js";var T=`conversation`,E=15,D=30,O=new Set([403,404,422,503]),k=class extends EventTarget{constructor(...e){super(...e),this.turns=[],this.cut=!1,this.#e=null,this.#t=null}#e;#t;load(e){e!==this.#e&&(this.stop(),this.#e=e,this.turns=v(`${T} ${e}`,[]).map(e=>e.state===`asking`?{...e,state:`stopped`,sentences:[],pools:null}:e),this.cut=!1,this.#a())}static isKept(e){return v(`${T} ${e}`,[]).length>0}move(e){this.#e!==null&&C(T,this.#e,void 0,E),this.#e=e,this.#a()}get isAsking(){return this.#t!==null}clear(){this.stop(),this.turns=[],this.cut=!1,this.#a()}stop(){this.#t?.abort()}async ask(e,t,n,r){this.stop();let i=new AbortController;this.#t=i;let a=r??{...A(),id:crypto.randomUUID(),question:t,judged:null};Object.assign(a,A()),r||(this.cut||=this.turns.length>=D,this.turns=[...this.turns,a].slice(-30)),this.#a();try{await this.#n(e,a,n,i.signal),a.state=`done`,this.dispatchEvent(new CustomEvent(`answered`,{detail:a}))}catch(e){i.signal.aborted?a.state=`stopped`:(a.state=`failed`,a.problem=e instanceof b?e.message:String(e))}finally{this.#t===i&&(this.#t=null),this.#a()}}async#n(e,t,n,r){let{msisdn:i}=n;for(;;)try{await this.#r(e,t,{...n,msisdn:i},r);return}catch(n){if(r.aborted||!(n instanceof b))throw n;if(n.status===0)Object.assign(t,A(),{state:`waiting`}),this.#a(),await e.connection.back(r),Object.assign(t,A());else if(i&&O.has(n.status))i=null,Object.assign(t,A(),{withoutLine:!0});else throw n}}async#r(e,t,n,r){let i=await e.send(`POST`,`/v1/answers`,{body:this.#i(t,n),headers:{Accept:`text/event-stream`},signal:r});try{for await(let e of u(i.body)){for(let{event:n,data:r}of e)if(n===`passages`)t.pools=JSON.parse(r);else if(n===`sentence`)t.sentences.push(JSON.parse(r));else if(n===`answer`)t.answer=JSON.parse(r);else if(n===`problem`)throw new b(JSON.parse(r));t.sentences.length&&!t.answer&&this.dispatchEvent(new Event(`change`))}}catch(t){throw t instanceof b||r.aborted?t:(e.connection.lost(),new b({}))}if(!t.answer)throw new b({});t.sentences=[],t.pools=null}#i(e,{product:t,audience:n,msisdn:r}){let i=this.turns.slice(0,this.turns.indexOf(e)).flatMap(({question:e,answer:t})=>t?[{role:`agent`,text:e},{role:`assistant`,text:t.text}]:[]);return{question:e.question,context:{turns:i.slice(-20),...t&&{product:t},...n&&{audience:n}},...r&&{msisdn:r}}}save(){if(this.#e===null)return;let e=this.turns.slice(-10);C(T,this.#e,e.length?e:void 0,E)}#a(){this.save(),this.dispatchEvent(new Event(`change`))}},A=()=>({state:`asking`,sentences:[],pools:null,answer:null,problem:``,withoutLine:!1}),j=({citations:e},t)=>e.every(({document_id:e})=>t.get(e)===`customer`);function M(e,t){let n=e.sentences.filter(e=>j(e,t)),r=new Set(P(e)),i=0,a=n.map(e=>r.has(e)?(i+=1,`${i}. ${e.text}`):e.text);return{text:r.size?a.join(`
`):a.join(` `),leftOut:e.sentences.length-n.length,of:e.sentences.length}}function N(e,t,n){let r=new Map;for(let{citations:t}of e.sentences)for(let e of t)r.set(e.document_id,e);let i=[...r.values()].map(({title:e,document_id:t,version:n})=>`- ${e} (${t}, v${n})`);return[`Q: ${e.question}`,`${t} (${n}):\n${e.text}`,...e.live?[e.live.text]:[],...i.length?[i.join(`
`)]:[],`[${e.answer_id}]`].join(`

`)}function P({sentences:e,text:t}){let n=new Set(t.split(`
`)),r=0;return e.filter(e=>n.has(`${r+1}. ${e.text}`)?(r+=1,!0):!1)}async function F(e){try{return await navigator.clipboard.writeText(e),!0}catch{let t=document.createElement(`textarea`);t.value=e,t.readOnly=!0,document.body.append(t),t.select();let n=document.execCommand(`copy`);return t.remove(),n}}var I=160;function L(t,n){let r=n.find(({document_id:e,start:n,end:r})=>e===t.document_id&&n<=t.start&&t.end<=r);if(!r)return e`<blockquote class="quote"><mark>${t.quote}</mark></blockquote>`;let i=t.start-r.start,a=t.end-r.start,o=c(r.text,Math.max(0,i-I),i),s=c(r.text,a,a+I),l=i>I?`…`:``,u=a+I<[...r.text].length?`…`:``;return e`<blockquote class="quote">${l}${R(o)}<mark>${R(t.quote)}</mark>${R(s)}${u}</blockquote>`}var R=e=>e.replace(/^#{1,6} +/gm,``).replace(/[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}/g,``).replace(/\n{2,}/g,` · `);function z({text:e,title:t}){let n=`## Symptom\n\n${t}\n`;return f(e.startsWith(n)?e.slice(n.length):e)}var B=g`
  .log {
    padding: 0.25rem 1rem 1rem;
    scroll-padding-block: 0.5rem;
  }
  .welcome {
    padding: clamp(1rem, 10cqh, 4rem) 0 1rem;
    text-align: center;
  }
  .welcome h2 {
    font-size: 1.45rem;
    letter-spacing: -0.015em;
  }
  .welcome p {
    max-width: 30rem;
    margin: 0.5rem auto 1.1rem;
    color: var(--muted);
    text-wrap: balance;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem;
  }
  .chips .trail {
    align-self: center;
  }
  .welcome .chips {
    justify-content: center;
  }
  .chips button {
    max-width: 100%;
    padding: 0.2rem 0.75rem;
    border: 1px solid var(--line);
    border-radius: 1rem;
    background: var(--surface);
    text-align: start;
  }
  .chips button:hover {
    border-color: var(--accent);
    color: var(--accent-strong);
  }

  .turn {
    display: grid;
    gap: 0.55rem;
    padding-block: 0.9rem 1rem;
    scroll-margin-top: 0;
    outline-offset: -2px;
  }
  .turn + .turn {
    border-top: 1px solid var(--line);
  }
  .turn.last {
    min-height: calc(100cqh - 1rem);
    align-content: start;
  }
  .asked {
    font-size: 1.08rem;
    white-space: pre-wrap;
  }
  .read {
    margin-top: -0.35rem;
  }
  .read b {
    color: var(--text);
    font-weight: 600;
  }
  .read s {
    text-decoration-color: var(--line-strong);
  }
  .verdict {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem 0.6rem;
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    padding: 0.05rem 0.6rem;
    border-radius: 0.8rem;
    font-weight: 650;
    color: var(--muted);
    background: var(--sunken);
  }
  .badge::before {
    content: "";
    flex: none;
    width: 0.5em;
    height: 0.5em;
    border-radius: 50%;
    background: currentcolor;
  }
  [data-decision="answered"] .badge {
    color: var(--good);
    background: var(--good-soft);
  }
  [data-decision="suggested"] .badge {
    color: var(--warn);
    background: var(--warn-soft);
  }
  .sure {
    display: inline-flex;
    align-items: center;
    gap: 0.45em;
    font-weight: 600;
  }
  .sure[data-level="high"] {
    color: var(--good);
  }
  .sure[data-level="medium"] {
    color: var(--warn);
  }
  .sure[data-level="low"] {
    color: var(--bad);
  }
  .meter {
    display: inline-grid;
    grid-template-columns: repeat(3, 0.55em);
    gap: 2px;
  }
  .meter i {
    height: 0.55em;
    border-radius: 2px;
    background: currentcolor;
  }
  .sure[data-level="medium"] i:nth-child(3),
  .sure[data-level="low"] i:nth-child(n + 2) {
    opacity: 0.25;
  }

  .sentences {
    display: grid;
    gap: 0.3rem;
    max-width: 46rem;
  }
  .sentences:empty {
    display: none;
  }
  .sentence {
    position: relative;
    margin-inline: -0.5rem;
    padding: 0.05rem 0.5rem;
    border-radius: 7px;
  }
  .sentence.step {
    padding-inline-start: 2.1rem;
  }
  .kept {
    white-space: nowrap;
  }
  .ordinal {
    position: absolute;
    inset-inline-start: 0.5rem;
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }
  .sentence:hover,
  .sentence:focus-within,
  .sentence.lit,
  .sources li:hover,
  .sources li.lit {
    background: var(--accent-soft);
  }
  .cite {
    min-width: 1.6em;
    min-height: 0;
    margin-inline-start: 0.3em;
    padding: 0 0.35em;
    font-size: 0.8em;
    font-weight: 650;
    line-height: 1.6;
    font-variant-numeric: tabular-nums;
    color: var(--accent-strong);
    background: var(--accent-soft);
    border-radius: 5px;
    vertical-align: 0.08em;
    border: 1px solid transparent;
  }
  .cite:hover,
  .cite:focus-visible,
  .sentence.lit .cite {
    background: var(--accent);
    color: var(--on-accent);
  }
  .cite[data-inside] {
    color: var(--warn);
    background: var(--warn-soft);
    border: 1px dashed currentcolor;
  }
  .cite[data-inside]:hover,
  .cite[data-inside]:focus-visible,
  .sentence.lit .cite[data-inside] {
    color: var(--surface);
    background: var(--warn);
  }

  .card {
    position: fixed;
    inset: auto;
    margin: 0;
    z-index: 10;
    max-width: min(26rem, calc(100vw - 1.5rem));
    padding: 0.6rem 0.75rem;
    background: var(--surface);
    border: 1px solid var(--line-strong);
    border-radius: 9px;
    box-shadow: 0 8px 30px rgb(10 14 20 / 18%);
  }
  .card h4 {
    margin-bottom: 0.15rem;
  }
  .quote {
    max-height: 9em;
    margin-top: 0.35rem;
    overflow: hidden;
    white-space: pre-wrap;
    color: var(--muted);
  }
  .quote mark {
    white-space: pre-wrap;
  }

  .sources {
    display: grid;
    gap: 1px;
    margin-inline: -0.5rem;
  }
  .sources li {
    display: flex;
    align-items: baseline;
    gap: 0.5rem;
    padding: 0.15rem 0.5rem;
    border-radius: 7px;
  }
  .sources .link {
    flex: 1;
    color: var(--text);
  }
  .sources .link:hover {
    color: var(--accent-strong);
  }
  .number {
    flex: none;
    min-width: 1.6em;
    text-align: center;
    border-radius: 5px;
    font-size: 0.8em;
    font-weight: 650;
    line-height: 1.6;
    color: var(--accent-strong);
    background: var(--accent-soft);
  }
  .turn > .tag {
    justify-self: start;
  }
  .act {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem;
  }
  .act .secondary {
    padding-inline: 0.6rem;
  }
  .judge {
    display: flex;
    flex-wrap: wrap;
    gap: 0.1rem;
    margin-inline-start: -0.5rem;
  }
  .judge .quiet {
    padding-inline: 0.5rem;
  }
  .comment {
    display: flex;
    gap: 0.4rem;
  }
  .comment input {
    flex: 1;
  }
  .note {
    color: var(--muted);
  }
  .more {
    display: grid;
    gap: 0.6rem;
  }
  .more summary + * {
    margin-top: 0.5rem;
  }
  .pools {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr));
    gap: 0.75rem;
  }
  .pool h4 {
    color: var(--muted);
  }
  .pool > ol {
    display: grid;
    gap: 0.4rem;
    margin-top: 0.3rem;
  }
  .passage {
    padding: 0.45rem 0.65rem;
    border: 1px solid var(--line);
    border-radius: 8px;
  }
  .passage > .link {
    color: var(--text);
    font-weight: 600;
  }
  .snippet {
    max-height: 4.5em;
    margin-top: 0.2rem;
    overflow: hidden;
    color: var(--muted);
    mask-image: linear-gradient(#000 60%, transparent);
  }
  .why {
    margin-top: 0.25rem;
    font-size: 0.93em;
  }
  .parts {
    display: grid;
    grid-template-columns: max-content minmax(3rem, 1fr) max-content;
    align-items: center;
    gap: 0.1rem 0.6rem;
    margin-block: 0.3rem;
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }
  progress {
    width: 100%;
    height: 0.4rem;
    appearance: none;
    border: 0;
    border-radius: 999px;
    background: var(--sunken);
    overflow: hidden;
  }
  progress::-webkit-progress-bar {
    background: var(--sunken);
  }
  progress::-webkit-progress-value {
    background: var(--accent);
  }
  progress::-moz-progress-bar {
    background: var(--accent);
  }
  progress.less::-webkit-progress-value {
    background: var(--warn);
  }
  progress.less::-moz-progress-bar {
    background: var(--warn);
  }

  .composer {
    flex: none;
    padding: 0.5rem 0.75rem 0.6rem;
    border-top: 1px solid var(--line);
  }
  .box {
    display: flex;
    align-items: flex-end;
    gap: 0.4rem;
    padding: 0.3rem;
    background: var(--surface);
    border: 1px solid var(--line-strong);
    border-radius: 11px;
  }
  .box:focus-within {
    border-color: var(--accent);
    outline: 1px solid var(--accent);
  }
  .box textarea {
    flex: 1;
    max-height: 9rem;
    padding: 0.25rem 0.5rem;
    border: 0;
    outline: 0;
    background: none;
    resize: none;
    field-sizing: content;
  }
  .box .primary {
    min-width: 4rem;
    border-radius: 8px;
  }
  .options {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem 0.75rem;
    margin-top: 0.35rem;
    padding-inline: 0.3rem;
  }
  .options label {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
  }
  .options input,
  .options select {
    min-height: 1.6rem;
    padding-block: 0;
    color: var(--text);
  }
  .options input {
    width: 6rem;
  }
  .options .trail {
    margin-inline-start: auto;
  }
  .reader {
    position: absolute;
    inset: 0;
    z-index: 5;
  }
  @container (width < 27rem) {
    .log {
      padding-inline: 0.75rem;
    }
  }
  @container (width >= 54rem) {
    .judge {
      margin-inline-start: auto;
    }
  }
`,V=3,H=/^(.*?)(\S{0,24})$/s,U=140,W=180,G=e=>e>=.8?`high`:e>=.5?`medium`:`low`,K=class extends p{static{this.styles=[m,B]}#e;#t;constructor(){super(),this.cases=!1,this.draft=``,this.product=``,this.sendable=!1,this.narrowing=!1,this.audiences=new Map,this.lit=[],this.litIn=``,this.litFrom=`sentence`,this.notes=new Map,this.commenting=``,this.previewed=null,this.reading=null,this.#e=new k,this.#n=!0,this.#r=e=>`${this.group} ${e??``}`,this.#_=e=>{e.ctrlKey||e.metaKey||e.altKey||e.defaultPrevented||this.reading||(e.key===`Escape`&&this.previewed?(this.#E(),e.preventDefault()):e.key===`/`&&!i(e)?(e.preventDefault(),this.focus()):e.target instanceof Element&&e.target.closest(`.turn`)&&!i(e)&&this.#v(e))},this.#D=e=>{e.stopPropagation(),this.reading=null,this.#g.at(-1)?.focus()},this.#e.addEventListener(`change`,()=>this.requestUpdate()),this.#e.addEventListener(`answered`,e=>this.#o(e.detail))}connectedCallback(){super.connectedCallback(),this.draft=v(this.#i,``),{product:this.product,sendable:this.sendable}=v(`narrowing`,{product:``,sendable:!1}),this.narrowing=this.product!==``||this.sendable;for(let{answer:e}of this.#e.turns.slice(-3))e&&this.#s(e)}disconnectedCallback(){super.disconnectedCallback(),this.#e.stop()}ask(e){let t=e.trim();return t?this.#a(t):Promise.resolve()}clear(){this.#e.clear(),this.notes=new Map,this.reading=null,this.focus()}focus(){this.field?.focus()}moved(){let e=this.#r(this.context.msisdn),t=this.#r(null);this.#n&&e!==t&&this.#e.turns.length>0&&!k.isKept(e)?this.#e.move(e):this.#e.load(e),this.#n=e===t}#n;#r;get#i(){return`draft ${this.group}`}async#a(e,t){this.emit(`asked`,{question:e});let n={product:this.product.trim(),audience:this.sendable?`customer`:``,msisdn:this.context.msisdn},r=this.#e.ask(this.client,e,n,t);await this.updateComplete,this.#g.at(-1)?.scrollIntoView({block:`start`}),await r}#o(e){let t=e.answer;this.announce(this.#c(t)),this.#l({answer_id:t.answer_id,displayed:!0}),this.#s(t),this.emit(`answered`,{answer:t})}async#s(e){let t=new Set(e.sentences.flatMap(({citations:e})=>e.map(({document_id:e})=>e)));await Promise.all([...t].map(async e=>{let t=await this.client.document(e).catch(()=>null),n=t===null?void 0:t.audience??`internal`;this.audiences=new Map(this.audiences).set(e,n)}))}#c(e){let{t}=this,n=e.sentences.map(({text:e})=>e);if(e.decision===`abstained`)return[t.verdict.abstained,e.next_check&&`${t.checkNext}: ${e.next_check.text}`,e.missing].filter(Boolean).join(`. `);let r=t.confidence(G(e.confidence),this.format.percent(e.confidence));return[e.live?.text,`${t.verdict[e.decision]}, ${r}.`,...n].filter(Boolean).join(` `)}#l(e){y(this.me,`feedback:write`)&&this.client.outbox.post(`/v1/feedback`,e)}#u(e,t){let n=e.answer,{answer_id:r}=n,i=this.#f(n);t===`correct`||t===`incorrect`||!i?this.#l({answer_id:r,correct:t===`correct`}):t===`wrong`?this.#l({answer_id:r,document_id:i,document_correct:!1}):this.#l({answer_id:r,document_id:i,document_clear:!1}),e.judged=t,this.commenting=t===`correct`?``:e.id,this.#e.save(),this.#m(e,this.client.connection.state===`offline`?this.t.feedbackWaits:this.t.saved),this.emit(`judged`,{answer_id:r,judgement:t,document_id:i})}#d({sentences:e}){if(!e.every(({citations:e})=>e.every(({document_id:e})=>this.audiences.has(e))))return`none`;let t=e.filter(e=>j(e,this.audiences)).length;return t===e.length?`none`:t?`some`:`all`}#f({sentences:e}){return this.lit[0]??e[0]?.citations[0]?.document_id}async#p(e,t){let n=e.answer,{t:r}=this,i,a=r.copied;if(t===`customer`){await this.#s(n);let t=M(n,this.audiences);if(!t.text)return this.#m(e,r.nothingForCustomer);i=t.text,t.leftOut&&(a=r.leftOut(t.leftOut,t.of))}else{let e=r.confidence(G(n.confidence),this.format.percent(n.confidence));i=N(n,r.verdict[n.decision],e)}if(!await F(i))return this.#m(e,r.copyFailed);this.#m(e,a),this.#l({answer_id:n.answer_id,copied:!0}),this.emit(`answer-copied`,{answer_id:n.answer_id,for:t,text:i})}#m(e,t){this.notes=new Map(this.notes).set(e.id,t),this.announce(t)}async#h(e,t){this.#E();let n={...e,...t&&{answer_id:t.answer_id}};t&&this.#l({answer_id:t.answer_id,document_id:e.document_id,clicked:!0}),this.emit(`source-opened`,{document_id:e.document_id,start:e.start,end:e.end}),this.context.open(n)||(await a(()=>import(`./t2r-knowledge.js`),[],import.meta.url),this.reading=n)}shortcuts(){let{t:e}=this;return[[[`Enter`],e.keyAsk],[[`Shift`,`Enter`],e.keyNewLine],[[`/`],e.keyQuestion],[[`Esc`],e.keyClear],[[`j`,`k`],e.keyTurn],[[`1`,`…`,`9`],e.keySource],[[`c`],e.keyCorrect],[[`w`],e.keyWrong],[[`u`],e.keyUnclear],[[`y`],e.keyCopyCustomer],[[`n`],e.keyCopyNotes]]}get#g(){return[...this.renderRoot.querySelectorAll(`.turn`)]}#_;#v(e){let t=e.target.closest(`.turn`),n=this.#g.indexOf(t),r=this.#e.turns[n],i={j:1,k:-1}[e.key];if(i&&this.#g[n+i]?.focus(),i||!r?.answer)return;let{answer:a}=r,o={c:()=>this.#u(r,`correct`),w:()=>this.#u(r,`wrong`),u:()=>this.#u(r,`unclear`),y:()=>void this.#p(r,`customer`),n:()=>void this.#p(r,`notes`)},s=q(a)[Number(e.key)-1];s?this.#h(s,a):o[e.key]?.(),(s||o[e.key])&&e.preventDefault()}#y(e){e.key===`Enter`&&!e.shiftKey&&!e.isComposing?(e.preventDefault(),this.#x()):e.key===`Escape`&&(e.preventDefault(),this.draft?this.#b(``):this.#g.at(-1)?.focus())}#b(e){this.draft=e,x(this.#i,e||void 0)}#x(){let e=this.draft.trim();e?(this.#b(``),this.#a(e)):this.#e.stop()}#S(e,t){this.product=e,this.sendable=t,x(`narrowing`,{product:e,sendable:t})}#C(e,t,n=`sentence`){this.litFrom=n,this.lit=t.map(({document_id:e})=>e),this.litIn=e?.id??``,this.context.highlight(t[0]??null)}#w(e,t,n){return this.litIn!==e.id||this.litFrom!==t?!1:n.some(({document_id:e})=>this.lit.includes(e))}#T(e,t,n,r){clearTimeout(this.#t),this.#t=setTimeout(async()=>{let{articles:r,resolutions:i}=e.answer??e.pools??{articles:[],resolutions:[]};if(this.previewed={citation:t,passages:[...r,...i]},await this.updateComplete,!n.isConnected)return;this.card.matches(`:popover-open`)||this.card.showPopover();let{left:a,bottom:o,top:s}=n.getBoundingClientRect(),{width:c,height:l}=this.card.getBoundingClientRect();this.card.style.left=`${Math.max(8,Math.min(a,innerWidth-c-8))}px`,this.card.style.top=`${o+l+12>innerHeight?Math.max(8,s-l-6):o+6}px`},r)}#E(e=0){clearTimeout(this.#t),this.#t=setTimeout(()=>{this.previewed=null,this.card?.matches(`:popover-open`)&&this.card.hidePopover()},e)}view(){let{t:n}=this,{turns:r,cut:i,isAsking:a}=this.#e;return e`
      ${this.plain&&!r.length?t:e`<div class="head" part="head">
              <h2>${n.assist}</h2>
              ${r.length?e`<button type="button" class="quiet" @click=${()=>this.clear()}>${n.newConversation}</button>`:t}
              ${this.plain?t:e`<button type="button" class="quiet icon" aria-label=${n.keysTitle} title=${n.keysTitle} @click=${()=>this.openKeys()}>?</button>`}
            </div>`}
      <div class="scroll log" part="transcript" role="log" aria-live="off" aria-label=${n.conversation} tabindex="0" @keydown=${this.#_}>
        ${i?e`<p class="trail">${n.olderLeft}</p>`:t}
        ${r.length?t:this.#O()}
        ${o(r,({id:e})=>e,(e,t)=>this.#A(e,t===r.length-1))}
      </div>
      ${this.#k(a)} ${this.#L()}
      ${this.reading?e`<t2r-knowledge
              class="reader"
              part="reader"
              .baseUrl=${this.client.base}
              .group=${this.group}
              .lang=${this.lang}
              .theme=${this.theme}
              .place=${this.reading}
              closable
              @t2r-document-closed=${this.#D}
            ></t2r-knowledge>`:t}
    `}#D;#O(){let{t}=this;return e`<div class="welcome">
      <h2>${t.assistWelcome}</h2>
      <p>${t.assistHint}</p>
      <div class="chips">
        ${t.examples.map(t=>e`<button type="button" lang="en" @click=${()=>this.ask(t)}>${t}</button>`)}
      </div>
    </div>`}#k(n){let{t:r}=this,i=n&&!this.draft.trim()?r.stop:r.ask;return e`<form
      class="composer"
      part="composer"
      autocomplete="off"
      @submit=${e=>{e.preventDefault(),this.#x()}}
      @keydown=${this.#_}
    >
      <div class="box">
        <textarea
          part="question"
          rows="1"
          maxlength="4000"
          enterkeyhint="send"
          aria-label=${r.question}
          placeholder=${r.questionPlaceholder}
          .value=${this.draft}
          @input=${e=>this.#b(e.target.value)}
          @keydown=${this.#y}
        ></textarea>
        <button class="primary" part="ask">${i}</button>
      </div>
      <div class="options">
        ${this.narrowing?e`<label>${r.product}
                  <input maxlength="100" list="products" placeholder=${r.any} .value=${this.product}
                    @change=${e=>this.#S(e.target.value,this.sendable)} /></label>
                <datalist id="products"><option value="mobile"></option><option value="fixed"></option></datalist>
                <label>${r.sources}
                  <select @change=${e=>this.#S(this.product,e.target.value!==``)}>
                    <option value="" ?selected=${!this.sendable}>${r.allSources}</option>
                    <option value="customer" ?selected=${this.sendable}>${r.customerSources}</option>
                  </select></label>`:e`<button type="button" class="link" @click=${()=>this.narrowing=!0}>${r.filters}</button>`}
        ${this.context.msisdn?e`<span class="trail">${r.oneLine(this.context.msisdn)}</span>`:t}
      </div>
    </form>`}#A(n,r){let{answer:i,state:a}=n,o=a===`asking`||a===`waiting`;return e`<article
      class="turn ${r?`last`:``}"
      part="turn"
      tabindex="-1"
      aria-label=${n.question}
      aria-busy=${o?`true`:t}
      data-decision=${i?.decision??t}
    >
      <h3 class="asked" part="asked">${n.question}</h3>
      ${i?this.#j(i):t}
      <div class="verdict">${this.#M(n)}</div>
      ${n.withoutLine?e`<p class="note">${this.t.withoutLine}</p>`:t}
      ${i?.live?this.#N(i):t}
      <div class="sentences" part="answer">${this.#P(n)}</div>
      ${a===`failed`?e`<p class="problem">${n.problem||this.t.unreachable}</p>`:t}
      ${a===`failed`||a===`stopped`?e`<p><button type="button" class="secondary" @click=${()=>this.#a(n.question,n)}>${this.t.retry}</button></p>`:t}
      ${i?this.#z(n,i):t}
    </article>`}#j({query:n}){if(!n.changes.length)return t;let r=n.changes.map(([t,n],r)=>e`${r?`, `:``}<s>${t}</s> → ${n}`);return e`<p class="read trail">${this.t.readAs} <b>${n.english}</b> · ${r}</p>`}#M({answer:n,state:r}){let{t:i}=this;if(!n){let t={asking:i.asking,waiting:i.waiting,stopped:i.stopped,failed:i.brokeOff,done:i.brokeOff}[r];return e`<span class="badge ${r===`asking`||r===`waiting`?`busy`:``}">${t}</span>`}let a=e`<span class="badge" part="verdict">${i.verdict[n.decision]}</span>`;if(n.decision===`abstained`)return a;let o=G(n.confidence);return e`${a}
      <span class="sure" part="confidence" data-level=${o}>
        <span class="meter" aria-hidden="true"><i></i><i></i><i></i></span>${i.confidence(o,this.format.percent(n.confidence))}
      </span>
      <span class="trail">${n.composer===`extractive`?i.ownWords:i.wordedBy(n.composer)}</span>
      ${n.decision===`suggested`?e`<span class="trail">${i.suggestedHint}</span>`:t}`}#N({live:n}){let{t:r}=this,i=n,a=i.article_id;return e`<div class="notice" part="live">
      <h4>${r.networkSays}</h4>
      <p>${i.text}</p>
      ${i.say?e`<p><b>${r.tellCustomer}:</b> ${i.say}</p>`:t}
      ${a&&!i.opened?e`<button type="button" class="link" @click=${()=>this.#h({document_id:a},null)}>${r.openArticle(a)}</button>`:t}
    </div>`}#P(e){let{answer:t}=e,n=t?P(t):[];return(t?.sentences??e.sentences).map(t=>this.#F(e,t,n.indexOf(t)+1))}#F(n,r,i=0){let{citations:a}=r,[o,...s]=a,[,c=r.text,l=``]=H.exec(r.text)??[],u=n.answer?q(n.answer):a,d=this.#w(n,`source`,a);return e`<p
      class="sentence ${i?`step`:``} ${d?`lit`:``}"
      @pointerenter=${()=>this.#C(n,a)}
      @pointerleave=${()=>this.#C(null,[])}
      @focusin=${()=>this.#C(n,a)}
      @focusout=${()=>this.#C(null,[])}
    >
      ${i?e`<span class="ordinal">${i}.</span>`:t}${c}<span class="kept">${l}${o?this.#I(n,o,u):t}</span>${s.map(e=>this.#I(n,e,u))}
    </p>`}#I(t,n,r){let{t:i}=this,a=this.audiences.has(n.document_id)&&this.audiences.get(n.document_id)!==`customer`,o=r.findIndex(({document_id:e})=>e===n.document_id)+1;return e`<button
      type="button"
      class="cite"
      part="citation"
      data-document=${n.document_id}
      ?data-inside=${a}
      aria-label=${`${i.source(o,n.title)}${a?`, ${i.internal}`:``}`}
      @pointerenter=${e=>this.#T(t,n,e.target,U)}
      @pointerleave=${()=>this.#E(W)}
      @focus=${e=>e.target.matches(`:focus-visible`)&&this.#T(t,n,e.target,0)}
      @blur=${()=>this.#E(W)}
      @click=${()=>this.#h(n,t.answer)}
    >${o}</button>`}#L(){let n=this.previewed;return e`<div
      class="card"
      popover="manual"
      @pointerenter=${()=>clearTimeout(this.#t)}
      @pointerleave=${()=>this.#E(W)}
    >
      ${n?e`<h4>${n.citation.title}</h4>
            <p class="trail">${this.#R(n.citation.document_id)} ${this.t[n.citation.kind]}</p>
            ${L(n.citation,n.passages)}`:t}
    </div>`}#R(n){let{t:r}=this;if(!this.audiences.has(n))return t;let i=this.audiences.get(n);if(i===`customer`)return e`<span class="tag" data-tone="good">${r.forCustomers}</span>`;let[a,o]=i?[r.internal,r.internalLong]:[r.unknownAudience,r.unknownAudience];return e`<span class="tag" data-tone="warn" title=${o}>${a}</span>`}#z(n,r){let{t:i}=this,a=q(r);return e`
      ${r.next_check||r.missing?this.#V(n,r):t}
      ${r.contradictions.length?e`<div class="notice"><h4>${i.against}</h4>
              ${r.contradictions.map(({text:e,citation:t})=>this.#F(n,{text:e,citations:[t]}))}</div>`:t}
      ${a.length?e`<ol class="sources" part="sources" aria-label=${i.sources}>
              ${a.map((e,t)=>this.#B(n,e,t+1))}
            </ol>`:t}
      ${this.#H(n,r)} ${this.#W(n,r)} ${this.#K(r)}
    `}#B(n,r,i){let a=this.#w(n,`sentence`,[r]);return e`<li
      class=${a?`lit`:``}
      @pointerenter=${()=>this.#C(n,[r],`source`)}
      @pointerleave=${()=>this.#C(null,[])}
    >
      <span class="number" aria-hidden="true">${i}</span>
      <button type="button" class="link" title=${this.t.openSource(r.title)} @click=${()=>this.#h(r,n.answer)}>${r.title}</button>
      ${r.kind===`resolution`?e`<span class="tag">${this.t.resolution}</span>`:t}
      ${this.#R(r.document_id)}
    </li>`}#V(n,{next_check:r,missing:i}){let{t:a}=this;return e`<div class="notice calm" part="next-check">
      ${r?e`<h4>${a.checkNext}</h4>${this.#F(n,r)}`:t}
      ${i?e`<h4>${r?a.orAskCustomer:a.askCustomer}</h4><p>${i}</p>`:t}
    </div>`}#H(n,r){let{t:i}=this,a=[[`correct`,i.correct],[`incorrect`,i.notCorrect],[`wrong`,i.wrongDocument],[`unclear`,i.unclearDocument]],o=r.sentences.length>0,s=this.#d(r);return e`${s===`none`?t:e`<span class="tag" data-tone="warn">${s===`all`?i.internalLong:i.internalPartly}</span>`}
      <div class="act" part="actions">
        ${o?e`<button type="button" class="secondary" part="copy" @click=${()=>this.#p(n,`customer`)}>${i.copyCustomer}</button>
              <button type="button" class="secondary" part="copy" @click=${()=>this.#p(n,`notes`)}>${i.copyNotes}</button>`:t}
        ${this.cases&&y(this.me,`cases:write`)?e`<button type="button" class="secondary" @click=${()=>this.emit(`case-wanted`,{words:n.question})}>${i.beginCase}</button>`:t}
        ${y(this.me,`feedback:write`)?e`<div class="judge" role="group" aria-label=${i.feedback}>
                ${a.filter(([e])=>o||e===`correct`||e===`incorrect`).map(([t,r])=>e`<button type="button" class="quiet" aria-pressed=${n.judged===t} @click=${()=>this.#u(n,t)}>${r}</button>`)}
              </div>`:t}
      </div>
      ${this.notes.has(n.id)?e`<p class="note">${this.notes.get(n.id)}</p>`:t}
      ${this.commenting===n.id?this.#U(r):t}`}#U(t){let{t:n}=this;return e`<form class="comment" @submit=${e=>{e.preventDefault();let r=e.target.elements.namedItem(`comment`);r.value.trim()&&this.#l({answer_id:t.answer_id,comment:r.value.trim()}),this.commenting=``,this.announce(n.saved)}}>
      <input name="comment" maxlength="2000" aria-label=${n.whatIsWrong} placeholder=${n.whatIsWrong} />
      <button class="secondary">${n.send}</button>
    </form>`}#W(n,r){let{t:i}=this,a=[[i.articles,r.articles],[i.resolutions,r.resolutions]],o=r.articles.length+r.resolutions.length;return o?e`<details class="more">
      <summary>${i.alsoFound(o)}</summary>
      <div class="pools">
        ${a.map(([t,r])=>e`<section class="pool">
            <h4>${t} · ${r.length}</h4>
            ${r.length?e`<ol>${r.map(e=>this.#G(n,e))}</ol>`:e`<p class="trail">${i.nothingFound}</p>`}
          </section>`)}
      </div>
    </details>`:t}#G(r,i){let{t:a}=this,o=Object.entries(i.parts).filter(([,e])=>Math.abs(e)>=.005),s={...i,quote:i.text};return e`<li class="passage">
      <button type="button" class="link" @click=${()=>this.#h(s,r.answer)}>${i.title}</button>
      ${i.headings.length?e`<p class="trail">${i.headings.join(` › `)}</p>`:t}
      <div class="snippet prose">${n([i],()=>z(i))}</div>
      <details class="why">
        <summary>${a.why(this.format.number(i.score,2))}</summary>
        ${i.reason?e`<p>${i.reason}</p>`:t}
        <div class="parts">
          ${o.map(([t,n])=>e`<span>${a.parts[t]??d(t)}</span>
              <progress class=${n<0?`less`:``} aria-hidden="true" value=${Math.min(1,Math.abs(n))}></progress>
              <span>${this.format.number(n,2)}</span>`)}
        </div>
        ${i.duplicates.length?e`<p>${a.sameAs(i.duplicates.join(`, `))}</p>`:t}
        <p class="trail">${i.document_id} · ${a.version(i.version)} · ${this.format.day(i.updated_at)}</p>
      </details>
    </li>`}#K(n){let r=new Set(q(n).map(({document_id:e})=>e)),i=new Set(n.articles.filter(({document_id:e})=>!r.has(e)).map(({title:e})=>e));return!i.size||n.decision===`abstained`?t:e`<div class="chips" role="group" aria-label=${this.t.followUps}>
      <span class="trail" aria-hidden="true">${this.t.followUps}</span>
      ${[...i].slice(0,V).map(t=>e`<button type="button" part="follow-up" @click=${()=>this.ask(t)}>${t}</button>`)}
    </div>`}};l([r({type:Boolean})],K.prototype,`cases`,void 0),l([_()],K.prototype,`draft`,void 0),l([_()],K.prototype,`product`,void 0),l([_()],K.prototype,`sendable`,void 0),l([_()],K.prototype,`narrowing`,void 0),l([_()],K.prototype,`audiences`,void 0),l([_()],K.prototype,`lit`,void 0),l([_()],K.prototype,`litIn`,void 0),l([_()],K.prototype,`litFrom`,void 0),l([_()],K.prototype,`notes`,void 0),l([_()],K.prototype,`commenting`,void 0),l([_()],K.prototype,`previewed`,void 0),l([_()],K.prototype,`reading`,void 0),l([h(`textarea`)],K.prototype,`field`,void 0),l([h(`.card`)],K.prototype,`card`,void 0);function q({sentences:e,next_check:t,contradictions:n}){let r=[...e,...t?[t]:[]].flatMap(({citations:e})=>e),i=new Map;for(let e of[...r,...n.map(({citation:e})=>e)])i.has(e.document_id)||i.set(e.document_id,e);return[...i.values()]}w(`t2r-assist`,K);export{K as T2rAssist,S as clientOf,s as contextOf};