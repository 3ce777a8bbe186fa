/** A code block as a module of its own: the package by the address of its folder, and what it declares left for the next
 * blocks. */
export function moduleOf(code, folder) {
  return code
    .replaceAll(/from 'patchwise(?:\/([a-z-]+))?'/g, (_, name = 'index') => `from '${folder}/${name}.js'`)
    .replaceAll(/^(?:const|let) (\w+) =/gm, 'globalThis.$1 =');
}
