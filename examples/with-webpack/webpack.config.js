import HtmlPlugin from 'html-webpack-plugin';

// These headers isolate the page, so that patchwise may use all cores. Without them it uses one.
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default {
  entry: './main.js',
  plugins: [new HtmlPlugin({ template: 'index.html' })],
  devServer: { headers, open: false },
};
