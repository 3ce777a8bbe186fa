// node --test tools/bench/peers/
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { test } from 'node:test';

import * as tf from '@tensorflow/tfjs-core';

import { fixture, wave } from './fixture.js';
import * as jaxjs from './jaxjs.js';
import * as tfjs from './tfjs.js';

register('./bundler-resolve.mjs', import.meta.url);

const PEERS = [
  [tfjs, 'cpu'],
  [tfjs, 'wasm'],
  [jaxjs, 'wasm'],
];

/**
 * Losses of steps 1 to 3 by reference.py, by number of images and side. Side 13 becomes 7 and 4, an odd and an even one.
 */
const REFERENCE = [
  [1, 12, [2.052129302817787, 1.985198359229166, 1.924472663275489]],
  [2, 12, [2.074692747558062, 2.020957565540765, 1.9710526526871286]],
  [2, 13, [2.093099003723905, 2.0439662192959958, 2.003444068499366]],
];

/** The library's own convolution takes seconds a step on TensorFlow.js's CPU. */
const isTooSlow = (peer, style, numImages) => peer === tfjs && style === 'library' && numImages > 1;

const golden = JSON.parse(readFileSync(new URL('../../../tests/golden/views.json', import.meta.url)));

function assertClose(got, expected, tolerance) {
  assert.equal(got.length, expected.length);
  const worst = expected.reduce((worst, value, index) => Math.max(worst, Math.abs(value - got[index])), 0);
  assert.ok(worst <= tolerance, `off by ${worst}`);
}

async function lossesOf(peer, device, style, numImages, size) {
  const trainer = await peer.createTrainer({ device, style, ...fixture(numImages, size) });
  const losses = [];
  for (let step = 0; step < 3; step++) losses.push(await trainer.step());
  trainer.dispose();
  return losses;
}

for (const [peer, device] of PEERS) {
  test(`${peer.name} on ${device}: views are those of JAX`, async () => {
    for (const { size, side, boxes, views } of golden.cases) {
      const batch = {
        images: wave(2 * 3 * size * size, 0.3),
        boxes: boxes.map(([top, left]) => ({ top, left, side })),
      };
      assertClose(await peer.readViews({ device, imageSize: size, ...batch }), views, 1e-5);
    }
  });

  for (const style of peer.styles[device]) {
    for (const [numImages, size, expected] of REFERENCE) {
      if (isTooSlow(peer, style, numImages)) continue;
      test(`${peer.name} on ${device}, ${style}: losses of ${numImages} x ${size} px are those of JAX`, async () => {
        assertClose(await lossesOf(peer, device, style, numImages, size), expected, 1e-4);
      });
    }
  }
}

test('TensorFlow.js on Wasm has no step by its own gradients', async () => {
  const started = tfjs.createTrainer({ device: 'wasm', style: 'library', ...fixture(1, 8) });
  await assert.rejects(started, /no step 'library' on wasm/);
});

for (const [device, style] of [
  ['wasm', 'by-hand'],
  ['cpu', 'library'],
]) {
  test(`TensorFlow.js frees what a step makes, ${style}`, async () => {
    const trainer = await tfjs.createTrainer({ device, style, ...fixture(1, 8) });
    await trainer.step();
    const { numTensors } = tf.memory();
    await trainer.step();
    assert.equal(tf.memory().numTensors, numTensors);
    trainer.dispose();
  });
}
