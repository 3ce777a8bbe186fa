//! Similarity maps: the places of an image by which its features are like those of another.

use burn::tensor::Tensor;

use crate::model::global_mean_pool;

/// Maps, and the cosine similarities that they explain.
pub struct SimilarityMaps {
    /// `[M, h, w]`: a place's share of the similarity, scaled so that the largest is 1; below 0 becomes 0.
    pub maps: Tensor<3>,
    /// `[M]`
    pub similarities: Tensor<1>,
}

/// What of each image makes it like the other, by their features.
///
/// Features are means over places, so their product with others is a mean over places, too: the map is what each place adds.
///
/// # Shapes
/// - `feature_map`: `[M, C, h, w]`; `others`: `[M, C]`
pub fn similarity_maps(feature_map: Tensor<4>, others: Tensor<2>) -> SimilarityMaps {
    let [num_maps, channels, height, width] = feature_map.dims();
    let own = global_mean_pool(feature_map.clone());
    let similarities = similarities(own, others.clone());
    let shares = feature_map.mul(others.reshape([num_maps, channels, 1, 1])).sum_dim(1);
    let maps: Tensor<3> = shares.reshape([num_maps, height, width]).clamp_min(0.0);
    SimilarityMaps { maps: scaled(maps), similarities }
}

/// Maps divided by their largest value; those of zeros stay so.
pub(super) fn scaled(maps: Tensor<3>) -> Tensor<3> {
    let [num_maps, height, width] = maps.dims();
    let largest = maps.clone().reshape([num_maps, height * width]).max_dim(1).reshape([num_maps, 1, 1]);
    maps.div(largest.clamp_min(1e-12))
}

/// The cosine of the angle between the rows of both: `[M, C]` each.
pub(super) fn similarities(own: Tensor<2>, others: Tensor<2>) -> Tensor<1> {
    let lengths = length(own.clone()).mul(length(others.clone())).clamp_min(1e-12);
    own.mul(others).sum_dim(1).div(lengths).flatten(0, 1)
}

fn length(rows: Tensor<2>) -> Tensor<2> {
    rows.clone().mul(rows).sum_dim(1).sqrt()
}
