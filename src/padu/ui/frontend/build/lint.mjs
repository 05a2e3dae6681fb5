/**
 * House rules for templates, each with its reason. The content policy would block these in the browser; here they are
 * found before. Run by `npm run check`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = 'src/padu';
const icons = new Set(Object.keys(JSON.parse(readFileSync(`${ROOT}/ui/frontend/icons.json`, 'utf8'))));

const rules = [
  [/\shx-on[:\w-]*\s*=/g, 'hx-on needs eval: listen in a module instead'],
  [/["'\s]js:|javascript:/g, 'js: values and javascript: addresses need eval'],
  [/hx-trigger\s*=\s*(["'])[^"']*\[[^"']*\1/g, 'trigger filters need eval: filter in a module instead'],
  [/hx-vars\s*=/g, 'hx-vars needs eval: use hx-vals with plain JSON'],
  [/<style[\s>]/g, 'no inline style sheet: write it in frontend/styles'],
  [/\sstyle\s*=\s*["']/g, 'no style attribute: use a class, an SVG attribute or data-*'],
  [/<script(?![^>]*\ssrc=)[^>]*>/g, 'no inline script: write a module or use json_script'],
  [/\son[a-z]+\s*=\s*["']/g, 'no inline handler: listen in a module instead'],
  [/<img(?![^>]*\salt=)[^>]*>/g, 'an image needs alt'],
  [/(?:src|href)\s*=\s*["']https?:\/\/(?!www\.w3\.org)/g, 'nothing is loaded from elsewhere; put an outside address in data'],
];

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'static' && entry.name !== '__pycache__') yield* files(full);
    else if (entry.isFile() && /\.(html|svg)$/.test(entry.name) && full.includes('/templates/')) yield full;
  }
}

function* findings(file) {
  const text = readFileSync(file, 'utf8');
  const lineOf = (index) => text.slice(0, index).split('\n').length;
  for (const [pattern, reason] of rules) {
    for (const match of text.matchAll(pattern)) yield [lineOf(match.index), reason];
  }
  for (const match of text.matchAll(/{%\s*icon\s+"([^"]+)"/g)) {
    if (!icons.has(match[1])) yield [lineOf(match.index), `no icon "${match[1]}": add it to frontend/icons.json`];
  }
}

let wrong = 0;
let seen = 0;
for (const file of files(ROOT)) {
  seen += 1;
  for (const [line, reason] of findings(file)) {
    wrong += 1;
    console.error(`${file}:${line}: ${reason}`);
  }
}
console.log(`templates: ${seen} read, ${wrong} findings`);
process.exit(wrong ? 1 : 0);
