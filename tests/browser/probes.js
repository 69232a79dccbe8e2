// What the tests ask of a page from inside it. Each answers with what is wrong, in words; an empty list is good.

const called = e => {
    const words = (e.textContent || "").trim().replace(/\s+/g, " ").slice(0, 30);
    return e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + [...e.classList].map(c => "." + c).join("") + (words ? ` “${words}”` : "");
};

// Style of an element, read once: reading it is most of the cost.
const kept = new Map();
const style = e => kept.get(e) || kept.set(e, getComputedStyle(e)).get(e);

// The element itself hides its text from the eye (text for screen readers, a skip link that waits).
const veiled = e => {
    const s = style(e), box = e.getBoundingClientRect();
    return /inset\((50|100)%/.test(s.clipPath) || (s.position === "absolute" && s.clip !== "auto") || s.opacity === "0"
        || (s.overflow !== "visible" && (box.width <= 1 || box.height <= 1));
};

// Every visible piece of text with its boxes on the screen, one a line.
function texts() {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
        const of = node.parentElement;
        if (!node.data.trim() || !of.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || /^(title|desc|style|script|option)$/i.test(of.tagName)) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const boxes = [...range.getClientRects()].filter(r => r.width > 1 && r.height > 1);
        const around = [];
        for (let e = of; e && e !== document.documentElement; e = e.parentElement) around.push(e);
        if (boxes.length && !around.some(veiled)) found.push({ node, of, boxes, around });
    }
    return found;
}

// How wide the page is when it can be scrolled to the side, and what sticks out.
function wide() {
    const room = document.documentElement.clientWidth, total = document.documentElement.scrollWidth, over = [];
    if (total <= room) return [];
    for (const e of document.body.querySelectorAll("*")) {
        const r = e.getBoundingClientRect();
        if ((r.right > room + 1 || r.left < -1) && !scrolled(e.parentElement) && over.length < 3) over.push(`${called(e)} ${Math.round(r.left)}…${Math.round(r.right)}`);
    }
    return [`the page is ${total} px wide on ${room}: ${over.join("; ")}`];
}

// Inside something that scrolls to the side by itself.
function scrolled(e) {
    for (; e && e !== document.body && e !== document.documentElement; e = e.parentElement) if (/auto|scroll/.test(style(e).overflowX)) return true;
    return false;
}

// Text cut off by a box that hides what runs over, or off the side of the screen.
function clipped() {
    const found = [], room = document.documentElement.clientWidth;
    for (const { of, boxes, around } of texts()) {
        if (boxes.some(b => b.right > room + 2 || b.left < -2) && !scrolled(of)) found.push(`off the screen: ${called(of)}`);
        for (const e of around) {
            const s = style(e);
            if (/auto|scroll/.test(s.overflowX + s.overflowY)) break;
            const hides = [s.overflowX, s.overflowY].map(o => /hidden|clip/.test(o)), box = e.getBoundingClientRect();
            const out = b => (hides[0] && (b.left < box.left - 2 || b.right > box.right + 2))
                || (hides[1] && (b.top + b.height / 4 < box.top - 1 || b.bottom - b.height / 4 > box.bottom + 1));
            if ((hides[0] || hides[1]) && boxes.some(out)) { found.push(`cut off: ${called(of)} by ${called(e).slice(0, 40)}`); break; }
        }
    }
    return [...new Set(found)].slice(0, 8);
}

const turned = e => {
    for (; e && e.nodeType === 1; e = e.parentElement) {
        const m = style(e).transform.match(/^matrix\(([^)]*)\)/);
        if (m && Math.abs(m[1].split(",")[1]) > 0.01) return true;
    }
    return false;
};

// Text that lies on other text. Only the middle of a line counts: lines may stand close without touching.
function overlaps() {
    const flat = [], found = new Set();
    for (const { node, of, boxes, around } of texts()) {
        if (turned(of) || around.some(e => /fixed|sticky/.test(style(e).position))) continue;
        for (const b of boxes) flat.push({ node, of, left: b.left + 1, right: b.right - 1, top: b.top + b.height * 0.3, bottom: b.bottom - b.height * 0.3 });
    }
    flat.sort((a, b) => a.top - b.top);
    for (let i = 0; i < flat.length; i++) for (let j = i + 1; j < flat.length && flat[j].top < flat[i].bottom; j++) {
        const a = flat[i], b = flat[j];
        if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - b.top > 0.5) found.add(`${called(a.of)} lies on ${called(b.of)}`);
    }
    return [...found].slice(0, 8);
}

// --- the keyboard ---

// What must take the focus, in the order of the document; of radio buttons with one name only one does.
function stops() {
    const groups = new Set();
    return [...document.querySelectorAll("a, area, button, input, select, textarea, summary, iframe, [contenteditable], [tabindex]")].filter(e => {
        if (e.tabIndex < 0 || e.disabled || e.closest("[inert]") || !e.getClientRects().length || !e.checkVisibility({ visibilityProperty: true })) return false;
        if (/^a$/i.test(e.tagName) && !e.hasAttribute("href") && !e.hasAttribute("xlink:href") && !e.hasAttribute("tabindex")) return false;
        if (e.tagName === "SUMMARY" && e.parentElement.querySelector("summary") !== e) return false;
        if (e.type !== "radio") return true;
        const group = [...document.querySelectorAll("input[type=radio]")].filter(r => r.name === e.name && r.form === e.form);
        return e === (group.find(r => r.checked) || group[0]);
    });
}

// Remember every stop of the focus from now on; the answer is how often Tab must be pressed to go round.
function follow() {
    window.stopped = [];
    addEventListener("focusin", e => window.stopped.push(e.target));
    const boxes = [...document.body.querySelectorAll("*")].filter(e => /auto|scroll/.test(style(e).overflowX + style(e).overflowY));
    return stops().length + boxes.filter(e => e.tabIndex < 0 && (e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight)).length;
}

// Where the way of the Tab key differs from the order of the document.
function strayed() {
    const wanted = stops(), way = window.stopped.filter(e => wanted.includes(e)), found = [];
    for (const e of wanted) if (!way.includes(e)) found.push(`never gets the focus: ${called(e)}`);
    const met = [...new Set(way)], order = wanted.filter(e => met.includes(e));
    const at = order.findIndex((e, i) => e !== met[i]);
    if (at >= 0) found.push(`out of order: ${called(met[at])} comes where ${called(order[at])} should`);
    return found.slice(0, 8);
}

const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
// Red, green, blue, alpha of any CSS colour.
const rgba = colour => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
};
const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const contrast = (one, other) => { const [a, b] = [light(rgba(one)), light(rgba(other))].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); };
// The colour behind an element; nothing where a picture or a gradient lies there.
const behind = e => {
    for (; e && e.nodeType === 1; e = e.parentElement) {
        const s = getComputedStyle(e);
        if (s.backgroundImage !== "none") return null;
        if (rgba(s.backgroundColor)[3] === 255) return s.backgroundColor;
    }
    return rgba(getComputedStyle(document.documentElement).backgroundColor)[3] ? getComputedStyle(document.documentElement).backgroundColor : "Canvas";
};

// What the focus may change on an element, on the boxes around it and on what it holds.
function marks(e) {
    const near = [[e, null], [e, "::before"], [e, "::after"], [e.parentElement, null], [e.parentElement.parentElement, null], ...[...e.querySelectorAll("*")].slice(0, 12).map(c => [c, null])];
    return near.filter(([one]) => one).map(([one, pseudo]) => {
        const s = getComputedStyle(one, pseudo), drawn = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 && rgba(s.outlineColor)[3] > 0;
        const svg = one instanceof SVGElement ? ` ${s.stroke} ${s.strokeWidth}` : "";
        return (drawn ? `outline ${s.outlineColor}` : "") + (s.boxShadow !== "none" ? ` shadow ${s.boxShadow}` : "") + svg;
    });
}

// Every stop, forwards and back: the focus shows, can be told from what is behind it, and nothing lies over it.
function unseen() {
    const all = stops(), found = [];
    document.activeElement.blur();
    const before = new Map(all.map(e => [e, marks(e)]));
    const look = e => {
        e.focus();
        if (document.activeElement !== e) return found.push(`refuses the focus: ${called(e)}`);
        const now = marks(e);
        if (!now.some((m, i) => m !== before.get(e)[i] && m.trim())) return found.push(`the focus does not show: ${called(e)}`);
        const s = getComputedStyle(e), ground = e instanceof SVGElement ? null : behind(parseFloat(s.outlineOffset) < 0 ? e : e.parentElement);
        if (now[0].startsWith("outline") && ground && contrast(s.outlineColor, ground) < 3)
            found.push(`the outline is too faint (${contrast(s.outlineColor, ground).toFixed(1)}): ${called(e)}`);
        const part = e instanceof SVGElement ? e.querySelector("text") ?? e : e; // a link on a map is a star and a name with nothing between
        const box = [...part.getClientRects()].find(r => r.width > 1 && r.height > 1) || part.getBoundingClientRect();
        const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1), y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
        if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) return found.push(`not on the screen: ${called(e)}`);
        const hit = document.elementFromPoint(x, y);
        if (!hit || !(e.contains(hit) || hit.contains(e) || [...(e.labels || [])].some(l => l.contains(hit)))) found.push(`hidden by ${hit ? called(hit) : "nothing"}: ${called(e)}`);
    };
    all.forEach(look);
    all.slice().reverse().forEach(look);
    return [...new Set(found)].slice(0, 8);
}

// --- forced colours ---

// Links in running text that look like the text, controls without an edge, current marks that are no longer to be seen.
function indistinct() {
    const found = [], seen = e => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length && !veiled(e);
    for (const e of document.querySelectorAll("a[href]")) if (!(e instanceof SVGElement) && seen(e) && e.innerText.trim()) {
        const s = getComputedStyle(e);
        if (s.color === getComputedStyle(document.body).color && !/underline/.test(s.textDecorationLine) && !edged(s)) found.push(`a link like text: ${called(e)}`);
    }
    for (const e of document.querySelectorAll("button, select, textarea, input:not([type=hidden])")) if (seen(e) && !/^(checkbox|radio|range|file)$/.test(e.type)) {
        const s = getComputedStyle(e);
        if (!edged(s) && !/underline/.test(s.textDecorationLine)) found.push(`a control without an edge: ${called(e)}`);
    }
    for (const e of document.querySelectorAll("nav [aria-current]")) if (seen(e)) {
        const other = [...e.closest("nav").querySelectorAll("a[href]:not([aria-current])")].find(a => seen(a) && a.closest("ul, ol") === e.closest("ul, ol"));
        if (other && look(e) === look(other) && look(e.parentElement) === look(other.parentElement)) found.push(`the current page is not marked: ${called(e)}`);
    }
    return found.slice(0, 8);
}

const edged = s => ["Top", "Bottom", "Left", "Right"].some(side => s[`border${side}Style`] !== "none" && parseFloat(s[`border${side}Width`]) >= 1 && rgba(s[`border${side}Color`])[3] > 0)
    || (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1);
const look = e => [null, "::before", "::after"].map(pseudo => {
    const s = getComputedStyle(e, pseudo), parts = [s.content, s.fontWeight, s.textDecorationLine, s.textDecorationThickness, s.textDecorationStyle, s.color, s.backgroundColor];
    for (const side of ["Top", "Bottom", "Left", "Right"]) parts.push(s[`border${side}Style`], s[`border${side}Width`], s[`border${side}Color`]);
    return parts.join("|") + (s.outlineStyle === "none" ? "" : s.outlineWidth);
}).join("/");

// --- the rest ---

// Movement that goes on, or would begin at a touch.
function moving() {
    const found = document.getAnimations().map(a => `runs: ${a.animationName || a.transitionProperty} of ${a.effect && a.effect.target ? called(a.effect.target) : "?"}`);
    const long = times => times.split(",").some(t => parseFloat(t) * (/ms/.test(t) ? 0.001 : 1) > 0.011);
    for (const e of document.querySelectorAll("*")) for (const pseudo of [null, "::before", "::after"]) {
        const s = getComputedStyle(e, pseudo);
        if (pseudo && s.content === "none") continue;
        if (long(s.transitionDuration) && s.transitionProperty !== "none") found.push(`would move: ${called(e)} ${s.transitionProperty}`);
        if (s.animationName !== "none" && long(s.animationDuration)) found.push(`would move: ${called(e)} ${s.animationName}`);
        if (s.scrollBehavior === "smooth") found.push(`scrolls smoothly: ${called(e)}`);
    }
    return [...new Set(found)].slice(0, 8);
}

// What can be read, without what scripts add or fill: `data-enhanced`, and what is or was `hidden`. Changes the page.
function readable() {
    const links = [...document.querySelectorAll("a[href]")].filter(a => !a.closest("[data-enhanced], [hidden], [data-was-hidden], noscript"));
    const addresses = links.map(a => a.href.baseVal || a.getAttribute("href"));
    for (const e of document.querySelectorAll("[data-enhanced], [hidden], [data-was-hidden], noscript")) e.style.setProperty("display", "none", "important");
    const words = e => e.innerText.replace(/\s+/g, " ").trim();
    return { main: words(document.querySelector("main")), all: words(document.body), addresses };
}

// For print: text wider than the sheet, boxes that would have to be scrolled.
function unprintable() {
    const found = wide().concat(clipped());
    for (const e of document.body.querySelectorAll("*"))
        if (/auto|scroll/.test(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1 && e.checkVisibility()) found.push(`cannot be scrolled on paper: ${called(e)}`);
    return found.slice(0, 8);
}
