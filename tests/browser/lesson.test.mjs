// The lesson: played with the keyboard alone, replayed from its link, its results merged, and what a pupil may do wrong.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { launchBrowser, page as pageFolder, serveFolder } from '../../tools/browser.mjs';
import { isLong } from '../long.mjs';
import { enabled, picture, savedModel, violations, violationsInAllColors } from './support.mjs';

const context = {};
/** A short training, the same everywhere. */
const LINK = '?device=cpu#lesson/1?seed=5&images=80&epochs=3';

before(async () => {
  context.server = await serveFolder(pageFolder);
  context.browser = await launchBrowser({ webgpu: false });
});

after(async () => {
  await context.browser?.close();
  context.server?.close();
});

async function openLesson(address = LINK, options = {}) {
  const page = await context.browser.newPage({ viewport: { width: 1366, height: 768 }, ...options });
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && page.problems.push(message.text()));
  await page.goto(`${context.server.url}/${address}`);
  return page;
}

/** Moves the focus with Tab alone to what a selector names. */
async function tabTo(page, selector) {
  for (let count = 0; count < 80; count++) {
    if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not reach ${selector}`);
}

const press = async (page, selector) => {
  await tabTo(page, selector);
  await page.keyboard.press('Enter');
};

const next = async (page, title) => {
  await press(page, '#next');
  await page.waitForFunction((title) => document.querySelector('#lesson-title').textContent.startsWith(title), title);
};

/** Answers the quiz with arrow keys; all questions with the same one. */
async function answerAll(page, key) {
  await page.waitForSelector('.quiz-picture canvas', { timeout: 60_000 });
  // Arrow keys answer, wherever the focus is.
  for (let count = 0; count < 15; count++) await page.keyboard.press(key);
  await page.waitForSelector('.quiz .score');
}

/** From the quiz to the end of the training, without a mouse. */
async function learn(page, look) {
  await answerAll(page, 'ArrowUp');
  await next(page, 'The network knows nothing');
  await press(page, '#ask-untrained');
  await page.waitForSelector('.answers figure', { timeout: 60_000 });
  await look?.('2');
  await next(page, 'It learns');
  await press(page, '#learn');
  await page.waitForSelector('.steps li:nth-child(3).done', { timeout: 120_000 });
  await page.waitForSelector(enabled('#learn'));
}

/** The pixels of canvases, in few letters. */
async function fingerprints(page, selector) {
  const urls = await page.locator(selector).evaluateAll((canvases) => canvases.map((canvas) => canvas.toDataURL()));
  return urls.map((url) => createHash('sha256').update(url).digest('hex'));
}

test('the whole lesson with the keyboard alone', { timeout: 300_000 }, async () => {
  const page = await openLesson();
  const found = [];
  const look = async (name) => {
    found.push(...(await violationsInAllColors(page)).map((violation) => `${name}: ${violation}`));
    await picture(page, `lesson-${name}`);
  };
  await page.waitForSelector('.quiz-picture canvas', { timeout: 60_000 });
  await look('1');
  await learn(page, look);
  assert.match(await page.textContent('#lesson'), /After 30 steps, in round 3 through 80 pictures/);
  assert.equal(await page.locator('.answers figure').count(), 4);
  await look('3');
  await next(page, 'You against it');
  await page.waitForSelector('.answers figure');
  assert.equal(await page.locator('.answers figure').count(), 15);
  assert.match(
    await page.innerText('#lesson table'),
    /You\s+\d+ of 15[^]*untrained\s+\d+ of 15[^]*trained\s+\d+ of 15/,
  );
  await press(page, '#repeat');
  await answerAll(page, 'ArrowLeft');
  assert.match(await page.innerText('#lesson table'), /You, the second time\s+\d+ of 15/);
  await look('4');
  await next(page, 'What did it learn?');
  await press(page, '#test');
  await page.waitForSelector('.plot path', { timeout: 60_000 });
  await page.waitForSelector(enabled('#test'));
  await press(page, '#lesson .tiles button');
  await page.waitForFunction(() => document.querySelector('#lesson').textContent.includes('Pictures that it finds'));
  await tabTo(page, '#moment');
  await page.keyboard.press('Home');
  assert.match(await page.textContent('#lesson .map-words'), /At step 0: of the five nearest/);
  await look('5');
  await next(page, 'Fool it');
  await page.waitForSelector('.answer p');
  // What has a mark is named rightly, and work on it goes on after the screen was left.
  for (const tile of await page.locator('.tiles.small button').all()) {
    if (!(await tile.innerText()).includes('✓')) continue;
    const [kind] = (await tile.getAttribute('aria-label')).split(',');
    await tile.press('Enter');
    await page.waitForFunction((kind) => document.querySelector('.answer p').textContent.includes(`: ${kind}.`), kind);
  }
  await press(page, '#tool-sticker');
  await tabTo(page, '.drawing canvas');
  for (const key of ['ArrowRight', 'ArrowDown', ' ']) await page.keyboard.press(key);
  await press(page, '#fool-turn');
  await press(page, '#fool-undo');
  const [made] = await fingerprints(page, '.drawing canvas');
  await page.selectOption('#language', 'de');
  await page.waitForSelector('h2:has-text("Überliste es")');
  await page.selectOption('#language', 'en');
  await page.waitForSelector('h2:has-text("Fool it")');
  assert.deepEqual(await fingerprints(page, '.drawing canvas'), [made]);
  assert.equal(await page.getAttribute('#tool-sticker', 'aria-pressed'), 'true');
  await look('6');
  await next(page, 'Your report');
  await tabTo(page, '#pupil');
  await page.keyboard.type('Ada');
  await look('7');
  const download = page.waitForEvent('download');
  await press(page, '#save-result');
  const saved = JSON.parse(await readFile(await (await download).path(), 'utf8'));
  assert.equal((await download).suggestedFilename(), 'patchwise-Ada.json');
  assert.deepEqual([saved.format, saved.name, saved.questions, saved.steps], ['patchwise/lesson', 'Ada', 15, 30]);
  const pdf = await page.pdf({ format: 'A4' });
  assert.ok(pdf.length > 10_000);
  assert.deepEqual(found, []);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('a link gives the same losses and pictures again', { timeout: 240_000 }, async () => {
  const play = async () => {
    const page = await openLesson();
    await learn(page);
    const watched = await fingerprints(page, '.answers canvas');
    await page.goto(`${page.url().split('#')[0]}#lab`);
    const rows = await page
      .locator('#chart-table tbody tr')
      .evaluateAll((rows) => rows.map(({ cells }) => [cells[0].textContent, cells[1].textContent]));
    const model = await savedModel(page);
    await page.close();
    return { watched, losses: new Map(rows), model };
  };
  const [first, second] = [await play(), await play()];
  // Some steps are made at once and told as their mean; those that were told alone are the same.
  const isAlone = (losses, step) => losses.has(String(step)) && (step === 1 || losses.has(String(step - 1)));
  const both = [...first.losses.keys()].filter((step) =>
    [first, second].every(({ losses }) => isAlone(losses, Number(step))),
  );
  assert.ok(both.length > 0, 'no step was told alone twice');
  for (const step of both) assert.equal(second.losses.get(step), first.losses.get(step), `step ${step}`);
  assert.ok(second.model.equals(first.model), 'another network');
  assert.equal(first.watched.length, 8);
  assert.deepEqual(second.watched, first.watched);
});

test('a reload of the tab leaves the lesson where it was', { timeout: 240_000 }, async () => {
  const page = await openLesson();
  await learn(page);
  await next(page, 'You against it');
  await page.waitForSelector('.answers figure');
  const scores = await page.innerText('#lesson table');
  const maps = await fingerprints(page, '.answers canvas');
  await next(page, 'What did it learn?');
  await press(page, '#test');
  await page.waitForSelector('.plot path', { timeout: 60_000 });
  const sorted = await page.innerText('#lesson .scores');
  await page.reload();
  await page.waitForSelector('.plot path', { timeout: 60_000 });
  assert.equal(await page.innerText('#lesson .scores'), sorted);
  await page.click('.steps li:nth-child(4) a');
  await page.waitForSelector('.answers figure');
  assert.equal(await page.innerText('#lesson table'), scores);
  assert.deepEqual(await fingerprints(page, '.answers canvas'), maps);
  // A lesson of other settings is another one, also without loading the page anew.
  await page.goto(`${context.server.url}/?device=cpu#lesson/1?seed=6&images=80&epochs=3`);
  await page.waitForFunction(() => document.querySelectorAll('.steps .done').length === 0);
  assert.equal(await page.getAttribute('#next', 'href'), '#lesson/2?seed=6&images=80&epochs=3');
  await page.reload();
  await page.waitForSelector('.quiz-picture canvas', { timeout: 60_000 });
  assert.equal(await page.locator('.steps .done').count(), 0);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('a picture of the camera, and one of the disk, can fool it too', { timeout: 120_000 }, async (t) => {
  const browser = await launchBrowser({ webgpu: false, camera: 'allowed' });
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1366, height: 900 } });
  await page.goto(`${context.server.url}/${LINK}`);
  await learn(page);
  await page.click('.steps li:nth-child(5) a');
  await page.click('#test');
  await page.waitForSelector('.plot path', { timeout: 60_000 });
  await page.waitForSelector(enabled('#test'));
  await page.click('.steps li:nth-child(6) a');
  await page.waitForSelector('.answer canvas');
  const [before] = await fingerprints(page, '.drawing canvas');
  await page.click('#fool-camera');
  await page.waitForFunction(() => document.querySelector('.live video').videoWidth > 0);
  await page.waitForTimeout(500);
  await page.click('#fool-keep');
  await page.waitForSelector('.live', { state: 'hidden' });
  const [taken] = await fingerprints(page, '.drawing canvas');
  assert.notEqual(taken, before);
  await page.setInputFiles('#fool-photo', { name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no') });
  await page.waitForFunction(() => document.querySelector('#error').textContent.includes('cannot read “no.png”'));
  assert.equal((await fingerprints(page, '.drawing canvas'))[0], taken, 'the picture stays');
  await page.click('#fool-camera');
  await page.waitForSelector('.live:not([hidden])');
  await page.waitForFunction(() => document.querySelector('.live video').videoWidth > 0);
  const [empty, playing] = await page.evaluate(() => {
    const video = document.querySelector('.live video');
    const copy = video.cloneNode();
    video.after(copy);
    const heights = [copy.clientHeight, video.clientHeight];
    copy.remove();
    return heights;
  });
  assert.equal(empty, playing, 'nothing moves when the first frame comes');
  await page.click('#next');
  await page.waitForFunction(() => !document.querySelector('.live'));
  await page.close();
});

test('a screen says what has to be done first, and the link of a report carries the settings', async () => {
  const page = await openLesson('?device=cpu#lesson/6?seed=9');
  await page.waitForFunction(() => document.querySelector('.missing').textContent.startsWith('First let it learn'));
  assert.equal(await page.getAttribute('.missing a', 'href'), '#lesson/3?seed=9');
  await page.click('.steps li:last-child a');
  await page.click('#copy-link');
  await page.waitForFunction(() => document.querySelector('#lesson .note').textContent.includes('#lesson/1?'));
  assert.match(await page.textContent('#lesson .note'), /\?device=cpu#lesson\/1\?seed=9&images=\d+/);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('a training that is stopped at once leaves a lesson that can go on', { timeout: 120_000 }, async () => {
  const page = await openLesson('?device=cpu#lesson/3?images=400');
  await page.click(enabled('#learn'));
  await page.click('#learn-pause');
  await page.waitForFunction(() => document.querySelector('#learn-pause').textContent === 'Resume');
  await page.click('#learn-stop');
  await page.waitForSelector(enabled('#learn'), { timeout: 60_000 });
  await page.click('#next');
  await page.waitForSelector('.answers figure', { timeout: 60_000 });
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('a training that is stopped before it has begun has not been', { timeout: 60_000 }, async () => {
  const page = await openLesson('?device=cpu#lesson/3');
  await page.click(enabled('#learn'));
  await page.click(enabled('#learn-stop'));
  await page.waitForSelector(enabled('#learn'), { timeout: 30_000 });
  assert.equal(await page.locator('.steps .done').count(), 0);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('results of a class are merged, and other files are named and left out', async () => {
  const page = await openLesson('#teachers');
  const results = Array.from({ length: 30 }, (_, pupil) => ({
    format: 'patchwise/lesson',
    version: 1,
    name: pupil === 0 ? '' : `Pupil ${pupil}`,
    seed: 1,
    questions: 15,
    person: 10 + (pupil % 6),
    personAgain: null,
    networkBefore: pupil % 4,
    networkAfter: 6 + (pupil % 8),
    steps: 400 + pupil,
    sorted: 0.4,
    sortedByRandom: 0.2,
    fooled: pupil % 3,
  }));
  const files = results.map((result, index) => ({
    name: `result-${index}.json`,
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(result)),
  }));
  const wrong = { name: 'holiday.json', mimeType: 'application/json', buffer: Buffer.from('{"format": 1}') };
  await page.setInputFiles('#results-files', [...files, files[3], wrong]);
  await page.waitForSelector('#class-results table');
  assert.equal(await page.locator('#class-results tbody tr').count(), 31);
  assert.match(await page.innerText('#class-results tbody tr:last-child'), /Mean\s+12\.5/);
  await page.waitForSelector('#class-results circle');
  assert.equal(await page.locator('#class-results circle').count(), 90);
  assert.match(await page.textContent('#error'), /not a result of the lesson and was left out: holiday\.json/);
  assert.deepEqual(await violationsInAllColors(page), []);
  await picture(page, 'teachers');
  await page.click('#class-clear');
  assert.equal(await page.locator('#class-results table').count(), 0);
  assert.deepEqual(page.problems, []);
  await page.close();
});

/** What a page shows that is no language: names of messages, and what is wider than the page. */
const strange = (page) =>
  page.evaluate(() => {
    const texts = document.body.innerText.split('\n').filter((line) => /^[a-z]+(-[a-z0-9]+)+$/.test(line.trim()));
    const width = document.documentElement.scrollWidth;
    return width > innerWidth ? [...texts, `${width} px wide`] : texts;
  });

test('the lesson in each language, on a phone', { timeout: 600_000 }, async (t) => {
  const first = await openLesson('#teachers');
  const languages = await first
    .locator('#language option')
    .evaluateAll((options) => options.map((option) => option.value));
  await first.close();
  assert.deepEqual(languages, ['en', 'ar', 'de', 'es', 'fi', 'fr']);
  // One that is written from the right, and one with long words.
  for (const language of isLong ? languages : ['ar', 'de']) {
    await t.test(language, async () => {
      const viewport = { width: 360, height: 740 };
      const page = await openLesson(LINK.replace('?', `?lang=${language}&`), { viewport });
      const found = [];
      const look = async (name) => {
        for (const fault of [...(await strange(page)), ...(await violations(page))]) found.push(`${name}: ${fault}`);
        await picture(page, `lesson-${language}-${name}`);
      };
      await page.waitForSelector('.quiz-picture canvas', { timeout: 60_000 });
      await look('1');
      await page.focus('#turn-0');
      for (let count = 0; count < 15; count++) await page.keyboard.press('ArrowUp');
      await page.click('#next');
      await page.click(enabled('#ask-untrained'));
      await page.waitForSelector('.answers figure');
      await look('2');
      await page.click('#next');
      await page.click(enabled('#learn'));
      await page.waitForSelector('.steps li:nth-child(3).done', { timeout: 60_000 });
      await page.waitForSelector(enabled('#learn'));
      await look('3');
      await page.click('#next');
      await page.waitForSelector('.answers figure');
      await look('4');
      await page.click('#next');
      await page.click(enabled('#test'));
      await page.waitForSelector('.plot path', { timeout: 60_000 });
      await page.waitForSelector(enabled('#test'));
      await look('5');
      await page.click('#next');
      await page.locator('.tiles.small button').first().click();
      await page.waitForSelector('.answer canvas');
      await look('6');
      await page.click('#next');
      await look('7');
      assert.equal(await page.getAttribute('html', 'lang'), language);
      assert.equal(await page.getAttribute('html', 'dir'), language === 'ar' ? 'rtl' : 'ltr');
      for (const door of ['teachers', 'lab']) {
        await page.click(`#doors a[href="#${door}"]`);
        await page.waitForSelector(`#${door} h2`);
        await look(door);
      }
      assert.deepEqual(found, []);
      assert.deepEqual(page.problems, []);
      await page.close();
    });
  }
});
