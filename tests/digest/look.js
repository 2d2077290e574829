// Run inside a page by test_looks.py: says what a reader with small eyes and a small screen would trip over.
function channel(value) { value /= 255; return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; }
function luminance([r, g, b]) { return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); }
function rgba(said) { const parts = said.match(/[\d.]+/g).map(Number); return parts.length < 4 ? [...parts, 1] : parts; }
function ground(element) {
  for (let e = element; e; e = e.parentElement) {
    const color = rgba(getComputedStyle(e).backgroundColor);
    if (color[3] === 1) return color;
  }
  return [255, 255, 255, 1];
}
function contrast(a, b) {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}
document.querySelectorAll("details").forEach((d) => { d.open = true; });
const faint = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const text = walker.currentNode.data.trim(), parent = walker.currentNode.parentElement;
  if (!text || !parent.checkVisibility() || /^(SCRIPT|STYLE|TITLE)$/i.test(parent.tagName)) continue;
  const style = getComputedStyle(parent);
  const ink = rgba(parent.closest("svg") ? style.fill : style.color);
  if (parseFloat(style.fontSize) >= 2 && contrast(ink, ground(parent)) < 4.5) faint.push(text.slice(0, 40));
}
const root = document.documentElement;
const look = {
  overflow: root.scrollWidth - root.clientWidth,
  width: root.clientWidth,
  faint,
  tiny: [...document.querySelectorAll("a, p, td, li, span")].filter((e) => e.checkVisibility() && e.innerText?.trim() && parseFloat(getComputedStyle(e).fontSize) < 11).length,
  h1: document.querySelectorAll("h1").length,
  noAlt: document.querySelectorAll("img:not([alt])").length,
  dark: matchMedia("(prefers-color-scheme: dark)").matches,
};
const grave = (found) => ["serious", "critical"].includes(found.impact);
axe.run(document, { resultTypes: ["violations"] }).then(({ violations, passes }) => {
  look.faults = violations.filter(grave).map((found) => `${found.id}: ${found.nodes[0].html.slice(0, 120)}`);
  look.rules = passes.length;
  document.title = JSON.stringify(look);
}, (error) => { document.title = JSON.stringify({ ...look, faults: [String(error)] }); });
