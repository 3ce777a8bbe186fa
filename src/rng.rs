//! Seeded random streams. Every draw happens on the host, so that all devices see the same run.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// What a stream of random numbers is for; each purpose has its own, so that none affects another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    BackboneWeights = 1,
    HeadWeights = 2,
    Order = 3,
    Batch = 4,
    Subset = 5,
    Scene = 6,
    Placement = 7,
    Cluster = 8,
    Embedding = 9,
    FewLabels = 10,
    LabeledScene = 11,
    TestScene = 12,
    HeldOut = 13,
    Bootstrap = 14,
    OnlineKnn = 15,
}

/// The generator of one purpose and one index (an epoch, a step, an image).
///
/// Any index can be opened directly, which is why a resumed run needs no generator state.
pub fn stream(seed: u64, purpose: Purpose, index: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(((purpose as u64) << 48) | index);
    rng
}
