// The multiply-adds of one thread at best: twelve independent chains of four lanes, in registers.
import binaryen from 'binaryen';

const CHAINS = 12;
const FLOPS = CHAINS * 4 * 2;

/** A wasm module that exports `run(rounds)` and how many operations a round has. */
export function simdProbe() {
  const chains = Array.from({ length: CHAINS }, (_, index) => `$c${index}`);
  const text = `(module
    (global (export "flopsOfRound") i32 (i32.const ${FLOPS}))
    (func (export "run") (param $rounds i32) (result f32)
      (local $scale v128) (local $offset v128)
      ${chains.map((chain) => `(local ${chain} v128)`).join(' ')}
      (local.set $scale (f32x4.splat (f32.const 0.999)))
      (local.set $offset (f32x4.splat (f32.const 0.5)))
      (loop $again
        ${chains
          .map(
            (chain) =>
              `(local.set ${chain} (f32x4.add (f32x4.mul (local.get ${chain}) (local.get $scale)) (local.get $offset)))`,
          )
          .join('\n')}
        (br_if $again (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
      (f32x4.extract_lane 0 ${chains
        .slice(1)
        .reduce((sum, chain) => `(f32x4.add ${sum} (local.get ${chain}))`, `(local.get ${chains[0]})`)})))`;
  const module = binaryen.parseText(text);
  module.setFeatures(binaryen.Features.SIMD128);
  return Array.from(module.emitBinary());
}
