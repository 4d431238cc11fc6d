import{t as e}from"./rolldown-runtime-DK3Fl9T5.js";import{C as t,S as n,f as r,l as i,m as a,n as o,s,u as c,v as l,w as u,y as d}from"./core-DRFzIaB1.js";import{c as f,l as p,o as m}from"./client-D65S0Hh_.js";import{t as h}from"./trusted-DqU4ZKK-.js";var g=[`coverage`,`congestion`,`outage`,`barring`],_=[-180,-60,180,75],v=[30,10,5,2,1,.5,.2,.1,.05,.02,.01,.005,.002,.001],y=6371;function b([e,t,n,r]){let[i,a]=[Math.max((n-e)*.05,.02),Math.max((r-t)*.05,.02)];return T([e-i,t-a,n+i,r+a])}var x=({latitude:e,longitude:t})=>T([t-.05,e-.05,t+.05,e+.05]),S=.8;function C(e,t){let[n,r,i,a]=e;return n<=t[0]&&r<=t[1]&&i>=t[2]&&a>=t[3]&&t[2]-t[0]>=S*(i-n)}function w([e,t,n,r],i){let[a,o]=[(n-e)*i,(r-t)*i];return T([e-a,t-o,n+a,r+o])}function T([e,t,n,r]){let i=e=>Number(e.toFixed(6));return[i(Math.max(e,-180)),i(Math.max(t,-85)),i(Math.min(n,180)),i(Math.min(r,85))]}function E([e,t,n,r]){let i=v.findLast(t=>(n-e)/t<=8)??30,a=[];for(let o=Math.ceil(e/i)*i;o<=n;o+=i)a.push([[o,t],[o,r]]);for(let o=Math.ceil(t/i)*i;o<=r;o+=i)a.push([[e,o],[n,o]]);return a}function D({geometry:e}){let t=O(e.coordinates),[n,r]=t.reduce(([e,t],[n,r])=>[e+n,t+r],[0,0]);return{longitude:n/t.length,latitude:r/t.length}}function O(e){return Array.isArray(e)?typeof e[0]==`number`?[[e[0],e[1]]]:e.flatMap(O):[]}function k(e,t){let n=e=>e*Math.PI/180,[r,i]=[n(e.latitude),n(t.latitude)],a=e=>Math.sin(e/2)**2,o=a(i-r)+Math.cos(r)*Math.cos(i)*a(n(t.longitude-e.longitude));return 2*y*Math.asin(Math.sqrt(o))}function A(e,t){let n=(t.longitude-e.longitude)*Math.cos(e.latitude*Math.PI/180),r=Math.atan2(n,t.latitude-e.latitude)*180/Math.PI;return Math.round((r+360)%360/45)%8}function j({legend:e}){let t=e.map(e=>e.class).filter(e=>e!==`unknown`);return({properties:e})=>t.indexOf(e.class)}var M=13,N={coverage:.55,outage:.6},P={type:`FeatureCollection`,features:[]},F=null,I=e=>`${e}/static/vendor/maplibre-gl/`;async function L(e){return F??=r(()=>import(`${I(e)}maplibre-gl.mjs`).then(t=>{let n=new URL(`${I(e)}maplibre-gl-worker.mjs`,location.href).href;return h(n),t.setWorkerUrl(n),t},e=>{throw F=null,e}),[],import.meta.url),F}var R=class e{#e=null;#t=``;#n=null;constructor(e,t,n,r){this.maplibre=e,this.map=t,this.canvas=n,this.begun=r}static async begin(t,n,r,i,a){let o=await L(t),s=new o.Map({container:n,style:r.style??z(n),bounds:b(r.bounds??_),maxZoom:18,renderWorldCopies:!1,dragRotate:!1,pitchWithRotate:!1,attributionControl:r.style?{}:!1,locale:{"Map.Title":i}}),c=new e(o,s,n,r);return s.touchZoomRotate.disableRotation(),s.addControl(new o.NavigationControl({showCompass:!1})),s.addControl(new o.ScaleControl),s.on(`error`,({error:e})=>a.failed(e?.message??``)),s.on(`click`,({point:e})=>{let[t]=s.queryRenderedFeatures(e,{layers:[`layer-fill`]});a.picked(t?.properties??null)}),s.on(`mouseenter`,`layer-fill`,()=>c.#i(`pointer`)),s.on(`mouseleave`,`layer-fill`,()=>c.#i(``)),await new Promise(e=>s.once(`load`,e)),c.#a(),s.on(`moveend`,()=>{c.#o(),a.moved()}),c}get box(){let e=this.map.getBounds();return[e.getWest(),e.getSouth(),e.getEast(),e.getNorth()]}show(e){let t=e&&j(e),n=e&&t?e.features.toSorted((e,n)=>t(e)-t(n)):[],r=e?.kind??``;this.map.setPaintProperty(`layer-fill`,`fill-opacity`,N[r]??1),this.map.setPaintProperty(`layer-line`,`line-opacity`,r===`coverage`?.4:1),this.map.getSource(`layer`)?.setData({type:`FeatureCollection`,features:n})}goTo(e,t){if(this.#e?.remove(),this.#e=null,!e)return;let n=[e.longitude,e.latitude],r=document.createElement(`div`);r.className=`pin`,r.setAttribute(`role`,`img`),r.setAttribute(`aria-label`,t),this.#e=new this.maplibre.Marker({element:r}).setLngLat(n).addTo(this.map),this.map.jumpTo({center:n,zoom:Math.max(this.map.getZoom(),M)})}resize(){this.map.resize()}recolour(){return this.#n??=this.#r().finally(()=>{this.#n=null}),this.#n}async#r(){if(this.begun.style||B(this.canvas,`--sunken`)===this.#t)return!1;let e=new Promise(e=>this.map.once(`style.load`,e));return this.map.setStyle(z(this.canvas),{diff:!1}),await e,this.#a(),!0}end(){this.map.remove()}#i(e){this.map.getCanvas().style.cursor=e}#a(){let{map:e,canvas:t,begun:n}=this;this.#t=B(t,`--sunken`);for(let t of[`grid`,`layer`,`sites`])e.addSource(t,{type:`geojson`,data:P});n.style||e.addLayer({id:`grid`,type:`line`,source:`grid`,paint:{"line-color":B(t,`--line`),"line-width":1}}),e.addLayer({id:`layer-fill`,type:`fill`,source:`layer`,paint:{"fill-color":[`get`,`colour`]}}),e.addLayer({id:`layer-line`,type:`line`,source:`layer`,paint:{"line-color":[`get`,`colour`],"line-width":[`interpolate`,[`linear`],[`zoom`],9,.3,14,1.5]}}),e.addLayer({id:`sites`,type:`circle`,source:`sites`,paint:{"circle-radius":[`interpolate`,[`linear`],[`zoom`],6,1,12,2.5,16,4],"circle-color":B(t,`--text`),"circle-stroke-color":B(t,`--surface`),"circle-stroke-width":1}}),e.getSource(`sites`)?.setData({type:`Feature`,properties:{},geometry:{type:`MultiPoint`,coordinates:n.sites}}),this.#o()}#o(){this.map.getSource(`grid`)?.setData({type:`Feature`,properties:{},geometry:{type:`MultiLineString`,coordinates:E(this.box)}})}},z=e=>({version:8,sources:{},layers:[{id:`ground`,type:`background`,paint:{"background-color":B(e,`--sunken`)}}]});function B(e,t){let n=document.createElement(`span`);n.style.color=`var(${t})`,e.append(n);let r=getComputedStyle(n).color;return n.remove(),r}var V=u`
  .panel {
    overflow-y: auto;
  }
  .top {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem 0.75rem;
    padding: 0.5rem 0.75rem;
  }
  .kinds {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
    flex: 1 1 auto;
  }
  .kinds label {
    position: relative;
    color: var(--text);
  }
  .kinds input {
    position: absolute;
    inset: 0;
    min-height: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .kinds span {
    display: block;
    padding: 0.15rem 0.7rem;
    border: 1px solid var(--line-strong);
    border-radius: 999px;
  }
  .kinds input:checked + span {
    color: var(--on-accent);
    background: var(--accent);
    border-color: var(--accent);
    font-weight: 600;
  }
  .kinds input:focus-visible + span {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .ways {
    display: flex;
    gap: 0.15rem;
  }
  .canvas {
    flex: 1;
    min-height: 11rem;
    font: inherit;
    background: var(--sunken);
  }
  .table {
    flex: 1;
    min-height: 8rem;
    overflow: auto;
    border-block: 1px solid var(--line);
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 0.35rem 0.75rem;
    text-align: start;
    vertical-align: top;
    border-top: 1px solid var(--line);
  }
  th {
    position: sticky;
    inset-block-start: 0;
    background: var(--surface);
    color: var(--muted);
    font-weight: 400;
    border: 0;
    box-shadow: 0 1px var(--line);
  }
  .below {
    flex: none;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.45rem;
    padding: 0.5rem 0.75rem 0.75rem;
  }
  .time {
    display: flex;
    align-items: center;
    gap: 0.6rem;
  }
  .time input {
    flex: 1;
    min-width: 4rem;
    padding: 0;
    border: 0;
    background: none;
    accent-color: var(--accent);
  }
  .time output {
    min-width: 3rem;
    text-align: end;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.15rem 1rem;
    font-size: 0.93em;
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
  }
  td:last-child {
    width: 35%;
  }
  .legend b {
    white-space: nowrap;
    overflow-wrap: normal;
    color: var(--muted);
    font-variant-numeric: tabular-nums;
    font-weight: 600;
  }
  .swatch {
    flex: none;
    display: inline-block;
    width: 0.85rem;
    height: 0.85rem;
    border: 1px solid var(--line-strong);
    border-radius: 3px;
    vertical-align: -0.1em;
  }
  .facts {
    display: grid;
    gap: 0.2rem;
    padding: 0.5rem 0.75rem;
    border-radius: 8px;
    background: var(--sunken);
  }
  .facts dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0 0.75rem;
    font-size: 0.93em;
  }
  .facts dt {
    color: var(--muted);
  }
  .pin {
    width: 1.1rem;
    height: 1.1rem;
    border: 3px solid #fff;
    border-radius: 50%;
    background: #171b22;
    box-shadow: 0 0 0 2px #171b22;
  }
  @media (forced-colors: active) {
    .swatch {
      forced-color-adjust: none;
    }
    .kinds input:checked + span {
      outline: 2px solid;
    }
  }
`,H=new o({map:`Network map`,layers:`What to show`,asMap:`Map`,asTable:`Table`,loading:`Loading the map…`,legend:`Legend`,home:`The line’s home`,noHome:`Where this line is at home is not known.`,cannotDraw:e=>`The map cannot be drawn here${e?` (${e})`:``}. The table says the same.`,time:`Time`,now:`Now`,atTime:e=>`at ${e}`,inView:{coverage:(e,t)=>`${e} places in view at ${t}.`,congestion:(e,t)=>`${e} cells in view at ${t}.`,outage:(e,t)=>`${e} outages in view at ${t}.`,barring:(e,t)=>`${e} cells in view at ${t}.`},leftOut:e=>`${e} more are not shown: zoom in.`,unheard:e=>`There may be others: ${e}.`,picked:`What is here`,pickHint:`Choose a place on the map to see what is true of it.`,what:`What`,where:`Where`,place:(e,t)=>`${e} ${t} of the customer`,here:`at the customer’s place`,directions:[`north`,`north-east`,`east`,`south-east`,`south`,`south-west`,`west`,`north-west`],km:e=>`${e} km`,nothing:`Nothing is known of this in view.`,showMore:e=>`Show ${e} more`,details:{rsrp_dbm:`Level, dBm`,sigma_db:`Give or take, dB`,sinr_db:`SINR, dB`,technology:`Technology`,cell:`Cell`,prb_utilisation:`Resource blocks in use, %`,usual:`Usual at this hour, %`,since:`Since`,until:`Expected until`,lines_affected:`Lines affected`,cause:`Cause`,barring_factor:`Share let through`}},{hi:async()=>(await r(async()=>{let{hi:e}=await import(`./texts.hi-C7jSA4Lv.js`);return{hi:e}},[],import.meta.url)).hi}),U=e({T2rMap:()=>Z}),W=250,G=6e4,K=.04,q=24,J=36e5,Y=50,X=.2,Z=class extends s{constructor(...e){super(...e),this.kind=`coverage`,this.table=!1,this.hours=0,this.layer=null,this.picked=null,this.place=null,this.homeless=!1,this.rows=Y,this.cannot=``,this.undrawable=!1,this.problem=``,this.#e=null,this.#t=null,this.#n=null,this.#r=null,this.#i=null,this.#a=!1,this.#o=!1,this.#s=new AbortController,this.#c=null,this.#l=null}static{this.styles=[c,V]}#e;#t;#n;#r;#i;#a;#o;#s;#c;#l;connectedCallback(){super.connectedCallback();let{signal:e}=this.leaving,{kind:t,table:n}=f(`map`,{kind:`coverage`,table:!1});this.kind=g.includes(t)?t:`coverage`,this.table=n;let r=new IntersectionObserver(([e])=>this.#u(e?.isIntersecting??!1));r.observe(this),matchMedia(`(prefers-color-scheme: dark)`).addEventListener(`change`,()=>void this.#b(),{signal:e}),e.addEventListener(`abort`,()=>{r.disconnect(),this.#d(),this.#e?.end(),this.#e=this.#n=this.#t=null})}get w(){return H.of(this.speaks,()=>this.requestUpdate())}identified(){this.#a&&this.#f()}moved(){this.#a&&this.#f()}#u(e){e!==this.#a&&(this.#a=e,e?this.#f():this.#d())}#d(){this.#l&&clearTimeout(this.#l),this.#l=this.#c=null,this.#s.abort()}async#f(){p(this.me,`diagnostics:read`)&&(await(this.#n??=this.#p()),this.#t&&(this.#e?.resize(),this.#m(),await this.#h(),this.#y()))}async#p(){try{this.#t=await this.client.get(`/v1/map`,this.leaving.signal),this.problem=``}catch(e){this.#n=null,this.leaving.signal.aborted||(this.problem=this.inWords(e))}}async#m(){if(this.table||this.#e||this.#o||this.undrawable||!this.#t)return;this.#o=!0,await this.updateComplete;let{canvas:e}=this;try{if(!e)return;let t=await R.begin(this.client.base,e,this.#t,this.w.map,{moved:()=>this.#g(),picked:e=>{this.picked=e,e&&this.announce(e.text)},failed:e=>{this.cannot=e}});this.leaving.signal.aborted?t.end():this.#e=t,this.#e?.goTo(this.place,this.w.home),this.#e?.show(this.layer),this.#_(W)}catch(e){this.undrawable=this.table=!0,this.cannot=e instanceof Error?Q(e.message):``}finally{this.#o=!1}}async#h(){let e=this.context.msisdn;if(e!==this.#r){if(this.#r=e,this.place=null,this.homeless=!1,e){let t=await this.client.get(`/v1/diagnostics?msisdn=${encodeURIComponent(e)}`,this.leaving.signal).catch(()=>null);if(e!==this.context.msisdn)return;this.place=t?.place??null,this.homeless=this.place===null}this.#e?.goTo(this.place,this.w.home)}}#g(){this.#c&&this.#e&&C(this.#c,this.#e.box)||this.#_(W)}#_(e){this.#l&&clearTimeout(this.#l),this.#l=setTimeout(()=>void this.#y(),e)}get#v(){return this.#e&&!this.table?w(this.#e.box,K):this.place?x(this.place):b(this.#t?.bounds??_)}async#y(){if(this.#d(),!this.#a||!this.#t)return;let e=this.#s=new AbortController,t=this.#c=this.#v,n=new URLSearchParams({bbox:t.join(`,`)});this.hours&&this.#i&&n.set(`at`,new Date(new Date(this.#i).getTime()+this.hours*J).toISOString());try{let t=await this.client.get(`/v1/map/${this.kind}?${n}`,e.signal);if(e.signal.aborted)return;this.#c=null,this.hours||(this.#i=t.at),this.layer=t,this.problem=``,await this.#e?.recolour(),this.#e?.show(t)}catch(t){if(e.signal.aborted)return;this.#c=null,this.layer=null,this.#e?.show(null),this.problem=this.inWords(t)}this.#l||this.#_(G)}async#b(){await this.#e?.recolour()&&this.#e?.show(this.layer)}#x(e){this.kind=e,this.picked=null,this.rows=Y,this.#C(),this.#y()}#S(e){this.table=e,this.#C(),this.updateComplete.then(()=>this.#f())}#C(){m(`map`,{kind:this.kind,table:this.table})}#w(e){this.hours=e,this.picked=null,this.#_(W)}updated(e){super.updated(e),e.has(`table`)&&!this.table&&this.#e?.resize()}view(){let{t:e,w:r}=this;return this.me&&!p(this.me,`diagnostics:read`)?t`<p class="empty">${e.notAllowed(`diagnostics:read`)}</p>`:t`<link rel="stylesheet" href="${I(this.client.base)}maplibre-gl.css" />
      <div class="top" part="head">
        <h2 class=${this.plain?`unseen`:``}>${r.map}</h2>
        <fieldset class="kinds">
          <legend class="unseen">${r.layers}</legend>
          ${g.map(n=>t`<label><input type="radio" name="kind" value=${n} .checked=${n===this.kind} @change=${()=>this.#x(n)} /><span>${e.kind[n]}</span></label>`)}
        </fieldset>
        <div class="ways">
          <button type="button" class="quiet" aria-pressed=${!this.table} ?disabled=${this.undrawable} @click=${()=>this.#S(!1)}>${r.asMap}</button>
          <button type="button" class="quiet" aria-pressed=${this.table} @click=${()=>this.#S(!0)}>${r.asTable}</button>
        </div>
      </div>
      <div class="canvas" part="map" ?hidden=${this.table}></div>
      ${this.table?this.#A():n}
      <div class="below" part="below">
        ${this.#E()} ${this.#D()} ${this.table?n:this.#O()}
        <p class="trail ${this.problem?`problem`:``}" role="status">${this.#T()}</p>
      </div>`}#T(){let{w:e,format:t,layer:n}=this;return this.problem?this.problem:n?[e.inView[n.kind](t.number(n.features.length),t.clock(n.at)),n.left_out?e.leftOut(t.number(n.left_out)):``,n.unheard?e.unheard(n.unheard):``,this.homeless?e.noHome:``,this.undrawable||this.cannot?e.cannotDraw(this.cannot):``].filter(Boolean).join(` `):e.loading}#E(){let{w:e,format:r,hours:i}=this,a=this.#i===null?``:r.clock(new Date(new Date(this.#i).getTime()+i*J).toISOString());return t`<div class="time">
      <label for="hours">${e.time}</label>
      <input id="hours" type="range" min=${-24} max=${q} step="1" .value=${String(i)} aria-valuetext=${i?a:e.now} ?disabled=${this.#i===null}
        @input=${e=>this.#w(Number(e.target.value))} />
      <output for="hours">${i?a:e.now}</output>
      ${i?t`<button type="button" class="quiet" @click=${()=>this.#w(0)}>${e.now}</button>`:n}
    </div>`}#D(){let{w:e,format:r,layer:i}=this;if(!i)return n;let a=new Map;for(let{properties:e}of i.features)a.set(e.class,(a.get(e.class)??0)+1);return t`<ul class="legend" aria-label=${e.legend}>
      ${i.legend.map(e=>t`<li lang="en"><span class="swatch" .style=${`background: ${e.colour}`}></span>${e.label} <b>${r.number(a.get(e.class)??0)}</b></li>`)}
    </ul>`}#O(){let{w:e,picked:n}=this;return n?t`<section class="facts" part="facts" aria-label=${e.picked}>
      <p><span class="swatch" .style=${`background: ${n.colour}`}></span> <b lang="en">${n.text}</b></p>
      <dl>${this.#k(n).map(([e,n])=>t`<dt>${e}</dt><dd>${n}</dd>`)}</dl>
    </section>`:t`<p class="trail">${e.pickHint}</p>`}#k(e){let{w:t,format:n}=this,r=(e,t)=>e===`since`||e===`until`?n.clock(String(t)):e===`cause`?a(String(t)):e===`barring_factor`?n.percent(Number(t)):typeof t==`number`?n.number(t,1):String(t);return Object.entries(t.details).filter(([t])=>![void 0,null,``,`null`].includes(e[t])).map(([t,n])=>[n,r(t,e[t])])}#A(){let{w:e,t:r,layer:i,format:a}=this;if(!i)return t`<div class="table"><p class="empty">${this.problem?n:e.loading}</p></div>`;let o=j(i),s=this.place,c=i.features.map(e=>({feature:e,at:D(e),bad:o(e)})).map(e=>({...e,far:s?k(s,e.at):0})).sort((e,t)=>t.bad-e.bad||e.far-t.far),l=c.length-this.rows;return t`<div class="table" tabindex="0" role="region" aria-label="${e.map}: ${r.kind[i.kind]}">
      ${c.length?t`<table>
              <thead><tr><th scope="col">${e.what}</th><th scope="col">${e.where}</th></tr></thead>
              <tbody>
                ${c.slice(0,this.rows).map(({feature:e,at:n,far:r})=>t`<tr>
                    <td lang="en"><span class="swatch" .style=${`background: ${e.properties.colour}`}></span> ${e.properties.text}
                      <p class="trail">${this.#k(e.properties).map(([e,t])=>`${e} ${t}`).join(` · `)}</p></td>
                    <td>${this.#j(s,n,r)}</td>
                  </tr>`)}
              </tbody>
            </table>
            ${l>0?t`<p class="empty"><button type="button" class="secondary" @click=${()=>this.rows+=Y}>${e.showMore(a.number(Math.min(l,Y)))}</button></p>`:n}`:t`<p class="empty">${e.nothing}</p>`}
    </div>`}#j(e,t,n){let{w:r,format:i}=this;return e?n<X?r.here:r.place(r.km(i.number(n,1)),r.directions[A(e,t)]??``):`${t.latitude.toFixed(4)}, ${t.longitude.toFixed(4)}`}};i([d()],Z.prototype,`kind`,void 0),i([d()],Z.prototype,`table`,void 0),i([d()],Z.prototype,`hours`,void 0),i([d()],Z.prototype,`layer`,void 0),i([d()],Z.prototype,`picked`,void 0),i([d()],Z.prototype,`place`,void 0),i([d()],Z.prototype,`homeless`,void 0),i([d()],Z.prototype,`rows`,void 0),i([d()],Z.prototype,`cannot`,void 0),i([d()],Z.prototype,`undrawable`,void 0),i([d()],Z.prototype,`problem`,void 0),i([l(`.canvas`)],Z.prototype,`canvas`,void 0);function Q(e){try{return String(JSON.parse(e).message??e)}catch{return e}}export{U as n,Z as t};