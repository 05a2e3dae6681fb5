import { defineConfig } from 'vitest/config';

import { copyBrand, guardEntries, iconSprite, withoutEval } from './src/padu/ui/frontend/build/plugins.ts';

const frontend = 'src/padu/ui/frontend';

// Entry files keep their names (Django's manifest storage adds the hash), chunks and fonts carry a hash of their own.
export default defineConfig({
  base: './',
  publicDir: false,
  build: {
    outDir: 'src/padu/ui/static/build',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 600, // the charts, loaded only by pages that have one
    rolldownOptions: {
      input: {
        app: `${frontend}/app.ts`,
        theme: `${frontend}/theme.ts`,
        styles: `${frontend}/styles/styles.scss`,
      },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        assetFileNames: (asset) =>
          asset.names.some((name) => name.endsWith('.css')) ? '[name][extname]' : 'assets/[name]-[hash][extname]',
      },
    },
  },
  css: {
    preprocessorOptions: { scss: { loadPaths: ['node_modules'], quietDeps: true } },
  },
  test: { include: [`${frontend}/tests/*.test.ts`] },
  plugins: [iconSprite(`${frontend}/icons.json`), copyBrand(`${frontend}/brand`), guardEntries(), withoutEval()],
});
