// The documentation site: guide, reference and live examples. `tools/docs.mjs` builds it.
import { readFileSync } from 'node:fs';

import { defineConfig } from 'vitepress';

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
const api = JSON.parse(readFileSync(new URL('../pages/api/typedoc-sidebar.json', import.meta.url), 'utf8'));
const GUIDE = [
  ['What it is', 'index'],
  ['Start', 'start'],
  ['Own data', 'own-data'],
  ['Methods', 'methods'],
  ['Evaluation', 'evaluation'],
  ['Keeping', 'keeping'],
  ['Threads and isolation', 'threads'],
  ['Hosting', 'hosting'],
  ['Node', 'node'],
  ['Command line', 'command-line'],
  ['More than one machine', 'machines'],
  ['Troubleshooting', 'troubleshooting'],
];

export default defineConfig({
  title: 'patchwise',
  titleTemplate: `:title · patchwise ${version}`,
  description: 'Teaches a small vision network to see, without labels, inside a browser tab',
  lang: 'en',
  base: process.env.DOCS_BASE ?? '/docs/',
  srcDir: 'pages',
  srcExclude: ['public/**'],
  outDir: 'dist',
  markdown: { config: addLiveExamples },
  // Its modules are files of the site, which the examples load by their address.
  vite: { build: { rollupOptions: { external: [/\/package\/index\.js$/] } } },
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/guide/' },
      { text: 'JavaScript', link: '/api/' },
      { text: 'Rust', link: '/rust/patchwise/index.html', target: '_self' },
      { text: version, items: [{ text: 'Changes', link: '/changelog' }] },
    ],
    sidebar: {
      '/guide/': [
        {
          text: 'Guide',
          items: GUIDE.map(([text, name]) => ({ text, link: name === 'index' ? '/guide/' : `/guide/${name}` })),
        },
        {
          text: 'Background',
          items: [
            { text: 'Method', link: '/method' },
            { text: 'Project files', link: '/project-file' },
          ],
        },
      ],
      '/method': [{ text: 'Back to the guide', link: '/guide/' }],
      '/project-file': [{ text: 'Back to the guide', link: '/guide/' }],
      '/api/': [{ text: 'JavaScript', items: api }],
    },
    outline: [2, 3],
    search: { provider: 'local' },
  },
});

/** Blocks marked `live` can be changed and run in the page. */
function addLiveExamples(md) {
  const { fence } = md.renderer.rules;
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const { info, content } = tokens[index];
    if (!/^js live\b/.test(info)) return fence(tokens, index, ...rest);
    return `<LiveExample code="${encodeURIComponent(content)}" />`;
  };
}
