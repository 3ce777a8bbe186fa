// For node: the folder `dist` of TensorFlow.js is made for bundlers, which supply the endings of its imports and take
// its files for modules.
const FOLDER = '/@tensorflow/tfjs-core/dist/';

export async function resolve(specifier, context, next) {
  if (specifier.startsWith('.') && context.parentURL?.includes(FOLDER)) {
    return { ...(await next(`${specifier}.js`, context)), format: 'module' };
  }
  const found = await next(specifier, context);
  return specifier.includes(FOLDER.slice(1)) ? { ...found, format: 'module' } : found;
}
