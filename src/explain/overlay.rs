//! Maps as pictures: upscaling, colours and overlays.

use colorous::INFERNO;

/// Opacity of a map's colour over the image where the map is 1.
const OPACITY: f32 = 0.65;

/// Resizes a square map: bilinear with half-pixel centres.
pub fn upscale(map: &[f32], from: usize, to: usize) -> Vec<f32> {
    let taps: Vec<[(usize, f32); 2]> =
        (0..to).map(|place| crate::views::bilinear_taps(place, to, from)).collect();
    let mut values = Vec::with_capacity(to * to);
    for rows in &taps {
        values.extend(taps.iter().map(|columns| {
            let mut value = 0.0;
            for &(row, row_weight) in rows {
                for &(column, column_weight) in columns {
                    value += map[row * from + column] * row_weight * column_weight;
                }
            }
            value
        }));
    }
    values
}

/// Overlays a map in 0..=1 on interleaved RGB bytes of the same size.
pub fn overlay(pixels: &[u8], map: &[f32]) -> Vec<u8> {
    let blend = |(pixel, &value): (&[u8], &f32)| {
        let color = INFERNO.eval_continuous(f64::from(value.clamp(0.0, 1.0))).as_array();
        let cover = OPACITY * value;
        std::array::from_fn::<u8, 3, _>(|channel| {
            (f32::from(pixel[channel]) * (1.0 - cover) + f32::from(color[channel]) * cover).round() as u8
        })
    };
    pixels.chunks_exact(3).zip(map).flat_map(blend).collect()
}

/// Planes of values in 0..=1 to interleaved bytes.
pub(super) fn to_bytes(planes: &[f32], side: usize) -> Vec<u8> {
    let area = side * side;
    (0..area)
        .flat_map(|place| (0..3).map(move |channel| channel * area + place))
        .map(|index| (planes[index].clamp(0.0, 1.0) * 255.0).round() as u8)
        .collect()
}
