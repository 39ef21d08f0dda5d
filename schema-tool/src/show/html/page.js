"use strict";
// Draws what is in view of the tree and of the bytes; all else is data.
const $ = id => document.getElementById(id);
const ROW = 20, PER_ROW = 16, BUCKET = 256, MOST_HEIGHT = 10_000_000;
const HIDDEN = 1, ABSENT = 2, SECRET_DIFFERS = 4, BIG_ENDIAN = 8;

// --- The data: nodes with parents and children. -----------------------------------------

const streams = JSON.parse($("data").textContent).streams;
$("data").remove();
const comparing = streams.length === 2;

function bytesOf(section) {
  if (!section.decoded) {
    const text = atob(section.data);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    section.decoded = bytes;
    section.data = null;
  }
  return section.decoded;
}

// The nodes of a section: the first is the device itself.
function build(section) {
  const about = section.about, texts = about.texts;
  const root = { section, parent: null, step: about.name, path: about.name, start: 0, len: about.bytes,
    type: [about.device ?? "its schema cannot be read", about.version && `version ${about.version}`].filter(Boolean).join(", "),
    value: `${about.bytes} bytes`, flags: 0, doc: about.doc, kids: [], isDevice: true };
  for (const [step, value] of about.said) root.kids.push({ section, parent: root, step,
    path: `${root.path} ${step}`, start: 0, len: 0, type: "", value, flags: ABSENT,
    doc: "what was said of it before the state", kids: [] });
  const stack = [root];
  for (const [depth, step, type, start, len, value, flags, doc, elements] of about.nodes) {
    if (depth === 0 && step === "") continue;
    stack.length = Math.max(depth, 1);
    const parent = stack[stack.length - 1];
    const node = { section, parent, step, path: join(parent.path, step), start, len, type: texts[type], value, flags,
      doc: doc === null ? "" : texts[doc], kids: [] };
    if (elements) {
      const [kind, count, width, named] = elements;
      node.elements = { kind: texts[kind], count, width, start: start + len - count * width,
        named: about.flags[named]?.map(([name, bits]) => [name, BigInt(bits)]) };
    }
    parent.kids.push(node);
    stack.push(node);
  }
  if (about.left_out) root.kids.push({ section, parent: root, step: "…", path: root.path, start: 0, len: 0,
    type: "", value: `${about.left_out} more parts, which are not in this page, nor what is in them`, flags: ABSENT, kids: [] });
  if (about.error) root.kids.push({ section, parent: root, step: "cannot be read on", path: root.path,
    start: about.hidden_from, len: 0, type: "", value: about.error, flags: ABSENT, kids: [], mark: "gone" });
  return root;
}

function join(path, step) {
  return /^[\[{]/.test(step) ? path + step : `${path}.${step}`;
}

// Numbers are read when they are looked at.
function number(section, kind, width, at, bigEndian) {
  const bytes = bytesOf(section).slice(at, at + width);
  if (bigEndian) bytes.reverse();
  const view = new DataView(bytes.buffer);
  switch (kind) {
    case "bool": return String(view.getUint8(0) !== 0);
    case "u8": return String(view.getUint8(0)); case "i8": return String(view.getInt8(0));
    case "u16": return String(view.getUint16(0, true)); case "i16": return String(view.getInt16(0, true));
    case "u32": return String(view.getUint32(0, true)); case "i32": return String(view.getInt32(0, true));
    case "u64": return String(view.getBigUint64(0, true)); case "i64": return String(view.getBigInt64(0, true));
    case "f32": return String(view.getFloat32(0, true)); case "f64": return String(view.getFloat64(0, true));
    case "u128": return String(view.getBigUint64(8, true) << 64n | view.getBigUint64(0, true));
    case "i128": return String(view.getBigInt64(8, true) << 64n | view.getBigUint64(0, true));
    default: return hex(bytes);
  }
}

// The names of the bits that are set, as the other values have them.
function withNames(text, width, named) {
  if (!named) return text;
  const bits = BigInt.asUintN(8 * width, BigInt(text)), names = [];
  let rest = bits;
  for (const [name, flag] of named)
    if ((bits & flag) === flag && rest & flag) { names.push(name); rest &= ~flag; }
  if (names.length && rest) names.push(`0x${rest.toString(16)}`);
  const number = bits > 9n ? `${text} (0x${bits.toString(16)})` : text;
  return names.length ? `${number} ${names.join(" | ")}` : number;
}

const byteHex = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));
const hex = bytes => Array.from(bytes, byte => byteHex[byte]).join(" ");

// Children, in buckets where there are many. Elements of numbers are made when they are asked for.
function kidsOf(node) {
  if (!node.made) {
    node.made = node.of ? ranged(node.of, node.first, node.count) :
      ranged(node, 0, node.elements ? node.elements.count : node.kids.length);
    for (const kid of node.made) kid.parent = node;
  }
  return node.made;
}

function ranged(node, first, count) {
  let size = 1;
  while (count / size > BUCKET) size *= BUCKET;
  const parts = [];
  for (let i = first; i < first + count; i += size)
    parts.push(size === 1 ? kid(node, i) : bucket(node, i, Math.min(size, first + count - i)));
  parts.first = first;
  return parts;
}

function kid(node, index) {
  if (!node.elements) return node.kids[index];
  const { kind, width, start, named } = node.elements, at = start + index * width;
  const value = withNames(number(node.section, kind, width, at, !!(node.flags & BIG_ENDIAN)), width, named);
  return { section: node.section, parent: node, step: `[${index}]`, path: `${node.path}[${index}]`, start: at, len: width,
    type: kind, value, flags: 0, kids: [] };
}

function bucket(node, first, count) {
  const last = first + count - 1, one = index => node.elements ? node.elements.start + index * node.elements.width : node.kids[index].start;
  const end = node.elements ? one(last) + node.elements.width : node.kids[last].start + node.kids[last].len;
  const made = { section: node.section, parent: node, step: `[${first}..=${last}]`, path: node.path, start: one(first),
    len: end - one(first), type: "", value: `${count} parts`, flags: 0, kids: [], of: node, first, count };
  return made;
}

const hasKids = node => !!(node.of || node.kids.length || node.elements?.count);

// --- Two streams: the nodes of the second, with what the first has. ----------------------

let roots = streams.at(-1).sections.map(build);
const differing = [];

function compare(a, b) {
  const others = new Map(a.kids.map(node => [node.step, node]));
  let changed = false;
  for (const node of b.kids) {
    const other = others.get(node.step);
    others.delete(node.step);
    if (!other) { marked(node, "add"); changed = true; continue; }
    node.other = other;
    if (compare(other, node)) changed = true;
    else if (!same(other, node) && !node.kids.length) { node.mark = "change"; node.within = changed = true; differing.push(node); }
  }
  for (const node of others.values()) {
    marked(node, "gone");
    node.parent = b;
    b.kids.push(node);
    changed = true;
  }
  b.within = changed;
  if (changed && !b.isDevice && b.value !== a.value) b.mark = "change";
  return changed;
}

function marked(node, mark) {
  differing.push(node);
  (function all(node) { node.mark = mark; node.within = true; node.kids.forEach(all); })(node);
}

function same(a, b) {
  if (b.flags & SECRET_DIFFERS) return false;
  if ((a.flags | b.flags) & HIDDEN) return (a.flags & HIDDEN) === (b.flags & HIDDEN);
  if (a.value !== b.value) return false;
  if (a.kids.length || b.kids.length || !a.elements && !b.elements && a.type !== b.type) return true;
  if (a.len !== b.len) return false;
  // One of QEMU's, and one that was made of it.
  if ((a.flags ^ b.flags) & BIG_ENDIAN && a.elements && b.elements) {
    const count = a.elements.count;
    for (let i = 0; i < count; i++) if (kid(a, i).value !== kid(b, i).value) return false;
    return true;
  }
  const x = bytesOf(a.section), y = bytesOf(b.section);
  for (let i = 0; i < a.len; i++) if (x[a.start + i] !== y[b.start + i]) return false;
  return true;
}

if (comparing) {
  const first = new Map(streams[0].sections.map(build).map(root => [root.step, root]));
  for (const root of roots) {
    const other = first.get(root.step);
    first.delete(root.step);
    if (!other) { marked(root, "add"); continue; }
    root.other = other;
    if (other.type !== root.type) { root.mark = "change"; root.within = true; }
    compare(other, root);
    if (!root.kids.length && !same(other, root)) { root.mark = "change"; root.within = true; differing.push(root); }
  }
  for (const root of first.values()) { marked(root, "gone"); roots.push(root); }
}

// --- What is in view. -------------------------------------------------------------------

const open = new Set();
let visible = [], selected = null, hovered = null, only = false;

function refresh() {
  visible = [];
  const add = (node, depth) => {
    if (only && !node.within) return;
    visible.push([node, depth]);
    if (open.has(node)) for (const kid of kidsOf(node)) add(kid, depth + 1);
  };
  roots.forEach(root => add(root, 0));
  tree.count = visible.length;
  tree.draw();
}

// A list of which only the rows in view are in the document. Browsers end at some height, so
// that of very long lists is scaled.
class List {
  constructor(element, render) {
    this.element = element;
    this.render = render;
    this.count = 0;
    this.space = element.appendChild(make("div", "space"));
    this.rows = element.appendChild(make("div", "rows"));
    element.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(element);
  }
  fits() { return Math.max(1, Math.ceil(this.element.clientHeight / ROW)); }
  scale() {
    const all = this.count * ROW;
    return all <= MOST_HEIGHT ? 1 : (all - this.element.clientHeight) / (MOST_HEIGHT - this.element.clientHeight);
  }
  first() { return Math.max(0, Math.floor(this.element.scrollTop * this.scale() / ROW)); }
  resize() { this.space.style.height = `${Math.min(this.count * ROW, MOST_HEIGHT)}px`; }
  draw() {
    this.resize();
    const first = Math.min(this.first(), Math.max(0, this.count - 1));
    const top = this.scale() === 1 ? first * ROW : this.element.scrollTop;
    const rows = [];
    for (let i = first; i < Math.min(this.count, first + this.fits() + 1); i++) rows.push(this.render(i));
    this.rows.style.transform = `translateY(${top}px)`;
    this.rows.replaceChildren(...rows);
  }
  reveal(index) {
    this.resize();
    const first = this.first(), fits = this.fits() - 1;
    if (index >= first && index < first + fits) return this.draw();
    this.element.scrollTop = Math.max(0, index - (fits >> 1)) * ROW / this.scale();
    this.draw();
  }
}

function make(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}

const tree = new List($("tree"), index => {
  const [node, depth] = visible[index];
  const row = make("div", ["row", node.mark ?? "", node.flags & HIDDEN ? "hidden" : "",
    node === selected ? "selected" : "", within(hovered, node) ? "hover" : ""].join(" "));
  row.style.paddingLeft = `${8 + depth * 16}px`;
  row.append(make("span", "twig", hasKids(node) ? (open.has(node) ? "▾" : "▸") : ""),
    make("span", node.isDevice ? "device" : "", node.step), "  ",
    make("span", "type", node.type === node.value ? "" : node.type), "  ");
  if (node.other && node.mark === "change" && node.other.value !== node.value)
    row.append(make("span", "old", node.other.value), " → ");
  row.append(make("span", "value", node.flags & SECRET_DIFFERS ? `${node.value} differs` : node.value));
  row.title = node.path;
  row.setAttribute("role", "treeitem");
  row.setAttribute("aria-level", depth + 1);
  if (hasKids(node)) row.setAttribute("aria-expanded", open.has(node));
  row.setAttribute("aria-selected", node === selected);
  row.onmouseenter = () => hover(node);
  row.onclick = event => { if (event.target.className === "twig") toggle(node); else select(node, true); };
  row.ondblclick = () => toggle(node);
  return row;
});

let shown = null; // the section whose bytes are in view
const bytes = new List($("hex"), index => {
  const about = shown.about, at = index * PER_ROW, all = bytesOf(shown);
  const row = make("div", "row");
  const base = about.base ?? 0;
  row.append(make("span", "at", (base + at).toString(16).padStart(8, "0")));
  let text = "";
  for (let i = at; i < at + PER_ROW; i++) {
    if (i >= all.length) { row.append(make("span", "byte", "  ")); continue; }
    const isHidden = hiddenAt(i);
    const cell = make("span", "byte", isHidden ? "··" : byteHex[all[i]]);
    if (covers(selected, i)) cell.classList.add("selected");
    if (covers(hovered, i)) cell.classList.add("hover");
    if (shown.peer && bytesOf(shown.peer)[i] !== all[i]) cell.classList.add("differs");
    cell.dataset.at = i;
    row.append(cell);
    text += isHidden ? "·" : all[i] >= 32 && all[i] < 127 ? String.fromCharCode(all[i]) : ".";
  }
  row.append(make("span", "text", text));
  return row;
});

const covers = (node, at) => node && node.section === shown && at >= node.start && at < node.start + node.len;
const within = (a, b) => a === b;

// Parts of the section that are not to be shown, in order.
function hiddenAt(at) {
  shown.hidden ??= shown.about.nodes.filter(row => row[6] & HIDDEN).map(row => [row[3], row[3] + row[4]]);
  if (at >= shown.about.hidden_from) return true;
  let low = 0, high = shown.hidden.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (shown.hidden[middle][1] <= at) low = middle + 1; else high = middle;
  }
  return low < shown.hidden.length && shown.hidden[low][0] <= at;
}

// The innermost node that a byte is of.
function nodeAt(section, at) {
  let node = [...roots].find(root => root.section === section);
  for (;;) {
    const inner = node && kidsOf(node).find(kid => kid.section === section && at >= kid.start && at < kid.start + kid.len);
    if (!inner) return node;
    node = inner;
  }
}

function showSection(section) {
  if (shown === section) return;
  shown = section;
  bytes.count = Math.ceil(section.about.bytes / PER_ROW);
  $("hex").scrollTop = 0;
  drawMap();
}

// --- Selecting, hovering, opening. ------------------------------------------------------

function hover(node) {
  if (hovered === node) return;
  hovered = node;
  say(node ?? selected);
  for (const row of tree.rows.children) row.classList.toggle("hover", !!node && row.title === node.path);
  for (const cell of bytes.rows.querySelectorAll(".byte")) cell.classList.toggle("hover", covers(node, +cell.dataset.at));
}

function say(node) {
  if (!node) return;
  const base = node.section.about.base;
  const at = node.flags & ABSENT ? "" : base === null ? `byte ${node.start} of the section` :
    `at 0x${(base + node.start).toString(16)}`;
  $("status").textContent = [node.path, node.type, at, node.len && (node.len === 1 ? "1 byte" : `${node.len} bytes`), node.doc].filter(Boolean).join("   ");
}

function toggle(node) {
  if (!hasKids(node)) return;
  if (open.has(node)) open.delete(node); else open.add(node);
  refresh();
}

function select(node, keep) {
  selected = node;
  settle(node);
  for (let up = node.parent; up; up = up.parent) open.add(up);
  if (only && !node.within) { only = $("only").checked = false; }
  refresh();
  tree.reveal(visible.findIndex(([one]) => one === node));
  showSection(node.section);
  bytes.reveal(Math.floor(node.start / PER_ROW));
  say(node);
  if (keep) history.replaceState(null, "", `#${encodeURIComponent(node.path)}`);
}

// The node of a path, as in a link.
function find(path) {
  let node = roots.find(root => path === root.path || path.startsWith(root.path) && ".[{".includes(path[root.path.length]));
  while (node && node.path !== path) {
    if (node.elements) {
      const index = Number(/^\[(\d+)\]$/.exec(path.slice(node.path.length))?.[1] ?? NaN);
      node = index < node.elements.count ? real(node, index) : null;
      continue;
    }
    const index = node.kids.findIndex(kid => path === kid.path || path.startsWith(kid.path) && ".[{".includes(path[kid.path.length]));
    node = index < 0 ? null : real(node, index);
  }
  return node;
}

// A child within the buckets that it is in.
function real(node, index) {
  let kids = kidsOf(node);
  while (kids[0].of) kids = kidsOf(kids.find(one => index < one.first + one.count));
  return kids[index - kids.first];
}

// Puts a node and those that it is in into their buckets.
function settle(node) {
  for (let up = node; up.parent; up = up.parent)
    if (!up.of && !up.parent.of && up.parent.kids.length > BUCKET) real(up.parent, up.parent.kids.indexOf(up));
}

function fromLink() {
  const node = find(decodeURIComponent(location.hash.slice(1)));
  if (node) select(node, false);
  return !!node;
}

// --- Searching. -------------------------------------------------------------------------

const MOST_ELEMENTS = 1000;
let hits = [], hit = -1, more = "";

// What a text is in the bytes of a number, if it is one of its kind.
function numberBytes(text, { kind, width }, bigEndian) {
  const bytes = new Uint8Array(width), view = new DataView(bytes.buffer);
  if (kind === "f32" || kind === "f64") {
    const value = Number(text), is32 = kind === "f32";
    if (Number.isNaN(value) || is32 && Math.fround(value) !== value) return null;
    if (is32) view.setFloat32(0, value, true); else view.setFloat64(0, value, true);
  } else if (/^[ui]\d+$/.test(kind) && /^(-?\d+|0x[0-9a-f]+)$/i.test(text)) {
    const value = BigInt(text), bits = width * 8, unsigned = BigInt.asUintN(bits, value);
    if ((kind[0] === "u" ? unsigned : BigInt.asIntN(bits, value)) !== value) return null;
    for (let i = 0; i < width; i++) bytes[i] = Number(unsigned >> BigInt(8 * i) & 255n);
  } else return null;
  return bigEndian ? bytes.reverse() : bytes;
}

// Elements that are this number, of this index, or have a bit of this name, up to so many:
// there are no nodes of them.
function elementsFound(node, text, most) {
  const found = [], { elements } = node;
  const named = /^(.+)\[(\d+)\]$/.exec(text);
  if (named && +named[2] < elements.count && node.path.toLowerCase().endsWith(named[1].toLowerCase())) found.push(+named[2]);
  const wanted = node.flags & HIDDEN ? null : numberBytes(text, elements, !!(node.flags & BIG_ENDIAN));
  if (wanted) {
    const all = bytesOf(node.section), { width, start, count } = elements;
    for (let index = 0, at = start; index < count && found.length < most; index++, at += width) {
      let same = 0;
      while (same < width && all[at + same] === wanted[same]) same++;
      if (same === width) found.push(index);
    }
  }
  const lower = text.toLowerCase();
  if (!(node.flags & HIDDEN) && elements.named?.some(([name]) => name.toLowerCase().includes(lower)))
    for (let index = 0; index < elements.count && found.length < most; index++)
      if (kid(node, index).value.toLowerCase().includes(lower)) found.push(index);
  return found.map(index => real(node, index));
}

function search(text) {
  hits = [];
  hit = -1;
  const offset = /^0x[0-9a-f]+$/i.test(text) ? Number(text) : NaN;
  const lower = text.toLowerCase();
  const look = node => {
    if (node.step.toLowerCase().includes(lower) || node.path.toLowerCase().endsWith(lower) ||
      !(node.flags & HIDDEN) && node.value.toLowerCase().includes(lower)) hits.push(node);
    node.kids.forEach(look);
  };
  if (!text) { $("hits").textContent = ""; return; }
  if (!Number.isNaN(offset)) {
    const root = roots.find(({ section: { about } }) => about.base !== null && offset >= about.base && offset < about.base + about.bytes);
    if (root) hits.push(nodeAt(root.section, offset - root.section.about.base));
  }
  roots.forEach(look);
  const exact = find(text);
  if (exact) hits = [exact, ...hits.filter(node => node !== exact)];
  let left = MOST_ELEMENTS;
  const within = node => {
    if (node.elements && left > 0) {
      const found = elementsFound(node, text, left).filter(one => one !== exact);
      left -= found.length;
      hits.push(...found);
    }
    node.kids.forEach(within);
  };
  roots.forEach(within);
  more = left > 0 ? "" : " or more";
  if (hits.length) step(1); else $("hits").textContent = "nothing found";
}

function step(by) {
  if (!hits.length) return;
  hit = (hit + by + hits.length) % hits.length;
  $("hits").textContent = `${hit + 1} of ${hits.length}${more}`;
  select(hits[hit], true);
}

let differenceAt = -1;
function nextDifference(by) {
  if (!differing.length) return;
  differenceAt = (differenceAt + by + differing.length) % differing.length;
  select(differing[differenceAt], true);
}

// --- The map of what takes the room: a section's nodes on the first level. ----------------

function drawMap() {
  const canvas = $("map"), height = canvas.height = canvas.clientHeight, context = canvas.getContext("2d");
  if (!shown || !shown.about.bytes) return;
  const root = roots.find(root => root.section === shown);
  root.kids.forEach((node, index) => {
    const y = node.start / shown.about.bytes * height, h = Math.max(1, node.len / shown.about.bytes * height);
    context.fillStyle = node.flags & HIDDEN ? "#a0309a" : node.within && comparing ? "#d08000" : `hsl(${index * 47 % 360} 45% 60%)`;
    context.fillRect(4, y, 40, h > 3 ? h - 1 : h);
  });
}

$("map").onclick = event => {
  if (!shown) return;
  const at = Math.floor(event.offsetY / $("map").clientHeight * shown.about.bytes);
  select(nodeAt(shown, Math.min(at, shown.about.bytes - 1)), true);
};
$("map").onmousemove = event => {
  if (shown) hover(nodeAt(shown, Math.floor(event.offsetY / $("map").clientHeight * shown.about.bytes)));
};

// --- What the user does. ----------------------------------------------------------------

$("hex").addEventListener("mouseover", event => {
  if (event.target.dataset.at) hover(nodeAt(shown, +event.target.dataset.at));
});
$("hex").addEventListener("click", event => {
  if (event.target.dataset.at) select(nodeAt(shown, +event.target.dataset.at), true);
});
for (const id of ["tree", "hex"]) $(id).addEventListener("mouseleave", () => hover(null));
$("search").addEventListener("input", event => search(event.target.value.trim()));
$("search").addEventListener("keydown", event => {
  if (event.key === "Enter") { event.preventDefault(); step(event.shiftKey ? -1 : 1); }
  if (event.key === "Escape") $("tree").focus();
});
$("only").onchange = event => { only = event.target.checked; refresh(); };
$("theme").onclick = theme;

function theme() {
  const root = document.documentElement, isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = (root.dataset.theme ?? (isDark ? "dark" : "light")) === "dark" ? "light" : "dark";
}

function move(by) {
  const at = visible.findIndex(([node]) => node === selected);
  const to = Math.min(visible.length - 1, Math.max(0, at + by));
  if (visible[to]) select(visible[to][0], true);
}

const keys = {
  ArrowDown: () => move(1), ArrowUp: () => move(-1),
  PageDown: () => move(tree.fits() - 2), PageUp: () => move(2 - tree.fits()),
  Home: () => move(-visible.length), End: () => move(visible.length),
  ArrowRight: () => { if (selected && hasKids(selected) && !open.has(selected)) toggle(selected); else move(1); },
  ArrowLeft: () => { if (selected && open.has(selected)) toggle(selected); else if (selected?.parent) select(selected.parent, true); },
  Enter: () => selected && toggle(selected), " ": () => selected && toggle(selected),
  n: () => step(1), N: () => step(-1), d: () => nextDifference(1), D: () => nextDifference(-1), t: theme,
  "/": () => $("search").focus(),
};
document.addEventListener("keydown", event => {
  const action = keys[event.key];
  if (!action || event.target === $("search") || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  action();
});
addEventListener("hashchange", fromLink);
addEventListener("resize", drawMap);

// --- The beginning. ---------------------------------------------------------------------

const names = streams.map(stream => stream.name).join(" → ");
$("title").textContent = names;
document.title = names;
const absent = streams.at(-1).absent;
const bulk = streams.at(-1).bulk.map(item => `${item.name} ${item.bytes} bytes`);
const metadata = streams.at(-1).metadata.map(([key, value]) => `${key} ${value}`);
$("about").textContent = [`${roots.length} devices`, streams.at(-1).producer.join(" "), ...metadata,
  absent.length && `not needed, without state: ${absent.join(", ")}`,
  bulk.length && `bulk, not shown: ${bulk.join(", ")}`, comparing && `${differing.length} differences`].filter(Boolean).join(" · ");
const problems = streams.flatMap(stream => stream.problems);
$("problems").textContent = problems.join("\n");
$("problems").hidden = !problems.length;
$("only-label").hidden = !comparing;
if (comparing) for (const root of roots) if (root.other && root.other.len === root.len) root.section.peer = root.other.section;
if (roots.length === 1) open.add(roots[0]);
if (comparing) for (const node of differing.slice(0, 200)) { settle(node); for (let up = node.parent; up; up = up.parent) open.add(up); }
refresh();
if (!fromLink() && roots.length) { selected = roots[0]; showSection(roots[0].section); refresh(); bytes.draw(); say(selected); }
$("tree").focus();
