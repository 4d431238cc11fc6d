import{C as e,_ as t,a as n,c as r,d as i,f as a,g as o,h as s,i as c,m as l,n as u,r as d,s as f,t as p,u as m,v as h,x as g,y as _}from"./chunks/element-hHy4l4o2.js";import{t as v}from"./chunks/query-DDQkTGvL.js";import{n as y,r as b,t as x}from"./chunks/markdown-DeVKYmkh.js";import{t as S}from"./chunks/repeat-BnG7XQy2.js";import{n as C}from"./chunks/stream-Bp8xi7-1.js";var w=30,T=new Set([403,404,422,503]),E=class extends EventTarget{constructor(...e){super(...e),this.turns=[],this.cut=!1,this.#e=``,this.#t=null}#e;#t;load(e){e!==this.#e&&(this.stop(),this.#e=e,this.turns=s(e,[]).map(e=>e.state===`asking`?{...e,state:`stopped`,sentences:[],pools:null}:e),this.cut=!1,this.#a())}get isAsking(){return this.#t!==null}clear(){this.stop(),this.turns=[],this.cut=!1,this.#a()}stop(){this.#t?.abort()}async ask(e,t,n,r){this.stop();let a=new AbortController;this.#t=a;let o=r??{...D(),id:crypto.randomUUID(),question:t,judged:null};Object.assign(o,D()),r||(this.cut||=this.turns.length>=w,this.turns=[...this.turns,o].slice(-30)),this.#a();try{await this.#n(e,o,n,a.signal),o.state=`done`,this.dispatchEvent(new CustomEvent(`answered`,{detail:o}))}catch(e){a.signal.aborted?o.state=`stopped`:(o.state=`failed`,o.problem=e instanceof i?e.message:String(e))}finally{this.#t===a&&(this.#t=null),this.#a()}}async#n(e,t,n,r){let{msisdn:a}=n;for(;;)try{await this.#r(e,t,{...n,msisdn:a},r);return}catch(n){if(r.aborted||!(n instanceof i))throw n;if(n.status===0)Object.assign(t,D(),{state:`waiting`}),this.#a(),await e.connection.back(r),Object.assign(t,D());else if(a&&T.has(n.status))a=null,Object.assign(t,D(),{withoutLine:!0});else throw n}}async#r(e,t,n,r){let a=await e.send(`POST`,`/v1/answers`,{body:this.#i(t,n),headers:{Accept:`text/event-stream`},signal:r});try{for await(let{event:e,data:n}of C(a.body)){if(e===`passages`)t.pools=JSON.parse(n);else if(e===`sentence`)t.sentences.push(JSON.parse(n));else if(e===`answer`)t.answer=JSON.parse(n);else if(e===`problem`)throw new i(JSON.parse(n));e!==`answer`&&this.dispatchEvent(new Event(`change`))}}catch(t){throw t instanceof i||r.aborted?t:(e.connection.lost(),new i({}))}if(!t.answer)throw new i({});t.sentences=[],t.pools=null}#i(e,{product:t,audience:n,msisdn:r}){let i=this.turns.slice(0,this.turns.indexOf(e)).flatMap(({question:e,answer:t})=>t?[{role:`agent`,text:e},{role:`assistant`,text:t.text}]:[]);return{question:e.question,context:{turns:i.slice(-20),...t&&{product:t},...n&&{audience:n}},...r&&{msisdn:r}}}save(){l(this.#e,this.turns.length?this.turns:void 0)}#a(){this.save(),this.dispatchEvent(new Event(`change`))}},D=()=>({state:`asking`,sentences:[],pools:null,answer:null,problem:``,withoutLine:!1}),O=({citations:e},t)=>e.every(({document_id:e})=>t.get(e)===`customer`);function k(e,t){let n=e.sentences.filter(e=>O(e,t)),r=new Set(j(e)),i=0,a=n.map(e=>r.has(e)?(i+=1,`${i}. ${e.text}`):e.text);return{text:r.size?a.join(`
`):a.join(` `),leftOut:e.sentences.length-n.length,of:e.sentences.length}}function A(e,t,n){let r=new Map;for(let{citations:t}of e.sentences)for(let e of t)r.set(e.document_id,e);let i=[...r.values()].map(({title:e,document_id:t,version:n})=>`- ${e} (${t}, v${n})`);return[`Q: ${e.question}`,`${t} (${n}):\n${e.text}`,...e.live?[e.live.text]:[],...i.length?[i.join(`
`)]:[],`[${e.answer_id}]`].join(`

`)}function j({sentences:e,text:t}){let n=new Set(t.split(`
`)),r=0;return e.filter(e=>n.has(`${r+1}. ${e.text}`)?(r+=1,!0):!1)}async function M(e){try{return await navigator.clipboard.writeText(e),!0}catch{let t=document.createElement(`textarea`);t.value=e,t.readOnly=!0,document.body.append(t),t.select();let n=document.execCommand(`copy`);return t.remove(),n}}var N=160;function P(e,t){let n=t.find(({document_id:t,start:n,end:r})=>t===e.document_id&&n<=e.start&&e.end<=r);if(!n)return g`<blockquote class="quote"><mark>${e.quote}</mark></blockquote>`;let r=e.start-n.start,i=e.end-n.start,a=y(n.text,Math.max(0,r-N),r),o=y(n.text,i,i+N),s=r>N?`…`:``,c=i+N<[...n.text].length?`…`:``;return g`<blockquote class="quote">${s}${F(a)}<mark>${F(e.quote)}</mark>${F(o)}${c}</blockquote>`}var F=e=>e.replace(/^#{1,6} +/gm,``).replace(/[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}/g,``).replace(/\n{2,}/g,` · `);function I({text:e,title:t}){let n=`## Symptom\n\n${t}\n`;return x(e.startsWith(n)?e.slice(n.length):e)}var L=e`
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
  }
  .cite:hover,
  .cite:focus-visible,
  .sentence.lit .cite {
    background: var(--accent);
    color: var(--on-accent);
  }
  .inside {
    margin-inline-start: 0.35em;
  }

  .card {
    position: fixed;
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
    margin-inline-start: auto;
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
    .judge {
      margin-inline-start: 0;
    }
  }
`,R=3,z=140,B=180,V=e=>e>=.8?`high`:e>=.5?`medium`:`low`,H=class extends p{static{this.styles=[n,L]}#e;#t;constructor(){super(),this.cases=!1,this.draft=``,this.product=``,this.sendable=!1,this.narrowing=!1,this.audiences=new Map,this.lit=[],this.litIn=``,this.litFrom=`sentence`,this.notes=new Map,this.commenting=``,this.previewed=null,this.reading=null,this.#e=new E,this.#n=!0,this.#r=e=>`conversation ${this.group} ${e??``}`,this.#_=e=>{e.ctrlKey||e.metaKey||e.altKey||e.defaultPrevented||this.reading||(e.key===`Escape`&&this.previewed?(this.#E(),e.preventDefault()):e.key===`/`&&!d(e)?(e.preventDefault(),this.focus()):e.target instanceof Element&&e.target.closest(`.turn`)&&!d(e)&&this.#v(e))},this.#D=e=>{e.stopPropagation(),this.reading=null,this.#g.at(-1)?.focus()},this.#e.addEventListener(`change`,()=>this.requestUpdate()),this.#e.addEventListener(`answered`,e=>this.#o(e.detail))}connectedCallback(){super.connectedCallback(),this.draft=s(this.#i,``),{product:this.product,sendable:this.sendable}=s(`narrowing`,{product:``,sendable:!1}),this.narrowing=this.product!==``||this.sendable;for(let{answer:e}of this.#e.turns.slice(-3))e&&this.#s(e)}disconnectedCallback(){super.disconnectedCallback(),this.#e.stop()}ask(e){let t=e.trim();return t?this.#a(t):Promise.resolve()}clear(){this.#e.clear(),this.notes=new Map,this.reading=null,this.focus()}focus(){this.field?.focus()}moved(){let e=this.#r(this.context.msisdn),t=this.#r(null);e!==t&&!s(e,[]).length&&this.#e.turns.length&&this.#n&&(l(e,this.#e.turns),l(t,void 0)),this.#n=e===t,this.#e.load(e)}#n;#r;get#i(){return`draft ${this.group}`}async#a(e,t){this.emit(`asked`,{question:e});let n={product:this.product.trim(),audience:this.sendable?`customer`:``,msisdn:this.context.msisdn},r=this.#e.ask(this.client,e,n,t);await this.updateComplete,this.#g.at(-1)?.scrollIntoView({block:`start`}),await r}#o(e){let t=e.answer;this.announce(this.#c(t)),this.#l({answer_id:t.answer_id,displayed:!0}),this.#s(t),this.emit(`answered`,{answer:t})}async#s(e){let t=new Set(e.sentences.flatMap(({citations:e})=>e.map(({document_id:e})=>e)));await Promise.all([...t].map(async e=>{let t=await this.client.document(e).catch(()=>null),n=t===null?void 0:t.audience??`internal`;this.audiences=new Map(this.audiences).set(e,n)}))}#c(e){let{t}=this,n=e.sentences.map(({text:e})=>e);if(e.decision===`abstained`)return[t.verdict.abstained,e.next_check&&`${t.checkNext}: ${e.next_check.text}`,e.missing].filter(Boolean).join(`. `);let r=t.confidence(V(e.confidence),this.format.percent(e.confidence));return[e.live?.text,`${t.verdict[e.decision]}, ${r}.`,...n].filter(Boolean).join(` `)}#l(e){o(this.me,`feedback:write`)&&this.client.outbox.post(`/v1/feedback`,e)}#u(e,t){let n=e.answer,{answer_id:r}=n,i=this.#f(n);t===`correct`||t===`incorrect`||!i?this.#l({answer_id:r,correct:t===`correct`}):t===`wrong`?this.#l({answer_id:r,document_id:i,document_correct:!1}):this.#l({answer_id:r,document_id:i,document_clear:!1}),e.judged=t,this.commenting=t===`correct`?``:e.id,this.#e.save(),this.#m(e,this.client.connection.state===`offline`?this.t.feedbackWaits:this.t.saved),this.emit(`judged`,{answer_id:r,judgement:t,document_id:i})}#d({sentences:e}){if(!e.every(({citations:e})=>e.every(({document_id:e})=>this.audiences.has(e))))return`none`;let t=e.filter(e=>O(e,this.audiences)).length;return t===e.length?`none`:t?`some`:`all`}#f({sentences:e}){return this.lit[0]??e[0]?.citations[0]?.document_id}async#p(e,t){let n=e.answer,{t:r}=this,i,a=r.copied;if(t===`customer`){await this.#s(n);let t=k(n,this.audiences);if(!t.text)return this.#m(e,r.nothingForCustomer);i=t.text,t.leftOut&&(a=r.leftOut(t.leftOut,t.of))}else{let e=r.confidence(V(n.confidence),this.format.percent(n.confidence));i=A(n,r.verdict[n.decision],e)}if(!await M(i))return this.#m(e,r.copyFailed);this.#m(e,a),this.#l({answer_id:n.answer_id,copied:!0}),this.emit(`answer-copied`,{answer_id:n.answer_id,for:t,text:i})}#m(e,t){this.notes=new Map(this.notes).set(e.id,t),this.announce(t)}async#h(e,t){this.#E();let n={...e,...t&&{answer_id:t.answer_id}};t&&this.#l({answer_id:t.answer_id,document_id:e.document_id,clicked:!0}),this.emit(`source-opened`,{document_id:e.document_id,start:e.start,end:e.end}),this.context.open(n)||(await f(()=>import(`./t2r-knowledge.js`),[],import.meta.url),this.reading=n)}shortcuts(){let{t:e}=this;return[[[`Enter`],e.keyAsk],[[`Shift`,`Enter`],e.keyNewLine],[[`/`],e.keyQuestion],[[`Esc`],e.keyClear],[[`j`,`k`],e.keyTurn],[[`1`,`…`,`9`],e.keySource],[[`c`],e.keyCorrect],[[`w`],e.keyWrong],[[`u`],e.keyUnclear],[[`y`],e.keyCopyCustomer],[[`n`],e.keyCopyNotes]]}get#g(){return[...this.renderRoot.querySelectorAll(`.turn`)]}#_;#v(e){let t=e.target.closest(`.turn`),n=this.#g.indexOf(t),r=this.#e.turns[n],i={j:1,k:-1}[e.key];if(i&&this.#g[n+i]?.focus(),i||!r?.answer)return;let{answer:a}=r,o={c:()=>this.#u(r,`correct`),w:()=>this.#u(r,`wrong`),u:()=>this.#u(r,`unclear`),y:()=>void this.#p(r,`customer`),n:()=>void this.#p(r,`notes`)},s=U(a)[Number(e.key)-1];s?this.#h(s,a):o[e.key]?.(),(s||o[e.key])&&e.preventDefault()}#y(e){e.key===`Enter`&&!e.shiftKey&&!e.isComposing?(e.preventDefault(),this.#x()):e.key===`Escape`&&(e.preventDefault(),this.draft?this.#b(``):this.#g.at(-1)?.focus())}#b(e){this.draft=e,l(this.#i,e||void 0)}#x(){let e=this.draft.trim();e?(this.#b(``),this.#a(e)):this.#e.stop()}#S(e,t){this.product=e,this.sendable=t,l(`narrowing`,{product:e,sendable:t})}#C(e,t,n=`sentence`){this.litFrom=n,this.lit=t.map(({document_id:e})=>e),this.litIn=e?.id??``,this.context.highlight(t[0]??null)}#w(e,t,n){return this.litIn!==e.id||this.litFrom!==t?!1:n.some(({document_id:e})=>this.lit.includes(e))}#T(e,t,n,r){clearTimeout(this.#t),this.#t=setTimeout(async()=>{let{articles:r,resolutions:i}=e.answer??e.pools??{articles:[],resolutions:[]};if(this.previewed={citation:t,passages:[...r,...i]},await this.updateComplete,!n.isConnected)return;this.card.matches(`:popover-open`)||this.card.showPopover();let{left:a,bottom:o,top:s}=n.getBoundingClientRect(),{width:c,height:l}=this.card.getBoundingClientRect();this.card.style.left=`${Math.max(8,Math.min(a,innerWidth-c-8))}px`,this.card.style.top=`${o+l+12>innerHeight?Math.max(8,s-l-6):o+6}px`},r)}#E(e=0){clearTimeout(this.#t),this.#t=setTimeout(()=>{this.previewed=null,this.card?.matches(`:popover-open`)&&this.card.hidePopover()},e)}view(){let{t:e}=this,{turns:t,cut:n,isAsking:r}=this.#e;return g`
      ${this.plain&&!t.length?_:g`<div class="head" part="head">
              <h2>${e.assist}</h2>
              ${t.length?g`<button type="button" class="quiet" @click=${()=>this.clear()}>${e.newConversation}</button>`:_}
              ${this.plain?_:g`<button type="button" class="quiet icon" aria-label=${e.keysTitle} title=${e.keysTitle} @click=${()=>this.openKeys()}>?</button>`}
            </div>`}
      <div class="scroll log" part="transcript" role="log" aria-live="off" aria-label=${e.conversation} tabindex="0" @keydown=${this.#_}>
        ${n?g`<p class="trail">${e.olderLeft}</p>`:_}
        ${t.length?_:this.#O()}
        ${S(t,({id:e})=>e,(e,n)=>this.#A(e,n===t.length-1))}
      </div>
      ${this.#k(r)} ${this.#I()}
      ${this.reading?g`<t2r-knowledge
              class="reader"
              part="reader"
              .baseUrl=${this.client.base}
              .group=${this.group}
              .lang=${this.lang}
              .theme=${this.theme}
              .place=${this.reading}
              closable
              @t2r-document-closed=${this.#D}
            ></t2r-knowledge>`:_}
    `}#D;#O(){let{t:e}=this;return g`<div class="welcome">
      <h2>${e.assistWelcome}</h2>
      <p>${e.assistHint}</p>
      <div class="chips">
        ${e.examples.map(e=>g`<button type="button" lang="en" @click=${()=>this.ask(e)}>${e}</button>`)}
      </div>
    </div>`}#k(e){let{t}=this,n=e&&!this.draft.trim()?t.stop:t.ask;return g`<form
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
          aria-label=${t.question}
          placeholder=${t.questionPlaceholder}
          .value=${this.draft}
          @input=${e=>this.#b(e.target.value)}
          @keydown=${this.#y}
        ></textarea>
        <button class="primary" part="ask">${n}</button>
      </div>
      <div class="options">
        ${this.narrowing?g`<label>${t.product}
                  <input maxlength="100" list="products" placeholder=${t.any} .value=${this.product}
                    @change=${e=>this.#S(e.target.value,this.sendable)} /></label>
                <datalist id="products"><option value="mobile"></option><option value="fixed"></option></datalist>
                <label>${t.sources}
                  <select @change=${e=>this.#S(this.product,e.target.value!==``)}>
                    <option value="" ?selected=${!this.sendable}>${t.allSources}</option>
                    <option value="customer" ?selected=${this.sendable}>${t.customerSources}</option>
                  </select></label>`:g`<button type="button" class="link" @click=${()=>this.narrowing=!0}>${t.filters}</button>`}
        ${this.context.msisdn?g`<span class="trail">${t.oneLine(this.context.msisdn)}</span>`:_}
      </div>
    </form>`}#A(e,t){let{answer:n,state:r}=e,i=r===`asking`||r===`waiting`;return g`<article
      class="turn ${t?`last`:``}"
      part="turn"
      tabindex="-1"
      aria-label=${e.question}
      aria-busy=${i?`true`:_}
      data-decision=${n?.decision??_}
    >
      <h3 class="asked" part="asked">${e.question}</h3>
      ${n?this.#j(n):_}
      <div class="verdict">${this.#M(e)}</div>
      ${e.withoutLine?g`<p class="note">${this.t.withoutLine}</p>`:_}
      ${n?.live?this.#N(n):_}
      <div class="sentences" part="answer">${this.#P(e)}</div>
      ${r===`failed`?g`<p class="problem">${e.problem||this.t.unreachable}</p>`:_}
      ${r===`failed`||r===`stopped`?g`<p><button type="button" class="secondary" @click=${()=>this.#a(e.question,e)}>${this.t.retry}</button></p>`:_}
      ${n?this.#R(e,n):_}
    </article>`}#j({query:e}){if(!e.changes.length)return _;let t=e.changes.map(([e,t],n)=>g`${n?`, `:``}<s>${e}</s> → ${t}`);return g`<p class="read trail">${this.t.readAs} <b>${e.english}</b> · ${t}</p>`}#M({answer:e,state:t}){let{t:n}=this;if(!e){let e={asking:n.asking,waiting:n.waiting,stopped:n.stopped,failed:n.brokeOff,done:n.brokeOff}[t];return g`<span class="badge ${t===`asking`||t===`waiting`?`busy`:``}">${e}</span>`}let r=g`<span class="badge" part="verdict">${n.verdict[e.decision]}</span>`;if(e.decision===`abstained`)return r;let i=V(e.confidence);return g`${r}
      <span class="sure" part="confidence" data-level=${i}>
        <span class="meter" aria-hidden="true"><i></i><i></i><i></i></span>${n.confidence(i,this.format.percent(e.confidence))}
      </span>
      <span class="trail">${e.composer===`extractive`?n.ownWords:n.wordedBy(e.composer)}</span>
      ${this.#d(e)===`all`?g`<span class="tag" data-tone="warn">${n.internalLong}</span>`:_}
      ${e.decision===`suggested`?g`<span class="trail">${n.suggestedHint}</span>`:_}`}#N({live:e}){let{t}=this,n=e,r=n.article_id;return g`<div class="notice" part="live">
      <h4>${t.networkSays}</h4>
      <p>${n.text}</p>
      ${n.say?g`<p><b>${t.tellCustomer}:</b> ${n.say}</p>`:_}
      ${r&&!n.opened?g`<button type="button" class="link" @click=${()=>this.#h({document_id:r},null)}>${t.openArticle(r)}</button>`:_}
    </div>`}#P(e){let{answer:t}=e,n=t?j(t):[];return(t?.sentences??e.sentences).map(t=>this.#F(e,t,n.indexOf(t)+1))}#F(e,t,n=0){let{t:r}=this,{citations:i}=t,a=e.answer?U(e.answer):i,o=this.#w(e,`source`,i),s=e.answer&&this.#d(e.answer)===`some`&&!O(t,this.audiences);return g`<p
      class="sentence ${n?`step`:``} ${o?`lit`:``}"
      @pointerenter=${()=>this.#C(e,i)}
      @pointerleave=${()=>this.#C(null,[])}
      @focusin=${()=>this.#C(e,i)}
      @focusout=${()=>this.#C(null,[])}
    >
      ${n?g`<span class="ordinal">${n}.</span>`:_}${t.text}${i.map(t=>{let n=a.findIndex(({document_id:e})=>e===t.document_id)+1;return g`<button
          type="button"
          class="cite"
          part="citation"
          data-document=${t.document_id}
          aria-label=${r.source(n,t.title)}
          @pointerenter=${n=>this.#T(e,t,n.target,z)}
          @pointerleave=${()=>this.#E(B)}
          @focus=${n=>n.target.matches(`:focus-visible`)&&this.#T(e,t,n.target,0)}
          @blur=${()=>this.#E(B)}
          @click=${()=>this.#h(t,e.answer)}
        >${n}</button>`})}${s?g`<span class="tag inside" data-tone="warn">${r.internal}</span>`:_}
    </p>`}#I(){let e=this.previewed;return g`<div
      class="card"
      popover="manual"
      @pointerenter=${()=>clearTimeout(this.#t)}
      @pointerleave=${()=>this.#E(B)}
    >
      ${e?g`<h4>${e.citation.title}</h4>
            <p class="trail">${this.#L(e.citation.document_id)} ${this.t[e.citation.kind]}</p>
            ${P(e.citation,e.passages)}`:_}
    </div>`}#L(e){let{t}=this;if(!this.audiences.has(e))return _;let n=this.audiences.get(e);if(n===`customer`)return g`<span class="tag" data-tone="good">${t.forCustomers}</span>`;let[r,i]=n?[t.internal,t.internalLong]:[t.unknownAudience,t.unknownAudience];return g`<span class="tag" data-tone="warn" title=${i}>${r}</span>`}#R(e,t){let{t:n}=this,r=U(t);return g`
      ${t.next_check||t.missing?this.#B(e,t):_}
      ${t.contradictions.length?g`<div class="notice"><h4>${n.against}</h4>
              ${t.contradictions.map(({text:t,citation:n})=>this.#F(e,{text:t,citations:[n]}))}</div>`:_}
      ${r.length?g`<ol class="sources" part="sources" aria-label=${n.sources}>
              ${r.map((t,n)=>this.#z(e,t,n+1))}
            </ol>`:_}
      ${this.#V(e,t)} ${this.#U(e,t)} ${this.#G(t)}
    `}#z(e,t,n){let r=this.#w(e,`sentence`,[t]);return g`<li
      class=${r?`lit`:``}
      @pointerenter=${()=>this.#C(e,[t],`source`)}
      @pointerleave=${()=>this.#C(null,[])}
    >
      <span class="number" aria-hidden="true">${n}</span>
      <button type="button" class="link" title=${this.t.openSource(t.title)} @click=${()=>this.#h(t,e.answer)}>${t.title}</button>
      ${t.kind===`resolution`?g`<span class="tag">${this.t.resolution}</span>`:_}
      ${this.#L(t.document_id)}
    </li>`}#B(e,{next_check:t,missing:n}){let{t:r}=this;return g`<div class="notice calm" part="next-check">
      ${t?g`<h4>${r.checkNext}</h4>${this.#F(e,t)}`:_}
      ${n?g`<h4>${t?r.orAskCustomer:r.askCustomer}</h4><p>${n}</p>`:_}
    </div>`}#V(e,t){let{t:n}=this,r=[[`correct`,n.correct],[`incorrect`,n.notCorrect],[`wrong`,n.wrongDocument],[`unclear`,n.unclearDocument]],i=t.sentences.length>0;return g`<div class="act" part="actions">
        ${i?g`<button type="button" class="secondary" part="copy" @click=${()=>this.#p(e,`customer`)}>${n.copyCustomer}</button>
              <button type="button" class="secondary" part="copy" @click=${()=>this.#p(e,`notes`)}>${n.copyNotes}</button>`:_}
        ${this.cases&&o(this.me,`cases:write`)?g`<button type="button" class="secondary" @click=${()=>this.emit(`case-wanted`,{words:e.question})}>${n.beginCase}</button>`:_}
        ${o(this.me,`feedback:write`)?g`<div class="judge" role="group" aria-label=${n.feedback}>
                ${r.filter(([e])=>i||e===`correct`||e===`incorrect`).map(([t,n])=>g`<button type="button" class="quiet" aria-pressed=${e.judged===t} @click=${()=>this.#u(e,t)}>${n}</button>`)}
              </div>`:_}
      </div>
      ${this.notes.has(e.id)?g`<p class="note">${this.notes.get(e.id)}</p>`:_}
      ${this.commenting===e.id?this.#H(t):_}`}#H(e){let{t}=this;return g`<form class="comment" @submit=${n=>{n.preventDefault();let r=n.target.elements.namedItem(`comment`);r.value.trim()&&this.#l({answer_id:e.answer_id,comment:r.value.trim()}),this.commenting=``,this.announce(t.saved)}}>
      <input name="comment" maxlength="2000" aria-label=${t.whatIsWrong} placeholder=${t.whatIsWrong} />
      <button class="secondary">${t.send}</button>
    </form>`}#U(e,t){let{t:n}=this,r=[[n.article,t.articles],[n.resolution,t.resolutions]],i=t.articles.length+t.resolutions.length;return i?g`<details class="more">
      <summary>${n.alsoFound(i)}</summary>
      <div class="pools">
        ${r.map(([t,r])=>g`<section class="pool">
            <h4>${t} · ${r.length}</h4>
            ${r.length?g`<ol>${r.map(t=>this.#W(e,t))}</ol>`:g`<p class="trail">${n.nothingFound}</p>`}
          </section>`)}
      </div>
    </details>`:_}#W(e,t){let{t:n}=this,i=Object.entries(t.parts).filter(([,e])=>Math.abs(e)>=.005),a={...t,quote:t.text};return g`<li class="passage">
      <button type="button" class="link" @click=${()=>this.#h(a,e.answer)}>${t.title}</button>
      ${t.headings.length?g`<p class="trail">${t.headings.join(` › `)}</p>`:_}
      <div class="snippet prose">${b([t],()=>I(t))}</div>
      <details class="why">
        <summary>${n.why(this.format.number(t.score,2))}</summary>
        ${t.reason?g`<p>${t.reason}</p>`:_}
        <div class="parts">
          ${i.map(([e,t])=>g`<span>${n.parts[e]??r(e)}</span>
              <progress class=${t<0?`less`:``} aria-hidden="true" value=${Math.min(1,Math.abs(t))}></progress>
              <span>${this.format.number(t,2)}</span>`)}
        </div>
        ${t.duplicates.length?g`<p>${n.sameAs(t.duplicates.join(`, `))}</p>`:_}
        <p class="trail">${t.document_id} · ${n.version(t.version)} · ${this.format.day(t.updated_at)}</p>
      </details>
    </li>`}#G(e){let t=new Set(U(e).map(({document_id:e})=>e)),n=new Set(e.articles.filter(({document_id:e})=>!t.has(e)).map(({title:e})=>e));return!n.size||e.decision===`abstained`?_:g`<div class="chips" role="group" aria-label=${this.t.followUps}>
      <span class="trail" aria-hidden="true">${this.t.followUps}</span>
      ${[...n].slice(0,R).map(e=>g`<button type="button" part="follow-up" @click=${()=>this.ask(e)}>${e}</button>`)}
    </div>`}};c([h({type:Boolean})],H.prototype,`cases`,void 0),c([t()],H.prototype,`draft`,void 0),c([t()],H.prototype,`product`,void 0),c([t()],H.prototype,`sendable`,void 0),c([t()],H.prototype,`narrowing`,void 0),c([t()],H.prototype,`audiences`,void 0),c([t()],H.prototype,`lit`,void 0),c([t()],H.prototype,`litIn`,void 0),c([t()],H.prototype,`litFrom`,void 0),c([t()],H.prototype,`notes`,void 0),c([t()],H.prototype,`commenting`,void 0),c([t()],H.prototype,`previewed`,void 0),c([t()],H.prototype,`reading`,void 0),c([v(`textarea`)],H.prototype,`field`,void 0),c([v(`.card`)],H.prototype,`card`,void 0);function U({sentences:e,next_check:t,contradictions:n}){let r=[...e,...t?[t]:[]].flatMap(({citations:e})=>e),i=new Map;for(let e of[...r,...n.map(({citation:e})=>e)])i.has(e.document_id)||i.set(e.document_id,e);return[...i.values()]}u(`t2r-assist`,H);export{H as T2rAssist,a as clientOf,m as contextOf};