import{i as e,n as t,r as n}from"./define-Cwv4mjmw.js";import{n as r,t as i}from"./preload-helper-B08HEnpN.js";var a=globalThis,o=a.ShadowRoot&&(a.ShadyCSS===void 0||a.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,s=Symbol(),c=new WeakMap,l=class{constructor(e,t,n){if(this._$cssResult$=!0,n!==s)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(o&&e===void 0){let n=t!==void 0&&t.length===1;n&&(e=c.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&c.set(t,e))}return e}toString(){return this.cssText}},u=e=>new l(typeof e==`string`?e:e+``,void 0,s),d=(e,...t)=>new l(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,s),ee=(e,t)=>{if(o)e.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let n of t){let t=document.createElement(`style`),r=a.litNonce;r!==void 0&&t.setAttribute(`nonce`,r),t.textContent=n.cssText,e.appendChild(t)}},te=o?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return u(t)})(e):e,{is:ne,defineProperty:re,getOwnPropertyDescriptor:ie,getOwnPropertyNames:ae,getOwnPropertySymbols:oe,getPrototypeOf:se}=Object,f=globalThis,p=f.trustedTypes,ce=p?p.emptyScript:``,le=f.reactiveElementPolyfillSupport,m=(e,t)=>e,h={toAttribute(e,t){switch(t){case Boolean:e=e?ce:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},g=(e,t)=>!ne(e,t),ue={attribute:!0,type:String,converter:h,reflect:!1,useDefault:!1,hasChanged:g};Symbol.metadata??=Symbol(`metadata`),f.litPropertyMetadata??=new WeakMap;var _=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=ue){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&re(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=ie(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??ue}static _$Ei(){if(this.hasOwnProperty(m(`elementProperties`)))return;let e=se(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(m(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(m(`properties`))){let e=this.properties,t=[...ae(e),...oe(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(te(e))}else e!==void 0&&t.push(te(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return ee(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?h:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?h:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??g)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};_.elementStyles=[],_.shadowRootOptions={mode:`open`},_[m(`elementProperties`)]=new Map,_[m(`finalized`)]=new Map,le?.({ReactiveElement:_}),(f.reactiveElementVersions??=[]).push(`2.1.2`);var v=globalThis,y=e=>e,b=v.trustedTypes,x=b?b.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,S=`$lit$`,C=`lit$${Math.random().toFixed(9).slice(2)}$`,w=`?`+C,de=`<${w}>`,T=document,E=()=>T.createComment(``),D=e=>e===null||typeof e!=`object`&&typeof e!=`function`,O=Array.isArray,fe=e=>O(e)||typeof e?.[Symbol.iterator]==`function`,k=`[ 	
\f\r]`,A=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,pe=/-->/g,me=/>/g,j=RegExp(`>|${k}(?:([^\\s"'>=/]+)(${k}*=${k}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),M=/'/g,N=/"/g,P=/^(?:script|style|textarea|title)$/i,F=(e=>(t,...n)=>({_$litType$:e,strings:t,values:n}))(1),I=Symbol.for(`lit-noChange`),L=Symbol.for(`lit-nothing`),R=new WeakMap,z=T.createTreeWalker(T,129);function B(e,t){if(!O(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return x===void 0?t:x.createHTML(t)}var V=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=A;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===A?c[1]===`!--`?o=pe:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=j):(P.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=j):o=me:o===j?c[0]===`>`?(o=i??A,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?j:c[3]===`"`?N:M):o===N||o===M?o=j:o===pe||o===me?o=A:(o=j,i=void 0);let d=o===j&&e[t+1].startsWith(`/>`)?` `:``;a+=o===A?n+de:l>=0?(r.push(s),n.slice(0,l)+S+n.slice(l)+C+d):n+C+(l===-2?t:d)}return[B(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},H=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=V(t,n);if(this.el=e.createElement(l,r),z.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=z.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(S)){let t=u[o++],n=i.getAttribute(e).split(C),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?ge:r[1]===`?`?_e:r[1]===`@`?ve:G}),i.removeAttribute(e)}else e.startsWith(C)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(P.test(i.tagName)){let e=i.textContent.split(C),t=e.length-1;if(t>0){i.textContent=b?b.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],E()),z.nextNode(),c.push({type:2,index:++a});i.append(e[t],E())}}}else if(i.nodeType===8){if(i.data===w)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(C,e+1))!==-1;)c.push({type:7,index:a}),e+=C.length-1}}a++}}static createElement(e,t){let n=T.createElement(`template`);return n.innerHTML=e,n}};function U(e,t,n=e,r){if(t===I)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=D(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=U(e,i._$AS(e,t.values),i,r)),t}var he=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??T).importNode(t,!0);z.currentNode=r;let i=z.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new W(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new ye(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=z.nextNode(),a++)}return z.currentNode=T,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},W=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=L,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=U(this,e,t),D(e)?e===L||e==null||e===``?(this._$AH!==L&&this._$AR(),this._$AH=L):e!==this._$AH&&e!==I&&this._(e):e._$litType$===void 0?e.nodeType===void 0?fe(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==L&&D(this._$AH)?this._$AA.nextSibling.data=e:this.T(T.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=H.createElement(B(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new he(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=R.get(e.strings);return t===void 0&&R.set(e.strings,t=new H(e)),t}k(t){O(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(E()),this.O(E()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=y(e).nextSibling;y(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},G=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=L,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=L}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=U(this,e,t,0),a=!D(e)||e!==this._$AH&&e!==I,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=U(this,r[n+o],t,o),s===I&&(s=this._$AH[o]),a||=!D(s)||s!==this._$AH[o],s===L?e=L:e!==L&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===L?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},ge=class extends G{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===L?void 0:e}},_e=class extends G{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==L)}},ve=class extends G{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=U(this,e,t,0)??L)===I)return;let n=this._$AH,r=e===L&&n!==L||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==L&&(n===L||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},ye=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){U(this,e)}},be={M:S,P:C,A:w,C:1,L:V,R:he,D:fe,V:U,I:W,H:G,N:_e,U:ve,B:ge,F:ye},xe=v.litHtmlPolyfillSupport;xe?.(H,W),(v.litHtmlVersions??=[]).push(`3.3.3`);var Se=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new W(t.insertBefore(E(),e),e,void 0,n??{})}return i._$AI(e),i},K=globalThis,q=class extends _{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Se(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return I}};q._$litElement$=!0,q.finalized=!0,K.litElementHydrateSupport?.({LitElement:q});var Ce=K.litElementPolyfillSupport;Ce?.({LitElement:q}),(K.litElementVersions??=[]).push(`4.2.2`);var we={attribute:!0,type:String,converter:h,reflect:!1,hasChanged:g},Te=(e=we,t,n)=>{let{kind:r,metadata:i}=n,a=globalThis.litPropertyMetadata.get(i);if(a===void 0&&globalThis.litPropertyMetadata.set(i,a=new Map),r===`setter`&&((e=Object.create(e)).wrapped=!0),a.set(n.name,e),r===`accessor`){let{name:r}=n;return{set(n){let i=t.get.call(this);t.set.call(this,n),this.requestUpdate(r,i,e,!0,n)},init(t){return t!==void 0&&this.C(r,void 0,e,t),t}}}if(r===`setter`){let{name:r}=n;return function(n){let i=this[r];t.call(this,n),this.requestUpdate(r,i,e,!0,n)}}throw Error(`Unsupported decorator location: `+r)};function J(e){return(t,n)=>typeof n==`object`?Te(e,t,n):((e,t,n)=>{let r=t.hasOwnProperty(n);return t.constructor.createProperty(n,e),r?Object.getOwnPropertyDescriptor(t,n):void 0})(e,t,n)}function Y(e){return J({...e,state:!0,attribute:!1})}var Ee=new Map;function X(e,t){let n=Ee.get(e)??t();return Ee.set(e,n),n}function De(e){return globalThis.navigator?.languages?.find(t=>t.toLowerCase().startsWith(e))??e}var Oe=class{#e;constructor(e){this.lang=e,this.#e=De(e)}number(e,t=0){return X(`n ${this.#e} ${t}`,()=>new Intl.NumberFormat(this.#e,{maximumFractionDigits:t})).format(e)}percent(e){return X(`p ${this.#e}`,()=>new Intl.NumberFormat(this.#e,{style:`percent`,maximumFractionDigits:0})).format(e)}day(e){return this.#t(`d`,e,{day:`numeric`,month:`short`,year:`numeric`})}clock(e,t=new Date){let n=new Date(e),r={hour:`2-digit`,minute:`2-digit`};if(n.toDateString()===t.toDateString())return this.#t(`t`,e,r);let i={day:`numeric`,month:`short`};return n.getFullYear()===t.getFullYear()?this.#t(`s`,e,{...i,...r}):this.#t(`y`,e,{...i,year:`numeric`,...r})}whole(e){return this.#t(`w`,e,{dateStyle:`medium`,timeStyle:`medium`})}age(e,t=Date.now()){let n=Math.max(0,(t-new Date(e).getTime())/1e3),r=X(`r ${this.#e}`,()=>new Intl.RelativeTimeFormat(this.#e,{numeric:`auto`,style:`short`}));return n<45?r.format(0,`second`):n<3600?r.format(-Math.round(n/60),`minute`):this.clock(e,new Date(t))}#t(e,t,n){return X(`${e} ${this.#e}`,()=>new Intl.DateTimeFormat(this.#e,n)).format(new Date(t))}},ke=/\b(apn|dns|imei|ims|imsi|lan|odb|ont|otp|pin|sim|sms|vpn)\b/g,Ae=e=>e.replace(/([a-z])([A-Z])/g,`$1 $2`).replace(/[_-]+/g,` `).toLowerCase().replace(ke,e=>e.toUpperCase()),je=e=>{let t=Ae(e);return t.charAt(0).toUpperCase()+t.slice(1)},Me={close:`Close`,cancel:`Cancel`,retry:`Try again`,search:`Search`,optional:`optional`,loading:`Looking…`,offline:`The server cannot be reached. What you type is kept; it goes on by itself when the server is back.`,offlineShort:`Offline`,slow:`The connection is slow.`,backOnline:`Connected again.`,unreachable:`The server cannot be reached.`,signedOut:`You are signed out. Sign in on the page this is part of, then try again.`,signIn:`Sign in`,notAllowed:e=>`Your role does not allow this (${e}).`,keys:`Keyboard`,keysTitle:`Keyboard shortcuts`,keysHere:`Single letters work while the focus is in an answer, not while you type.`,yes:`Yes`,no:`No`,send:`Send`,saved:`Thank you, kept.`,tellCustomer:`Tell the customer`,copied:`Copied.`,copyFailed:`It could not be copied: this page may not use the clipboard.`,internal:`Internal`,forCustomers:`May be sent`,internalLong:`Internal: not for customers`,internalPartly:`Partly internal`,unknownAudience:`Not known to be for customers`,article:`Article`,resolution:`Past case`,articles:`Articles`,resolutions:`Past cases`,assist:`Assistant`,assistWelcome:`What is the trouble?`,assistHint:`Ask in your words or the customer’s, in English or Hinglish. Every sentence of the answer shows where it is from.`,examples:[`Mobile data does not work but calls do`,`recharge ho gaya hai par net nahi chal raha`,`The LOS light on the modem is red`,`otp nahi aa rha hai`],question:`Your question`,questionPlaceholder:`Ask about a trouble…`,ask:`Ask`,stop:`Stop`,newConversation:`New conversation`,filters:`Narrow down`,product:`Product`,any:`any`,sources:`Sources`,allSources:`all`,customerSources:`may be sent to customers`,conversation:`Questions and answers`,asking:`Looking…`,waiting:`Waiting for the connection. It is asked as soon as the server is back.`,stopped:`Stopped.`,brokeOff:`The answer broke off.`,verdict:{answered:`Answer`,suggested:`Suggested knowledge`,abstained:`Not known`},suggestedHint:`Similar, but not sure to be the answer: check it before you act.`,confidence:(e,t)=>`${{high:`High`,medium:`Medium`,low:`Low`}[e]} confidence, ${t}`,ownWords:`in the sources’ own words`,wordedBy:e=>`worded by ${e}`,readAs:`Read as`,source:(e,t)=>`Source ${e}: ${t}`,openSource:e=>`Open ${e}`,networkSays:`The network says`,openArticle:e=>`Open article ${e}`,checkNext:`Check this next`,askCustomer:`Ask the customer`,orAskCustomer:`Or ask the customer`,against:`A past case speaks against this`,alsoFound:e=>`Also found (${e})`,why:e=>`Why it is here · ${e}`,sameAs:e=>`Says nearly the same: ${e}`,version:e=>`version ${e}`,parts:{dense:`meaning`,lexical:`words`,title:`title`,symptom:`customers’ words`,freshness:`freshness`,stayed_fixed:`stayed fixed`},copyCustomer:`Copy for customer`,copyNotes:`Copy for notes`,nothingForCustomer:`Nothing was copied: all of it rests on internal sources.`,leftOut:(e,t)=>`Copied without ${e} of ${t} sentences: they rest on internal sources.`,audienceLooking:`Whether these sources may be sent is still being looked up.`,correct:`Correct`,wrongDocument:`Wrong document`,unclearDocument:`Unclear document`,notCorrect:`Not correct`,feedback:`What do you think of this answer?`,whatIsWrong:`What is wrong? (optional)`,feedbackWaits:`Kept here; it is sent when the server is back.`,followUps:`Go on with`,withoutLine:`The network knows no line of this number: answered without it.`,olderLeft:`Earlier questions are no longer shown.`,oneLine:e=>`About +${e}`,knowledge:`Knowledge`,searchKnowledge:`Search articles and past cases`,nothingFound:`Nothing found.`,found:e=>`${e} found`,changed:`This document has changed since it was cited. It said:`,back:`Back`,validFrom:e=>`valid from ${e}`,validUntil:e=>`until ${e}`,closedOn:e=>`closed ${e}`,stayedFixed:`stayed fixed`,cameBack:`was re-opened within 7 days`,isCorrect:`Is it correct?`,isClear:`Is it clear?`,knowledgeEmpty:`Search, or open a source of an answer: the cited passage is shown here.`,from:`From`,badges:`What the network says of this line`,badgesNone:`No customer is picked.`,badgesLooking:`Looking at the network…`,noTrouble:`No trouble is known of this line.`,asOf:e=>`as of ${e}`,since:e=>`since ${e}`,until:e=>`expected to end ${e}`,goodUntil:e=>`valid until ${e}`,severity:{critical:`Critical`,major:`Major`,minor:`Minor`,info:`Good to know`,unknown:`Not known`,clear:`Nothing wrong`,stale:`Out of date, measure anew`},kind:{outage:`Outage`,barring:`Barring`,coverage:`Coverage`,congestion:`Congestion`},retest:`To be measured anew`,evidence:`Evidence`,flow:`Case`,cases:`Cases`,openCases:`Open cases`,myCases:`Mine`,everyCase:`All`,noCases:`There is none.`,allCases:`All cases`,newCase:`New case`,beginCase:`Open case`,customerWords:`What the customer says`,customerNumber:`Customer’s number`,opening:`Reading what the network and the systems know…`,caseTitle:e=>`Case ${e}`,withOwner:e=>`with ${e}`,inQueue:e=>`in the queue ${e}`,priority:{critical:`critical priority`,high:`high priority`,medium:`medium priority`,low:`low priority`},opened:e=>`opened ${e}`,status:{acknowledged:`Taken in`,inProgress:`In progress`,pending:`Waits for the customer`,held:`On hold`,resolved:`Resolved`,closed:`Closed`,cancelled:`Cancelled`,rejected:`Rejected`},outcome:{solved:`It works again`,escalated:`Handed over`,abandoned:`Broken off`,linked_to_outage:`An outage explains it`,nothing_wrong:`Nothing is wrong`},stepKind:{action:`Next step`,actionCustomer:`Next step, on the customer’s device`,tell:`The customer does this`,hand_over:`Nothing is left to try here`,reading:`To be read again`,toAgent:`A question to you`,toCustomer:`A question to the customer`},say:`Say`,because:e=>`Because ${e}`,risk:{free:`changes nothing`,reversible:`can be undone`,customer_visible:`the customer will notice`,costs_money:`costs the customer money`,irreversible:`cannot be undone`},willDo:`What it does`,tool:`Tool`,undoable:`Undo: the flow can turn this back as a step of its own.`,approve:`Approve`,approveFor:e=>`Approve: ${e}`,confirmMoney:`This costs the customer money. Have they agreed?`,confirmFinal:`This cannot be undone.`,agreed:`Yes, approve`,skip:`Skip`,done:`Done`,couldNot:`Could not`,handOver:`Hand over`,closeWithout:`Close without`,readIt:`Read it`,readFromDevice:`Read it from the device`,orSay:`Or say what you know:`,sayKnown:`Say what you know:`,nobodyKnows:`Nobody can tell`,answer:`Answer`,correctIt:`Change`,questions:`Questions`,notNeeded:e=>`${e} not needed so far`,standing:{next:`Next`,answered:`Answered`,stale:`Answered, too old to decide anything: it is tested anew`,unknown:`Nobody could tell`,open:`Not needed so far`},by:{system:``,agent:`the agent says`,customer:`the customer says`},sure:e=>`${e} sure`,underWay:(e,t)=>`${e} is being carried out by ${t}.`,doneTitle:`Done`,toQueue:e=>`to ${e}`,escalate:`Escalate or pass on`,escalateHint:`The case goes with its whole log: nothing is asked again.`,toPerson:`To a person`,toQueueLabel:`Or to a queue`,reason:`Why`,passOn:`Pass on`,passedOn:`Passed on.`,takeOver:`Take it over`,putOff:`Put off`,closeCase:`Close the case`,causeLabel:`What was wrong`,resolutionLabel:`How it ended`,note:`Note`,noteDraft:`Drafted from what was done; change it as you like.`,satisfaction:`How satisfied is the customer?`,satisfactions:[`not asked`,`1 – not at all`,`2`,`3`,`4`,`5 – very`],reopen:`It does not work after all`,nextAnnounced:e=>`Next: ${e}`,changedMeanwhile:`Somebody else has changed the case; this is how it is now.`,more:`Show more`,history:`History`,timeline:`What was done`,timelineNone:`No case is picked.`,timelineEmpty:`Nothing has been done yet.`,who:{A:`automatic`,M:`by hand`,AM:`approved`},etom:e=>`eTOM ${e}`,details:`Details`,filterAll:`All`,filterPeople:`By people`,brand:`Trouble to Resolve`,size:(e,t)=>`${e} articles · ${t} past cases`,customer:`Customer`,line:`Customer’s number`,linePlaceholder:`+91…`,show:`Show`,clear:`Clear`,views:`Views`,view:{ask:`Ask`,flow:`Case`,knowledge:`Articles`,timeline:`Log`},signOut:`Sign out`,theme:`Theme`,themeAuto:`As the system`,themeLight:`Light`,themeDark:`Dark`,language:`Language`,settings:`Settings`,accessToken:`Access token`,linkHint:`Open the sign-in link that you were given. It works once; ask whoever looks after this page for another.`,linkMake:`You look after this page?`,linkMakeHint:`Its server prints a link when it starts. For another one, run this on the machine that serves it:`,signInEnded:{"link-used":`That link has been used already, or its hour is over.`,"sign-in-failed":`The sign-in did not work. Please try again.`,"no-role":`You are known, but have no role here. Ask whoever gives out roles.`},withProvider:`Sign in with your organisation`,orToken:`Or use an access token`,keyAsk:`Ask / send`,keyNewLine:`New line`,keyQuestion:`Go to the question`,keyLine:`Go to the customer’s number`,keyClear:`Clear, then go to the answer`,keyCorrect:`Answer is correct`,keyWrong:`Wrong document`,keyUnclear:`Unclear document`,keyCopyCustomer:`Copy for customer`,keyCopyNotes:`Copy for notes`,keyTurn:`Next / previous answer`,keySource:`Open source 1…9`,keySheet:`This sheet`,keyStep:`Go to the next step of the case`,keyViews:`Show a view`,keyBack:`Close the document`},Ne={hi:async()=>(await i(async()=>{let{hi:e}=await import(`./texts.hi-Ck_pz2YV.js`);return{hi:e}},[],import.meta.url)).hi},Pe=new Map([[`en`,Me]]),Fe={en:`English`,hi:`हिन्दी`};function Ie(...e){for(let t of e){let e=t?.slice(0,2).toLowerCase();if(e&&e in Fe)return e}return`en`}function Le(e,t){return Pe.get(e)||(Ne[e]?.().then(n=>{Pe.set(e,n),t()},()=>void 0),Me)}var Re=d`
  :host {
    --ground: var(--t2r-ground, light-dark(#f4f5f8, #0f1217));
    --surface: var(--t2r-surface, light-dark(#ffffff, #171b22));
    --sunken: var(--t2r-sunken, light-dark(#f0f2f6, #1f252e));
    --line: var(--t2r-line, light-dark(#e0e4eb, #2a313c));
    --line-strong: var(--t2r-line-strong, light-dark(#868f9f, #6f7a8b));
    --text: var(--t2r-text, light-dark(#161a21, #e8ebf0));
    --muted: var(--t2r-muted, light-dark(#535c6a, #a3acba));
    --accent: var(--t2r-accent, light-dark(#1f5fcf, #84b2ff));
    --accent-strong: var(--t2r-accent-strong, light-dark(#174ea6, #a9caff));
    --on-accent: var(--t2r-on-accent, light-dark(#ffffff, #0a1a33));
    --accent-soft: var(--t2r-accent-soft, light-dark(#e8effc, #1a2a45));
    --good: var(--t2r-good, light-dark(#0a6a3d, #7cdba5));
    --good-soft: var(--t2r-good-soft, light-dark(#e2f4ea, #12301f));
    --warn: var(--t2r-warn, light-dark(#7a4800, #f2c46e));
    --warn-soft: var(--t2r-warn-soft, light-dark(#fdf1da, #33260d));
    --bad: var(--t2r-bad, light-dark(#a81d2a, #ff9ca4));
    --bad-soft: var(--t2r-bad-soft, light-dark(#fde8e9, #3a171b));
    --mark: var(--t2r-mark, light-dark(#ffe88a, #6b5710));
    --on-mark: var(--t2r-on-mark, light-dark(#161a21, #fff6d6));
    --radius: var(--t2r-radius, 10px);
    --font: var(
      --t2r-font,
      system-ui,
      -apple-system,
      "Segoe UI",
      Roboto,
      "Noto Sans",
      "Noto Sans Devanagari",
      "Liberation Sans",
      sans-serif
    );
    --code: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
    display: block;
    container-type: inline-size;
    box-sizing: border-box;
    font: var(--t2r-font-size, 0.875rem) / 1.5 var(--font);
    color: var(--text);
    background: var(--surface);
    overflow-wrap: anywhere;
    text-align: start;
  }
  :host([theme="light"]) {
    color-scheme: light;
  }
  :host([theme="dark"]) {
    color-scheme: dark;
  }
  :host([theme="auto"]) {
    color-scheme: light dark;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd,
  pre,
  blockquote,
  figure,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h2,
  h3,
  h4 {
    font-size: 1em;
    font-weight: 650;
    line-height: 1.35;
  }
  a {
    color: var(--accent);
    text-underline-offset: 2px;
  }
  code,
  pre,
  kbd {
    font-family: var(--code);
    font-size: 0.92em;
  }
  mark {
    background: var(--mark);
    color: var(--on-mark);
    border-radius: 3px;
    padding: 0.1em 0;
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
    border-radius: 6px;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    margin: 0;
  }
  button {
    cursor: pointer;
    min-height: 1.9rem;
    padding: 0.2rem 0.7rem;
    border: 1px solid transparent;
    border-radius: 7px;
    background: none;
    line-height: 1.35;
  }
  button:disabled {
    cursor: default;
    opacity: 0.6;
  }
  .primary {
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }
  .primary:hover:not(:disabled) {
    background: var(--accent-strong);
  }
  .secondary {
    background: var(--surface);
    border-color: var(--line-strong);
  }
  .secondary:hover:not(:disabled) {
    border-color: var(--accent);
    color: var(--accent-strong);
  }
  .quiet {
    color: var(--muted);
  }
  .quiet:hover:not(:disabled) {
    background: var(--sunken);
    color: var(--text);
  }
  .quiet[aria-pressed="true"] {
    background: var(--accent-soft);
    color: var(--accent-strong);
    border-color: currentcolor;
  }
  .link {
    min-height: 0;
    padding: 0;
    border: 0;
    color: var(--accent);
    text-align: start;
  }
  .link:hover {
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .icon {
    min-width: 1.9rem;
    padding: 0;
    display: inline-grid;
    place-items: center;
  }
  input,
  select,
  textarea {
    min-height: 1.9rem;
    min-width: 0;
    max-width: 100%;
    padding: 0.2rem 0.5rem;
    background: var(--surface);
    border: 1px solid var(--line-strong);
    border-radius: 7px;
  }
  ::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  label {
    color: var(--muted);
    font-size: 0.93em;
  }
  summary {
    cursor: pointer;
    width: fit-content;
    color: var(--muted);
    border-radius: 6px;
  }
  summary:hover {
    color: var(--text);
  }

  .trail {
    color: var(--muted);
    font-size: 0.9em;
  }
  .tag {
    display: inline-flex;
    align-items: center;
    gap: 0.3em;
    padding: 0 0.5em;
    border-radius: 999px;
    background: var(--sunken);
    color: var(--muted);
    font-size: 0.86em;
    line-height: 1.6;
    white-space: nowrap;
  }
  .tag[data-tone="good"] {
    background: var(--good-soft);
    color: var(--good);
  }
  .tag[data-tone="warn"] {
    background: var(--warn-soft);
    color: var(--warn);
  }
  .tag[data-tone="bad"] {
    background: var(--bad-soft);
    color: var(--bad);
  }
  .tag[data-tone="accent"] {
    background: var(--accent-soft);
    color: var(--accent-strong);
  }
  .notice {
    padding: 0.5rem 0.75rem;
    border-radius: 8px;
    background: var(--warn-soft);
  }
  .notice h4 {
    color: var(--warn);
    font-size: 0.9em;
  }
  .notice.calm {
    background: var(--accent-soft);
  }
  .notice.calm h4 {
    color: var(--accent-strong);
  }
  .problem {
    color: var(--bad);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem;
  }
  .panel {
    display: flex;
    flex-direction: column;
    height: 100%;
    min-height: 0;
  }
  .head {
    flex: none;
    display: flex;
    align-items: center;
    gap: 0.4rem;
    min-height: 2.6rem;
    padding: 0.25rem 0.5rem 0.25rem 1rem;
    border-bottom: 1px solid var(--line);
  }
  .head h2 {
    flex: 1;
  }
  .scroll {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  .empty {
    padding: 1.5rem 1rem;
    color: var(--muted);
    text-align: center;
    text-wrap: balance;
  }
  .connection {
    flex: none;
    display: flex;
    align-items: center;
    gap: 0.5rem;
    padding: 0.3rem 1rem;
    background: var(--warn-soft);
    color: var(--warn);
    font-size: 0.93em;
  }
  .connection[data-state="offline"] {
    background: var(--bad-soft);
    color: var(--bad);
  }

  dialog {
    width: min(34rem, calc(100vw - 2rem));
    max-height: calc(100dvh - 2rem);
    padding: 1rem 1.25rem 1.25rem;
    color: var(--text);
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    box-shadow: 0 20px 60px rgb(0 0 0 / 25%);
  }
  dialog::backdrop {
    background: rgb(10 14 20 / 45%);
  }
  dialog .bar {
    padding: 0;
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-bottom: 0.6rem;
  }
  .keys {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 0.35rem 1rem;
    align-items: center;
  }
  .keys + .trail {
    margin-top: 0.6rem;
  }
  .keys dt {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
  }
  kbd {
    min-width: 1.6em;
    padding: 0 0.4em;
    border: 1px solid var(--line-strong);
    border-bottom-width: 2px;
    border-radius: 5px;
    background: var(--surface);
    text-align: center;
    line-height: 1.5;
  }

  .prose > * + * {
    margin-top: 0.6rem;
  }
  .prose h2,
  .prose h3,
  .prose h4,
  .prose h5,
  .prose h6 {
    margin: 1.1rem 0 0;
    font-size: 1em;
    line-height: 1.4;
  }
  .prose ul,
  .prose ol {
    padding-inline-start: 1.5rem;
  }
  .prose ul {
    list-style: disc;
  }
  .prose ol {
    list-style: decimal;
  }
  .prose li + li {
    margin-top: 0.25rem;
  }
  .prose li::marker {
    color: var(--muted);
  }
  .prose code {
    padding: 0.1em 0.3em;
    border-radius: 5px;
    background: var(--sunken);
  }
  .prose pre {
    padding: 0.6rem 0.8rem;
    overflow-x: auto;
    border-radius: 8px;
    background: var(--sunken);
  }
  .prose pre code {
    padding: 0;
  }
  .prose blockquote {
    padding-inline-start: 0.8rem;
    border-inline-start: 3px solid var(--line);
    color: var(--muted);
  }
  .prose .table {
    overflow-x: auto;
  }
  .prose table {
    border-collapse: collapse;
  }
  .prose th,
  .prose td {
    padding: 0.25rem 0.7rem;
    border: 1px solid var(--line);
    text-align: start;
  }
  .prose th {
    background: var(--sunken);
    font-weight: 650;
  }
  .prose hr {
    border: 0;
    border-top: 1px solid var(--line);
  }

  @media (prefers-reduced-motion: no-preference) {
    .busy::before {
      animation: pulse 1.1s ease-in-out infinite;
    }
    @keyframes pulse {
      50% {
        opacity: 0.25;
      }
    }
  }
  @media (pointer: coarse) {
    button:not(.link),
    input,
    select {
      min-height: 2.5rem;
    }
  }
  @media (forced-colors: active) {
    .tag,
    .notice,
    .primary {
      border: 1px solid;
    }
  }
`;function Z(e,t,n,r){var i=arguments.length,a=i<3?t:r===null?r=Object.getOwnPropertyDescriptor(t,n):r,o;if(typeof Reflect==`object`&&typeof Reflect.decorate==`function`)a=Reflect.decorate(e,t,n,r);else for(var s=e.length-1;s>=0;s--)(o=e[s])&&(a=(i<3?o(a):i>3?o(t,n,a):o(t,n))||a);return i>3&&a&&Object.defineProperty(t,n,a),a}var ze=import.meta.url.includes(`/static/`)?import.meta.url.split(`/static/`)[0]:globalThis.location?.origin,Be=new Map,Q=class extends q{constructor(...e){super(...e),this.baseUrl=``,this.tokenUrl=``,this.group=``,this.case=null,this.msisdn=null,this.lang=``,this.theme=``,this.plain=!1,this.me=null,this.unknown=null,this.said=``,this.leaving=new AbortController,this.#e=null}static{this.styles=Re}#e;set token(e){this.#e=e,this.client&&(this.client.tokens=e)}connectedCallback(){super.connectedCallback(),this.leaving=new AbortController;let{signal:e}=this.leaving;this.client=n(this.baseUrl||ze||``),this.context=r(this.group),this.#e?this.client.tokens=this.#e:this.tokenUrl&&(this.client.tokens=Ve(this.tokenUrl)),(this.case!==null||this.msisdn!==null)&&this.#t(),this.context.addEventListener(`change`,()=>this.#n(),{signal:e}),this.client.connection.addEventListener(`change`,()=>this.requestUpdate(),{signal:e}),this.client.addEventListener(`signed-out`,()=>this.emit(`signed-out`,{}),{signal:e}),this.addEventListener(`keydown`,e=>this.#r(e),{signal:e}),this.identify(),this.moved()}disconnectedCallback(){super.disconnectedCallback(),this.leaving.abort()}willUpdate(e){(e.has(`case`)||e.has(`msisdn`))&&this.#t()}#t(){this.context.pick({...this.msisdn!==null&&{msisdn:this.msisdn},...this.case!==null&&{case:this.case}})}#n(){this.moved(),this.requestUpdate()}moved(){}async identify(){try{this.me=await this.client.me(),this.unknown=null,this.identified()}catch(e){if(this.unknown=e instanceof t?e:new t({detail:String(e)}),this.unknown.status!==0)return;await this.client.connection.back(this.leaving.signal).then(()=>this.identify(),()=>void 0)}}identified(){}get speaks(){return Ie(this.context?.lang,this.lang,document.documentElement.lang,navigator.language)}get t(){return Le(this.speaks,()=>this.requestUpdate())}get format(){return new Oe(this.speaks)}emit(e,t){this.dispatchEvent(new CustomEvent(`t2r-${e}`,{detail:t,bubbles:!0,composed:!0}))}announce(e){this.said=e===this.said?`${e}\u00a0`:e}inWords(e){if(!(e instanceof t))return String(e);if(e.status===0)return this.t.unreachable;if(e.status===401)return this.t.signedOut;let[n,r]=e.fields,i=n&&!r?n.message:e.message;return i.charAt(0).toUpperCase()+i.slice(1)}shortcuts(){return[]}openKeys(){let e=this.renderRoot.querySelector(`dialog.sheet`);e&&!e.open&&e.showModal()}#r(e){this.plain||e.key!==`?`||$(e)||e.defaultPrevented||(e.preventDefault(),this.openKeys())}render(){let e=this.speaks;return F`
      <div class="panel" part="panel" lang=${e}>${this.plain?L:this.connectionNote()}${this.view()}</div>
      <p class="unseen" role="status" lang=${e}>${this.said}</p>
      ${this.plain?L:this.sheet(this.shortcuts())}
    `}connectionNote(){let e=this.client?.connection.state??`online`;return e===`online`?L:F`<p class="connection" part="connection" role="status" data-state=${e}>
      ${e===`slow`?this.t.slow:this.t.offline}
    </p>`}sheet(e){let{t}=this;return F`<dialog class="sheet" aria-labelledby="keys-title">
      <div class="bar">
        <h2 id="keys-title">${t.keysTitle}</h2>
        <button type="button" class="quiet" @click=${e=>e.target.closest(`dialog`)?.close()}>${t.close}</button>
      </div>
      <dl class="keys">
        ${e.map(([e,t])=>F`<dt>${e.map(e=>F`<kbd>${e}</kbd>`)}</dt><dd>${t}</dd>`)}
        <dt><kbd>?</kbd></dt>
        <dd>${t.keySheet}</dd>
      </dl>
      <p class="trail">${t.keysHere}</p>
    </dialog>`}};Z([J({attribute:`base-url`})],Q.prototype,`baseUrl`,void 0),Z([J({attribute:`token-url`})],Q.prototype,`tokenUrl`,void 0),Z([J()],Q.prototype,`group`,void 0),Z([J({type:Number})],Q.prototype,`case`,void 0),Z([J()],Q.prototype,`msisdn`,void 0),Z([J()],Q.prototype,`lang`,void 0),Z([J({reflect:!0})],Q.prototype,`theme`,void 0),Z([J({type:Boolean,reflect:!0})],Q.prototype,`plain`,void 0),Z([Y()],Q.prototype,`me`,void 0),Z([Y()],Q.prototype,`unknown`,void 0),Z([Y()],Q.prototype,`said`,void 0);function Ve(t){let n=Be.get(t)??e(t);return Be.set(t,n),n}function $(e){let t=e.composedPath()[0];return t instanceof HTMLElement&&(t.isContentEditable||/^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName))}export{Fe as a,Y as c,L as d,I as f,u as g,d as h,Re as i,J as l,be as m,$ as n,je as o,F as p,Z as r,Ae as s,Q as t,q as u};