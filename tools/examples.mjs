// Runs the examples with the package as it is published: installs it, checks types, and trains three steps in the server of
// development and in what is built, in a browser. `npm run examples` runs all; names choose some, as in
// `npm run examples -- with-vite@5 with-node`. `--write` puts the table into examples/README.md.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { FOR_ANYONE, launchBrowser, serveFiles } from './browser.mjs';
import { root, run as runHere } from './setup.mjs';

/** Every example; those of a tool with several versions in use run with each. */
export const CASES = [
  ...[5, 6, 7, 8].map((version) => ({ name: 'with-vite', version, tool: 'vite' })),
  ...['webpack', 'rollup', 'esbuild', 'parcel', 'next', 'sveltekit', 'node', 'cdn', 'own-device'].map((tool) => ({
    name: `with-${tool}`,
  })),
];
export const nameOf = ({ name, version }) => (version ? `${name}@${version}` : name);

const BUILT = ['dist', 'build'];
const START_MS = 120_000;
const FILES = join(root, 'tests', 'formats', 'info.zip');
const README = join(root, 'examples', 'README.md');

/** The package as npm would publish it. */
export function pack() {
  const folder = mkdtempSync(join(tmpdir(), 'patchwise-pack-'));
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root, stdio: 'pipe' });
  return join(folder, readdirSync(folder)[0]);
}

/** Runs an example; gives what holds of it. A step that fails is its error's text, and null where there is none. */
export async function runExample({ name, version, tool }, tarball) {
  const folder = mkdtempSync(join(tmpdir(), 'patchwise-example-'));
  const found = { installs: null, types: null, development: null, built: null };
  const step = async (key, work) => {
    try {
      found[key] = (await work()) ?? 'yes';
    } catch (error) {
      const said = [error.message, error.stdout, error.stderr].filter(Boolean).join('\n');
      found[key] = `no: ${said.slice(0, 4000)}`;
    }
  };
  const run = (...command) => execFileSync(command[0], command.slice(1), { cwd: folder, env: ENV, stdio: 'pipe' });
  try {
    cpSync(join(root, 'examples', name), folder, { recursive: true });
    if (name === 'with-cdn') {
      await step('built', () => trainFromElsewhere(folder, tarball));
      return found;
    }
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    manifest.dependencies.patchwise = `file:${tarball}`;
    if (version) manifest.devDependencies[tool] = `^${version}.0.0`;
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    const { dev, build, types, start } = manifest.scripts;
    await step('installs', () => void run('npm', 'install', '--no-audit', '--no-fund', '--loglevel', 'error'));
    if (found.installs !== 'yes') return found;
    if (types) await step('types', () => void run('npm', 'run', 'types'));
    if (dev) await step('development', () => trainAtServer(folder, 'dev'));
    if (build) {
      await step('built', async () => {
        run('npm', 'run', 'build');
        if (start && name !== 'with-vite') return trainAtServer(folder, 'start');
        // What is built has to be enough.
        rmSync(join(folder, 'node_modules'), { recursive: true });
        return trainStatic(
          join(
            folder,
            BUILT.find((place) => existsSync(join(folder, place))),
          ),
        );
      });
    } else {
      await step('built', () => {
        const [drawn, own] = [run('npm', 'start'), run('npm', 'start', '--', FILES)].map(String);
        return checkTexts(drawn, own);
      });
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const ENV = { ...process.env, CI: 'true', BROWSER: 'none', NEXT_TELEMETRY_DISABLED: '1' };

/** Trains on the page of a server that a script starts, once it has said its address. */
async function trainAtServer(folder, script) {
  const port = String(20_000 + Math.floor(Math.random() * 20_000));
  const env = { ...ENV, PORT: port, HOST: '127.0.0.1', ORIGIN: `http://127.0.0.1:${port}` };
  const child = spawn('npm', ['run', script], { cwd: folder, env, detached: true });
  let said = '';
  try {
    const url = await new Promise((resolve, reject) => {
      const read = (data) => {
        said += data;
        // Colours stand within addresses.
        const plain = said.replaceAll(/\x1b\[[0-9;]*m/g, '');
        const address = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):\d+/.exec(plain);
        if (address) resolve(address[0].replace('0.0.0.0', '127.0.0.1'));
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.on('exit', () => reject(new Error(`The server ended: ${said}`)));
      setTimeout(() => reject(new Error(`The server says no address: ${said}`)), START_MS).unref();
    });
    return await train(url);
  } catch (error) {
    throw new Error(`${error.message}\n${said.slice(-2000)}`);
  } finally {
    // It may have ended by itself.
    if (child.exitCode === null) process.kill(-child.pid);
  }
}

async function trainStatic(folder) {
  const server = await serveFiles(folder);
  try {
    return await train(server.url);
  } finally {
    server.close();
  }
}

/** The page of one origin with the package of another. */
async function trainFromElsewhere(folder, tarball) {
  execFileSync('tar', ['-xzf', tarball, '-C', folder]);
  const cdn = await serveFiles(join(folder, 'package'), { headers: FOR_ANYONE });
  const page = join(folder, 'index.html');
  const text = readFileSync(page, 'utf8');
  const own = text.replace(/https:\/\/cdn\.jsdelivr\.net\/npm\/patchwise@[^/]+/, cdn.url);
  if (own === text) throw new Error('The example has no address of a CDN.');
  writeFileSync(page, own);
  try {
    return await trainStatic(folder);
  } finally {
    cdn.close();
  }
}

/** Opens a page, which has to train on scenes and then on files; gives how many threads it had. */
async function train(url) {
  const browser = await launchBrowser();
  const page = await browser.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  const texts = [];
  try {
    await page.goto(url);
    await page.waitForSelector('input[type=file]');
    texts.push(await waitForTraining(page, /Trained 3 steps/));
    await page.setInputFiles('input[type=file]', FILES);
    texts.push(await waitForTraining(page, /Trained 1 steps/));
    return checkTexts(...texts);
  } catch (error) {
    const said = await page.textContent('output').catch(() => '');
    throw new Error([error.message, said, ...problems].join('\n'));
  } finally {
    await browser.close();
  }
}

async function waitForTraining(page, expected) {
  const source = expected.source;
  await page.waitForFunction(
    (source) => {
      const text = document.querySelector('output')?.textContent ?? '';
      return new RegExp(source).test(text) || !/^(Starting|Ready|Step|Trained)/.test(text);
    },
    source,
    { timeout: 120_000 },
  );
  return page.textContent('output');
}

/** What the trainings on scenes and on files said, as it should be. */
function checkTexts(drawn, own) {
  const found = /Trained 3 steps on (\d+ threads|webgpu), loss \d\.\d+/.exec(drawn);
  if (!found || !/Trained 1 steps on /.test(own)) throw new Error(`It said: ${drawn} / ${own}`);
  return `yes, ${found[1].replace('1 threads', '1 thread').replace('webgpu', 'WebGPU')}`;
}

function tableOf(results) {
  const cell = (value) => (value === null ? '–' : value.startsWith('no') ? '**no**' : value);
  const rows = results.map(
    ([name, { installs, types, development, built }]) =>
      `| ${[name, installs, types, development, built].map((value, place) => (place ? cell(value) : value)).join(' | ')} |`,
  );
  const head = ['Example', 'installs', 'types', 'trains in development', 'trains when built'];
  return [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { write: { type: 'boolean' } } });
  const isWanted = (example) =>
    positionals.length === 0 || positionals.some((name) => [nameOf(example), example.name].includes(name));
  const tarball = pack();
  const results = [];
  for (const example of CASES.filter(isWanted)) {
    const name = nameOf(example);
    const found = await runExample(example, tarball);
    results.push([name, found]);
    console.log(
      `${name}: ${Object.values(found)
        .map((value) => value?.split('\n')[0] ?? '–')
        .join('; ')}`,
    );
    for (const value of Object.values(found)) if (value?.startsWith('no')) console.log(value);
  }
  rmSync(dirname(tarball), { recursive: true });
  console.log(`\n${tableOf(results)}`);
  if (values.write) {
    const marks = /(<!-- table -->\n)[\s\S]*(<!-- end of table -->)/;
    writeFileSync(README, readFileSync(README, 'utf8').replace(marks, `$1\n${tableOf(results)}\n\n$2`));
    runHere('npx', ['prettier', '--write', README]);
  }
  const isRefused = results.some(([, found]) => Object.values(found).some((value) => value?.startsWith('no')));
  process.exitCode = isRefused ? 1 : 0;
}
