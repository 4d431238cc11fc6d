import{c as e,d as t,h as n,i as r,l as i,n as a,o,p as s,r as c,t as l}from"./chunks/element-DBwN1AG3.js";import{t as u}from"./chunks/query-DDQkTGvL.js";import{n as d,r as f,t as p}from"./chunks/markdown-B6jXWNoJ.js";import{t as m}from"./chunks/repeat-DOdTi7fw.js";import{a as h,n as g,r as _,t as v}from"./chunks/define-Cwv4mjmw.js";import{i as y,n as b,r as x}from"./chunks/keep-Dstxxa3K.js";import{n as S}from"./chunks/stream-T5YqKkkZ.js";import{n as C,t as w}from"./chunks/preload-helper-B08HEnpN.js";var T=`conversation`,E=15,D=30,O=new Set([403,404,422,503]),k=class extends EventTarget{constructor(...e){super(...e),this.turns=[],this.cut=!1,this.#e=null,this.#t=null}#e;#t;load(e){e!==this.#e&&(this.stop(),this.#e=e,this.turns=y(`${T} ${e}`,[]).map(e=>e.state===`asking`?{...e,state:`stopped`,sentences:[],pools:null}:e),this.cut=!1,this.#a())}static isKept(e){return y(`${T} ${e}`,[]).length>0}move(e){this.#e!==null&&x(T,this.#e,void 0,E),this.#e=e,this.#a()}get isAsking(){return this.#t!==null}clear(){this.stop(),this.turns=[],this.cut=!1,this.#a()}stop(){this.#t?.abort()}async ask(e,t,n,r){this.stop();let i=new AbortController;this.#t=i;let a=r??{...A(),id:crypto.randomUUID(),question:t,judged:null};Object.assign(a,A()),r||(this.cut||=this.turns.length>=D,this.turns=[...this.turns,a].slice(-30)),this.#a();try{await this.#n(e,a,n,i.signal),a.state=`done`,this.dispatchEvent(new CustomEvent(`answered`,{detail:a}))}catch(e){i.signal.aborted?a.state=`stopped`:(a.state=`failed`,a.problem=e instanceof g?e.message:String(e))}finally{this.#t===i&&(this.#t=null),this.#a()}}async#n(e,t,n,r){let{msisdn:i}=n;for(;;)try{await this.#r(e,t,{...n,msisdn:i},r);return}catch(n){if(r.aborted||!(n instanceof g))throw n;if(n.status===0)Object.assign(t,A(),{state:`waiting`}),this.#a(),await e.connection.back(r),Object.assign(t,A());else if(i&&O.has(n.status))i=null,Object.assign(t,A(),{withoutLine:!0});else throw n}}async#r(e,t,n,r){let i=await e.send(`POST`,`/v1/answers`,{body:this.#i(t,n),headers:{Accept:`text/event-stream`},signal:r});try{for await(let{event:e,data:n}of S(i.body)){if(e===`passages`)t.pools=JSON.parse(n);else if(e===`sentence`)t.sentences.push(JSON.parse(n));else if(e===`answer`)t.answer=JSON.parse(n);else if(e===`problem`)throw new g(JSON.parse(n));e!==`answer`&&this.dispatchEvent(new Event(`change`))}}catch(t){throw t instanceof g||r.aborted?t:(e.connection.lost(),new g({}))}if(!t.answer)throw new g({});t.sentences=[],t.pools=null}#i(e,{product:t,audience:n,msisdn:r}){let i=this.turns.slice(0,this.turns.indexOf(e)).flatMap(({question:e,answer:t})=>t?[{role:`agent`,text:e},{role:`assistant`,text:t.text}]:[]);return{question:e.question,context:{turns:i.slice(-20),...t&&{product:t},...n&&{audience:n}},...r&&{msisdn:r}}}save(){if(this.#e===null)return;let e=this.turns.slice(-10);x(T,this.#e,e.length?e:void 0,E)}#a(){this.save(),this.dispatchEvent(new Event(`change`))}},A=()=>({state:`asking`,sentences:[],pools:null,answer:null,problem:``,withoutLine:!1}),j=({citations:e},t)=>e.every(({document_id:e})=>t.get(e)===`customer`);function M(e,t){let n=e.sentences.filter(e=>j(e,t)),r=new Set(P(e)),i=0,a=n.map(e=>r.has(e)?(i+=1,`${i}. ${e.text}`):e.text);return{text:r.size?a.join(`
`):a.join(` `),leftOut:e.sentences.length-n.length,of:e.sentences.length}}function N(e,t,n){let r=new Map;for(let{citations:t}of e.sentences)for(let e of t)r.set(e.document_id,e);let i=[...r.values()].map(({title:e,document_id:t,version:n})=>`- ${e} (${t}, v${n})`);return[`Q: ${e.question}`,`${t} (${n}):\n${e.text}`,...e.live?[e.live.text]:[],...i.length?[i.join(`
`)]:[],`[${e.answer_id}]`].join(`

`)}function P({sentences:e,text:t}){let n=new Set(t.split(`
`)),r=0;return e.filter(e=>n.has(`${r+1}. ${e.text}`)?(r+=1,!0):!1)}async function F(e){try{return await navigator.clipboard.writeText(e),!0}catch{let t=document.createElement(`textarea`);t.value=e,t.readOnly=!0,document.body.append(t),t.select();let n=document.execCommand(`copy`);return t.remove(),n}}var I=160;function L(e,t){let n=t.find(({document_id:t,start:n,end:r})=>t===e.document_id&&n<=e.start&&e.end<=r);if(!n)return s`<blockquote class="quote"><mark>${e.quote}</mark></blockquote>`;let r=e.start-n.start,i=e.end-n.start,a=d(n.text,Math.max(0,r-I),r),o=d(n.text,i,i+I),c=r>I?`…`:``,l=i+I<[...n.text].length?`…`:``;return s`<blockquote class="quote">${c}${R(a)}<mark>${R(e.quote)}</mark>${R(o)}${l}</blockquote>`}var R=e=>e.replace(/^#{1,6} +/gm,``).replace(/[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}/g,``).replace(/\n{2,}/g,` · `);function z({text:e,title:t}){let n=`## Symptom\n\n${t}\n`;return p(e.startsWith(n)?e.slice(n.length):e)}var B=n`
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
`,V=3,H=/^(.*?)(\S{0,24})$/s,U=140,W=180,G=e=>e>=.8?`high`:e>=.5?`medium`:`low`,K=class extends l{static{this.styles=[r,B]}#e;#t;constructor(){super(),this.cases=!1,this.draft=``,this.product=``,this.sendable=!1,this.narrowing=!1,this.audiences=new Map,this.lit=[],this.litIn=``,this.litFrom=`sentence`,this.notes=new Map,this.commenting=``,this.previewed=null,this.reading=null,this.#e=new k,this.#n=!0,this.#r=e=>`${this.group} ${e??``}`,this.#_=e=>{e.ctrlKey||e.metaKey||e.altKey||e.defaultPrevented||this.reading||(e.key===`Escape`&&this.previewed?(this.#E(),e.preventDefault()):e.key===`/`&&!a(e)?(e.preventDefault(),this.focus()):e.target instanceof Element&&e.target.closest(`.turn`)&&!a(e)&&this.#v(e))},this.#D=e=>{e.stopPropagation(),this.reading=null,this.#g.at(-1)?.focus()},this.#e.addEventListener(`change`,()=>this.requestUpdate()),this.#e.addEventListener(`answered`,e=>this.#o(e.detail))}connectedCallback(){super.connectedCallback(),this.draft=y(this.#i,``),{product:this.product,sendable:this.sendable}=y(`narrowing`,{product:``,sendable:!1}),this.narrowing=this.product!==``||this.sendable;for(let{answer:e}of this.#e.turns.slice(-3))e&&this.#s(e)}disconnectedCallback(){super.disconnectedCallback(),this.#e.stop()}ask(e){let t=e.trim();return t?this.#a(t):Promise.resolve()}clear(){this.#e.clear(),this.notes=new Map,this.reading=null,this.focus()}focus(){this.field?.focus()}moved(){let e=this.#r(this.context.msisdn),t=this.#r(null);this.#n&&e!==t&&this.#e.turns.length>0&&!k.isKept(e)?this.#e.move(e):this.#e.load(e),this.#n=e===t}#n;#r;get#i(){return`draft ${this.group}`}async#a(e,t){this.emit(`asked`,{question:e});let n={product:this.product.trim(),audience:this.sendable?`customer`:``,msisdn:this.context.msisdn},r=this.#e.ask(this.client,e,n,t);await this.updateComplete,this.#g.at(-1)?.scrollIntoView({block:`start`}),await r}#o(e){let t=e.answer;this.announce(this.#c(t)),this.#l({answer_id:t.answer_id,displayed:!0}),this.#s(t),this.emit(`answered`,{answer:t})}async#s(e){let t=new Set(e.sentences.flatMap(({citations:e})=>e.map(({document_id:e})=>e)));await Promise.all([...t].map(async e=>{let t=await this.client.document(e).catch(()=>null),n=t===null?void 0:t.audience??`internal`;this.audiences=new Map(this.audiences).set(e,n)}))}#c(e){let{t}=this,n=e.sentences.map(({text:e})=>e);if(e.decision===`abstained`)return[t.verdict.abstained,e.next_check&&`${t.checkNext}: ${e.next_check.text}`,e.missing].filter(Boolean).join(`. `);let r=t.confidence(G(e.confidence),this.format.percent(e.confidence));return[e.live?.text,`${t.verdict[e.decision]}, ${r}.`,...n].filter(Boolean).join(` `)}#l(e){h(this.me,`feedback:write`)&&this.client.outbox.post(`/v1/feedback`,e)}#u(e,t){let n=e.answer,{answer_id:r}=n,i=this.#f(n);t===`correct`||t===`incorrect`||!i?this.#l({answer_id:r,correct:t===`correct`}):t===`wrong`?this.#l({answer_id:r,document_id:i,document_correct:!1}):this.#l({answer_id:r,document_id:i,document_clear:!1}),e.judged=t,this.commenting=t===`correct`?``:e.id,this.#e.save(),this.#m(e,this.client.connection.state===`offline`?this.t.feedbackWaits:this.t.saved),this.emit(`judged`,{answer_id:r,judgement:t,document_id:i})}#d({sentences:e}){if(!e.every(({citations:e})=>e.every(({document_id:e})=>this.audiences.has(e))))return`none`;let t=e.filter(e=>j(e,this.audiences)).length;return t===e.length?`none`:t?`some`:`all`}#f({sentences:e}){return this.lit[0]??e[0]?.citations[0]?.document_id}async#p(e,t){let n=e.answer,{t:r}=this,i,a=r.copied;if(t===`customer`){await this.#s(n);let t=M(n,this.audiences);if(!t.text)return this.#m(e,r.nothingForCustomer);i=t.text,t.leftOut&&(a=r.leftOut(t.leftOut,t.of))}else{let e=r.confidence(G(n.confidence),this.format.percent(n.confidence));i=N(n,r.verdict[n.decision],e)}if(!await F(i))return this.#m(e,r.copyFailed);this.#m(e,a),this.#l({answer_id:n.answer_id,copied:!0}),this.emit(`answer-copied`,{answer_id:n.answer_id,for:t,text:i})}#m(e,t){this.notes=new Map(this.notes).set(e.id,t),this.announce(t)}async#h(e,t){this.#E();let n={...e,...t&&{answer_id:t.answer_id}};t&&this.#l({answer_id:t.answer_id,document_id:e.document_id,clicked:!0}),this.emit(`source-opened`,{document_id:e.document_id,start:e.start,end:e.end}),this.context.open(n)||(await w(()=>import(`./t2r-knowledge.js`),[],import.meta.url),this.reading=n)}shortcuts(){let{t:e}=this;return[[[`Enter`],e.keyAsk],[[`Shift`,`Enter`],e.keyNewLine],[[`/`],e.keyQuestion],[[`Esc`],e.keyClear],[[`j`,`k`],e.keyTurn],[[`1`,`…`,`9`],e.keySource],[[`c`],e.keyCorrect],[[`w`],e.keyWrong],[[`u`],e.keyUnclear],[[`y`],e.keyCopyCustomer],[[`n`],e.keyCopyNotes]]}get#g(){return[...this.renderRoot.querySelectorAll(`.turn`)]}#_;#v(e){let t=e.target.closest(`.turn`),n=this.#g.indexOf(t),r=this.#e.turns[n],i={j:1,k:-1}[e.key];if(i&&this.#g[n+i]?.focus(),i||!r?.answer)return;let{answer:a}=r,o={c:()=>this.#u(r,`correct`),w:()=>this.#u(r,`wrong`),u:()=>this.#u(r,`unclear`),y:()=>void this.#p(r,`customer`),n:()=>void this.#p(r,`notes`)},s=q(a)[Number(e.key)-1];s?this.#h(s,a):o[e.key]?.(),(s||o[e.key])&&e.preventDefault()}#y(e){e.key===`Enter`&&!e.shiftKey&&!e.isComposing?(e.preventDefault(),this.#x()):e.key===`Escape`&&(e.preventDefault(),this.draft?this.#b(``):this.#g.at(-1)?.focus())}#b(e){this.draft=e,b(this.#i,e||void 0)}#x(){let e=this.draft.trim();e?(this.#b(``),this.#a(e)):this.#e.stop()}#S(e,t){this.product=e,this.sendable=t,b(`narrowing`,{product:e,sendable:t})}#C(e,t,n=`sentence`){this.litFrom=n,this.lit=t.map(({document_id:e})=>e),this.litIn=e?.id??``,this.context.highlight(t[0]??null)}#w(e,t,n){return this.litIn!==e.id||this.litFrom!==t?!1:n.some(({document_id:e})=>this.lit.includes(e))}#T(e,t,n,r){clearTimeout(this.#t),this.#t=setTimeout(async()=>{let{articles:r,resolutions:i}=e.answer??e.pools??{articles:[],resolutions:[]};if(this.previewed={citation:t,passages:[...r,...i]},await this.updateComplete,!n.isConnected)return;this.card.matches(`:popover-open`)||this.card.showPopover();let{left:a,bottom:o,top:s}=n.getBoundingClientRect(),{width:c,height:l}=this.card.getBoundingClientRect();this.card.style.left=`${Math.max(8,Math.min(a,innerWidth-c-8))}px`,this.card.style.top=`${o+l+12>innerHeight?Math.max(8,s-l-6):o+6}px`},r)}#E(e=0){clearTimeout(this.#t),this.#t=setTimeout(()=>{this.previewed=null,this.card?.matches(`:popover-open`)&&this.card.hidePopover()},e)}view(){let{t:e}=this,{turns:n,cut:r,isAsking:i}=this.#e;return s`
      ${this.plain&&!n.length?t:s`<div class="head" part="head">
              <h2>${e.assist}</h2>
              ${n.length?s`<button type="button" class="quiet" @click=${()=>this.clear()}>${e.newConversation}</button>`:t}
              ${this.plain?t:s`<button type="button" class="quiet icon" aria-label=${e.keysTitle} title=${e.keysTitle} @click=${()=>this.openKeys()}>?</button>`}
            </div>`}
      <div class="scroll log" part="transcript" role="log" aria-live="off" aria-label=${e.conversation} tabindex="0" @keydown=${this.#_}>
        ${r?s`<p class="trail">${e.olderLeft}</p>`:t}
        ${n.length?t:this.#O()}
        ${m(n,({id:e})=>e,(e,t)=>this.#A(e,t===n.length-1))}
      </div>
      ${this.#k(i)} ${this.#L()}
      ${this.reading?s`<t2r-knowledge
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
    `}#D;#O(){let{t:e}=this;return s`<div class="welcome">
      <h2>${e.assistWelcome}</h2>
      <p>${e.assistHint}</p>
      <div class="chips">
        ${e.examples.map(e=>s`<button type="button" lang="en" @click=${()=>this.ask(e)}>${e}</button>`)}
      </div>
    </div>`}#k(e){let{t:n}=this,r=e&&!this.draft.trim()?n.stop:n.ask;return s`<form
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
          aria-label=${n.question}
          placeholder=${n.questionPlaceholder}
          .value=${this.draft}
          @input=${e=>this.#b(e.target.value)}
          @keydown=${this.#y}
        ></textarea>
        <button class="primary" part="ask">${r}</button>
      </div>
      <div class="options">
        ${this.narrowing?s`<label>${n.product}
                  <input maxlength="100" list="products" placeholder=${n.any} .value=${this.product}
                    @change=${e=>this.#S(e.target.value,this.sendable)} /></label>
                <datalist id="products"><option value="mobile"></option><option value="fixed"></option></datalist>
                <label>${n.sources}
                  <select @change=${e=>this.#S(this.product,e.target.value!==``)}>
                    <option value="" ?selected=${!this.sendable}>${n.allSources}</option>
                    <option value="customer" ?selected=${this.sendable}>${n.customerSources}</option>
                  </select></label>`:s`<button type="button" class="link" @click=${()=>this.narrowing=!0}>${n.filters}</button>`}
        ${this.context.msisdn?s`<span class="trail">${n.oneLine(this.context.msisdn)}</span>`:t}
      </div>
    </form>`}#A(e,n){let{answer:r,state:i}=e,a=i===`asking`||i===`waiting`;return s`<article
      class="turn ${n?`last`:``}"
      part="turn"
      tabindex="-1"
      aria-label=${e.question}
      aria-busy=${a?`true`:t}
      data-decision=${r?.decision??t}
    >
      <h3 class="asked" part="asked">${e.question}</h3>
      ${r?this.#j(r):t}
      <div class="verdict">${this.#M(e)}</div>
      ${e.withoutLine?s`<p class="note">${this.t.withoutLine}</p>`:t}
      ${r?.live?this.#N(r):t}
      <div class="sentences" part="answer">${this.#P(e)}</div>
      ${i===`failed`?s`<p class="problem">${e.problem||this.t.unreachable}</p>`:t}
      ${i===`failed`||i===`stopped`?s`<p><button type="button" class="secondary" @click=${()=>this.#a(e.question,e)}>${this.t.retry}</button></p>`:t}
      ${r?this.#z(e,r):t}
    </article>`}#j({query:e}){if(!e.changes.length)return t;let n=e.changes.map(([e,t],n)=>s`${n?`, `:``}<s>${e}</s> → ${t}`);return s`<p class="read trail">${this.t.readAs} <b>${e.english}</b> · ${n}</p>`}#M({answer:e,state:n}){let{t:r}=this;if(!e){let e={asking:r.asking,waiting:r.waiting,stopped:r.stopped,failed:r.brokeOff,done:r.brokeOff}[n];return s`<span class="badge ${n===`asking`||n===`waiting`?`busy`:``}">${e}</span>`}let i=s`<span class="badge" part="verdict">${r.verdict[e.decision]}</span>`;if(e.decision===`abstained`)return i;let a=G(e.confidence);return s`${i}
      <span class="sure" part="confidence" data-level=${a}>
        <span class="meter" aria-hidden="true"><i></i><i></i><i></i></span>${r.confidence(a,this.format.percent(e.confidence))}
      </span>
      <span class="trail">${e.composer===`extractive`?r.ownWords:r.wordedBy(e.composer)}</span>
      ${e.decision===`suggested`?s`<span class="trail">${r.suggestedHint}</span>`:t}`}#N({live:e}){let{t:n}=this,r=e,i=r.article_id;return s`<div class="notice" part="live">
      <h4>${n.networkSays}</h4>
      <p>${r.text}</p>
      ${r.say?s`<p><b>${n.tellCustomer}:</b> ${r.say}</p>`:t}
      ${i&&!r.opened?s`<button type="button" class="link" @click=${()=>this.#h({document_id:i},null)}>${n.openArticle(i)}</button>`:t}
    </div>`}#P(e){let{answer:t}=e,n=t?P(t):[];return(t?.sentences??e.sentences).map(t=>this.#F(e,t,n.indexOf(t)+1))}#F(e,n,r=0){let{citations:i}=n,[a,...o]=i,[,c=n.text,l=``]=H.exec(n.text)??[],u=e.answer?q(e.answer):i,d=this.#w(e,`source`,i);return s`<p
      class="sentence ${r?`step`:``} ${d?`lit`:``}"
      @pointerenter=${()=>this.#C(e,i)}
      @pointerleave=${()=>this.#C(null,[])}
      @focusin=${()=>this.#C(e,i)}
      @focusout=${()=>this.#C(null,[])}
    >
      ${r?s`<span class="ordinal">${r}.</span>`:t}${c}<span class="kept">${l}${a?this.#I(e,a,u):t}</span>${o.map(t=>this.#I(e,t,u))}
    </p>`}#I(e,t,n){let{t:r}=this,i=this.audiences.has(t.document_id)&&this.audiences.get(t.document_id)!==`customer`,a=n.findIndex(({document_id:e})=>e===t.document_id)+1;return s`<button
      type="button"
      class="cite"
      part="citation"
      data-document=${t.document_id}
      ?data-inside=${i}
      aria-label=${`${r.source(a,t.title)}${i?`, ${r.internal}`:``}`}
      @pointerenter=${n=>this.#T(e,t,n.target,U)}
      @pointerleave=${()=>this.#E(W)}
      @focus=${n=>n.target.matches(`:focus-visible`)&&this.#T(e,t,n.target,0)}
      @blur=${()=>this.#E(W)}
      @click=${()=>this.#h(t,e.answer)}
    >${a}</button>`}#L(){let e=this.previewed;return s`<div
      class="card"
      popover="manual"
      @pointerenter=${()=>clearTimeout(this.#t)}
      @pointerleave=${()=>this.#E(W)}
    >
      ${e?s`<h4>${e.citation.title}</h4>
            <p class="trail">${this.#R(e.citation.document_id)} ${this.t[e.citation.kind]}</p>
            ${L(e.citation,e.passages)}`:t}
    </div>`}#R(e){let{t:n}=this;if(!this.audiences.has(e))return t;let r=this.audiences.get(e);if(r===`customer`)return s`<span class="tag" data-tone="good">${n.forCustomers}</span>`;let[i,a]=r?[n.internal,n.internalLong]:[n.unknownAudience,n.unknownAudience];return s`<span class="tag" data-tone="warn" title=${a}>${i}</span>`}#z(e,n){let{t:r}=this,i=q(n);return s`
      ${n.next_check||n.missing?this.#V(e,n):t}
      ${n.contradictions.length?s`<div class="notice"><h4>${r.against}</h4>
              ${n.contradictions.map(({text:t,citation:n})=>this.#F(e,{text:t,citations:[n]}))}</div>`:t}
      ${i.length?s`<ol class="sources" part="sources" aria-label=${r.sources}>
              ${i.map((t,n)=>this.#B(e,t,n+1))}
            </ol>`:t}
      ${this.#H(e,n)} ${this.#W(e,n)} ${this.#K(n)}
    `}#B(e,n,r){let i=this.#w(e,`sentence`,[n]);return s`<li
      class=${i?`lit`:``}
      @pointerenter=${()=>this.#C(e,[n],`source`)}
      @pointerleave=${()=>this.#C(null,[])}
    >
      <span class="number" aria-hidden="true">${r}</span>
      <button type="button" class="link" title=${this.t.openSource(n.title)} @click=${()=>this.#h(n,e.answer)}>${n.title}</button>
      ${n.kind===`resolution`?s`<span class="tag">${this.t.resolution}</span>`:t}
      ${this.#R(n.document_id)}
    </li>`}#V(e,{next_check:n,missing:r}){let{t:i}=this;return s`<div class="notice calm" part="next-check">
      ${n?s`<h4>${i.checkNext}</h4>${this.#F(e,n)}`:t}
      ${r?s`<h4>${n?i.orAskCustomer:i.askCustomer}</h4><p>${r}</p>`:t}
    </div>`}#H(e,n){let{t:r}=this,i=[[`correct`,r.correct],[`incorrect`,r.notCorrect],[`wrong`,r.wrongDocument],[`unclear`,r.unclearDocument]],a=n.sentences.length>0,o=this.#d(n);return s`${o===`none`?t:s`<span class="tag" data-tone="warn">${o===`all`?r.internalLong:r.internalPartly}</span>`}
      <div class="act" part="actions">
        ${a?s`<button type="button" class="secondary" part="copy" @click=${()=>this.#p(e,`customer`)}>${r.copyCustomer}</button>
              <button type="button" class="secondary" part="copy" @click=${()=>this.#p(e,`notes`)}>${r.copyNotes}</button>`:t}
        ${this.cases&&h(this.me,`cases:write`)?s`<button type="button" class="secondary" @click=${()=>this.emit(`case-wanted`,{words:e.question})}>${r.beginCase}</button>`:t}
        ${h(this.me,`feedback:write`)?s`<div class="judge" role="group" aria-label=${r.feedback}>
                ${i.filter(([e])=>a||e===`correct`||e===`incorrect`).map(([t,n])=>s`<button type="button" class="quiet" aria-pressed=${e.judged===t} @click=${()=>this.#u(e,t)}>${n}</button>`)}
              </div>`:t}
      </div>
      ${this.notes.has(e.id)?s`<p class="note">${this.notes.get(e.id)}</p>`:t}
      ${this.commenting===e.id?this.#U(n):t}`}#U(e){let{t}=this;return s`<form class="comment" @submit=${n=>{n.preventDefault();let r=n.target.elements.namedItem(`comment`);r.value.trim()&&this.#l({answer_id:e.answer_id,comment:r.value.trim()}),this.commenting=``,this.announce(t.saved)}}>
      <input name="comment" maxlength="2000" aria-label=${t.whatIsWrong} placeholder=${t.whatIsWrong} />
      <button class="secondary">${t.send}</button>
    </form>`}#W(e,n){let{t:r}=this,i=[[r.articles,n.articles],[r.resolutions,n.resolutions]],a=n.articles.length+n.resolutions.length;return a?s`<details class="more">
      <summary>${r.alsoFound(a)}</summary>
      <div class="pools">
        ${i.map(([t,n])=>s`<section class="pool">
            <h4>${t} · ${n.length}</h4>
            ${n.length?s`<ol>${n.map(t=>this.#G(e,t))}</ol>`:s`<p class="trail">${r.nothingFound}</p>`}
          </section>`)}
      </div>
    </details>`:t}#G(e,n){let{t:r}=this,i=Object.entries(n.parts).filter(([,e])=>Math.abs(e)>=.005),a={...n,quote:n.text};return s`<li class="passage">
      <button type="button" class="link" @click=${()=>this.#h(a,e.answer)}>${n.title}</button>
      ${n.headings.length?s`<p class="trail">${n.headings.join(` › `)}</p>`:t}
      <div class="snippet prose">${f([n],()=>z(n))}</div>
      <details class="why">
        <summary>${r.why(this.format.number(n.score,2))}</summary>
        ${n.reason?s`<p>${n.reason}</p>`:t}
        <div class="parts">
          ${i.map(([e,t])=>s`<span>${r.parts[e]??o(e)}</span>
              <progress class=${t<0?`less`:``} aria-hidden="true" value=${Math.min(1,Math.abs(t))}></progress>
              <span>${this.format.number(t,2)}</span>`)}
        </div>
        ${n.duplicates.length?s`<p>${r.sameAs(n.duplicates.join(`, `))}</p>`:t}
        <p class="trail">${n.document_id} · ${r.version(n.version)} · ${this.format.day(n.updated_at)}</p>
      </details>
    </li>`}#K(e){let n=new Set(q(e).map(({document_id:e})=>e)),r=new Set(e.articles.filter(({document_id:e})=>!n.has(e)).map(({title:e})=>e));return!r.size||e.decision===`abstained`?t:s`<div class="chips" role="group" aria-label=${this.t.followUps}>
      <span class="trail" aria-hidden="true">${this.t.followUps}</span>
      ${[...r].slice(0,V).map(e=>s`<button type="button" part="follow-up" @click=${()=>this.ask(e)}>${e}</button>`)}
    </div>`}};c([i({type:Boolean})],K.prototype,`cases`,void 0),c([e()],K.prototype,`draft`,void 0),c([e()],K.prototype,`product`,void 0),c([e()],K.prototype,`sendable`,void 0),c([e()],K.prototype,`narrowing`,void 0),c([e()],K.prototype,`audiences`,void 0),c([e()],K.prototype,`lit`,void 0),c([e()],K.prototype,`litIn`,void 0),c([e()],K.prototype,`litFrom`,void 0),c([e()],K.prototype,`notes`,void 0),c([e()],K.prototype,`commenting`,void 0),c([e()],K.prototype,`previewed`,void 0),c([e()],K.prototype,`reading`,void 0),c([u(`textarea`)],K.prototype,`field`,void 0),c([u(`.card`)],K.prototype,`card`,void 0);function q({sentences:e,next_check:t,contradictions:n}){let r=[...e,...t?[t]:[]].flatMap(({citations:e})=>e),i=new Map;for(let e of[...r,...n.map(({citation:e})=>e)])i.has(e.document_id)||i.set(e.document_id,e);return[...i.values()]}v(`t2r-assist`,K);export{K as T2rAssist,_ as clientOf,C as contextOf};