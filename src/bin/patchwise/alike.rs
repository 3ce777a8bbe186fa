//! `patchwise attend --alike`: why two images are alike to a network, as a picture or as numbers.

use std::path::Path;

use patchwise::data::ImageSet;
use patchwise::explain::{Alike, alike};
use pollster::block_on;
use serde_json::json;

use crate::arguments::Attend;
use crate::failure::Failure;
use crate::model::read_model;
use crate::options::{refuse, write_record};
use crate::output::{grid, print, to_png, write};
use crate::tensors::{NumberTensor, holds_numbers, to_safetensors};
use crate::views::{load_image, needed};
use crate::work::open_workspace;

/// Maps of both images: as a picture the images, then each with what makes it like the other.
pub fn run(options: &Attend, other: &Path, out: &Path) -> Result<(), Failure> {
    let of_views = ["target", "class", "scores", "patch-ratio", "seed"];
    refuse(options, &of_views, "maps over the views of one image, without `--alike`")?;
    let workspace = open_workspace(&options.computing)?;
    let device = workspace.device();
    let model = read_model(needed(options.model.as_deref(), "model")?, device)?;
    let (info, side) = (&model.info, model.info.image_size);
    let mut pixels = Vec::new();
    for (path, option) in [(needed(options.image.as_deref(), "image")?, "image"), (other, "alike")] {
        pixels.extend_from_slice(&load_image(path, option, side)?.unlabeled.rgb(0)?);
    }
    let images = ImageSet::in_memory(pixels, side, None);
    let backbone = &model.network.backbone;
    let Alike { similarities, maps, overlays, .. } =
        block_on(alike(backbone, &images, 0, &[1], info.normalization(), device))?;
    let is_exact = holds_numbers(out);
    let bytes = match is_exact {
        true => to_safetensors(
            vec![
                NumberTensor::floats("maps", &[2, side, side], &maps),
                NumberTensor::floats("similarities", &[1], &similarities),
            ],
            None,
            None,
        )?,
        false => {
            let pair = [images.rgb(0)?, images.rgb(1)?];
            let pictures = pair.iter().map(AsRef::as_ref).chain(overlays.chunks_exact(3 * side * side));
            to_png(&grid(&pictures.collect::<Vec<_>>(), side, 2))?
        }
    };
    write(out, &bytes)?;
    let result = json!({ "out": out, "alike": other, "similarities": similarities });
    write_record("attend", options, out, result.clone())?;
    print(options.json, &result, || {
        let content = match is_exact {
            true => "maps of both images",
            false => "row by row: both images, and what makes each like the other",
        };
        format!("Written to {}, {content}; their cosine similarity is {:.3}.", out.display(), similarities[0])
    });
    Ok(())
}
