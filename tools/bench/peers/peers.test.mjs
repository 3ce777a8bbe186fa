// node --test tools/bench/peers/
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import * as tf from '@tensorflow/tfjs-core';

import { fixture, wave } from './fixture.js';
import * as jaxjs from './jaxjs.js';
import * as tfjs from './tfjs.js';

const PEERS = [
  [tfjs, 'cpu'],
  [tfjs, 'wasm'],
  [jaxjs, 'wasm'],
];

/** Losses of steps 1 to 3 by reference.py, for 2 images of each size. Side 13 becomes 7 and 4, an odd and an even one. */
const REFERENCE = {
  12: [2.074692747558062, 2.020957565540765, 1.9710526526871286],
  13: [2.093099003723905, 2.0439662192959958, 2.003444068499366],
};

const golden = JSON.parse(readFileSync(new URL('../../../tests/golden/views.json', import.meta.url)));

function assertClose(got, expected, tolerance) {
  assert.equal(got.length, expected.length);
  const worst = expected.reduce((worst, value, index) => Math.max(worst, Math.abs(value - got[index])), 0);
  assert.ok(worst <= tolerance, `off by ${worst}`);
}

async function lossesOf(peer, device, size) {
  const trainer = await peer.createTrainer({ device, ...fixture(2, size) });
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

  for (const [size, expected] of Object.entries(REFERENCE)) {
    test(`${peer.name} on ${device}: losses at side ${size} are those of JAX`, async () => {
      assertClose(await lossesOf(peer, device, Number(size)), expected, 1e-4);
    });
  }
}

test('TensorFlow.js frees what a step makes', async () => {
  const trainer = await tfjs.createTrainer({ device: 'wasm', ...fixture(2, 8) });
  await trainer.step();
  const { numTensors } = tf.memory();
  await trainer.step();
  assert.equal(tf.memory().numTensors, numTensors);
  trainer.dispose();
});
