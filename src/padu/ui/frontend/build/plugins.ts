/** The three small build steps of our own: the icon sprite, the brand files, and a guard on the entries. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import type { Plugin } from 'vite';

const require = createRequire(import.meta.url);

/** The folder of one icon style in the installed package. */
function iconFolder(style: string): string {
  return path.dirname(require.resolve(`@tabler/icons/${style}/home.svg`));
}

/** One <symbol> from one icon file; an icon of our own stands in `brand/icons`. */
function symbolOf(name: string, source: string): string {
  const body = source
    .replace(/^[\s\S]*?<svg[^>]*>/, '')
    .replace(/<\/svg>\s*$/, '')
    .replace(/<path stroke="none"[^>]*\/>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
}

/** Builds `icons.svg` from `icons.json`, a map from our name to a name of the icon package. */
export function iconSprite(listFile: string): Plugin {
  return {
    name: 'padu-icon-sprite',
    buildStart() {
      this.addWatchFile(path.resolve(listFile));
    },
    generateBundle() {
      const icons = JSON.parse(readFileSync(listFile, 'utf8')) as Record<string, string>;
      const own = path.join(path.dirname(listFile), 'brand', 'icons');
      const symbols = Object.entries(icons).map(([name, icon]) => {
        const file = icon.startsWith('own:')
          ? path.join(own, `${icon.slice(4)}.svg`)
          : path.join(iconFolder('outline'), `${icon}.svg`);
        return symbolOf(name, readFileSync(file, 'utf8'));
      });
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`;
      this.emitFile({ type: 'asset', fileName: 'icons.svg', source });
    },
  };
}

/** Copies the mark and the favicon as they are. */
export function copyBrand(folder: string): Plugin {
  return {
    name: 'padu-brand',
    generateBundle() {
      for (const file of readdirSync(folder).filter((name) => name.endsWith('.svg'))) {
        this.emitFile({ type: 'asset', fileName: file, source: readFileSync(path.join(folder, file)) });
      }
    },
  };
}

/**
 * Refuses chunks that import an entry. Django serves an entry under a hashed name, so such a chunk would load it a
 * second time under its plain name, and every listener would be there twice.
 */
export function guardEntries(): Plugin {
  return {
    name: 'padu-guard-entries',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((item) => item.type === 'chunk');
      const entries = new Set(chunks.filter((chunk) => chunk.isEntry).map((chunk) => chunk.fileName));
      for (const chunk of chunks) {
        const wrong = chunk.imports.find((name) => entries.has(name));
        if (wrong) this.error(`${chunk.fileName} imports the entry ${wrong}: move what they share to a module`);
      }
    },
  };
}

/** Takes the one `eval` out of htmx: the content policy forbids it and `allowEval` is off, so nothing may reach it. */
export function withoutEval(): Plugin {
  return {
    name: 'padu-without-eval',
    transform(code, id) {
      if (!id.includes('htmx.org')) return null;
      if (!code.includes('return eval(str)')) this.error('htmx no longer has the eval that is taken out here: look again');
      return { code: code.replace('return eval(str)', "throw new Error('eval is off')"), map: null };
    },
  };
}
