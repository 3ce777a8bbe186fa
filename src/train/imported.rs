//! Networks that the earlier study's code trained (docs/method.md, section 6).

use std::collections::BTreeSet;

use burn::tensor::Device;

use super::config::PretrainConfig;
use super::model::{Model, ModelInfo, preparation};
use super::network::Network;
use crate::config::Square;
use crate::error::{Error, Result};
use crate::method::Method;
use crate::model::{Backbone, NamedTensor, load};

/// What a checkpoint does not say of its network.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// Name of the data it was trained on.
    pub data: String,
    /// Side of its images in pixels.
    pub image_size: usize,
    /// Mean that its inputs were normalised with.
    pub mean: [f32; 3],
    /// Standard deviation that its inputs were normalised with.
    pub std: [f32; 3],
    /// Steps done.
    pub step: usize,
}

impl Model {
    /// A network of relational reasoning from the tensors of a checkpoint: the state dictionaries `backbone` and `relation`, a
    /// point between their names and those of the tensors.
    ///
    /// # Source
    /// The layout is that of `save` in methods/relationnet.py and of backbones/resnet_small.py of
    /// <https://github.com/mpatacchiola/self-supervised-relational-reasoning>.
    ///
    /// # Errors
    /// [`Error::InvalidModel`] where the network is another one, or a tensor is missing, has another shape or is not finite.
    pub fn from_study(tensors: Vec<NamedTensor>, about: Imported, device: &Device) -> Result<Self> {
        let backbone = backbone_of(&tensors)?;
        let method = Method::RelationalReasoning;
        let config =
            PretrainConfig { backbone, ..PretrainConfig::with_recipe(method, (method.about().study)()) };
        let Imported { data, image_size, mean, std, step } = about;
        let info = ModelInfo {
            config,
            step,
            data,
            image_size,
            mean,
            std,
            preparation: preparation(Square::Crop),
            square: Square::Crop,
            fingerprint: None,
            version: env!("CARGO_PKG_VERSION").into(),
            commit: option_env!("PATCHWISE_COMMIT").map(String::from),
            date: None,
            initial: None,
            classifier: None,
        };
        info.check()?;
        let renamed = |tensor: NamedTensor| Some(NamedTensor { name: own_name(&tensor.name)?, ..tensor });
        let tensors: Vec<_> = tensors.into_iter().filter_map(renamed).collect();
        let network = load(Network::init(&info.config, device), "", &tensors)?;
        Ok(Self { info, network, classifier: None })
    }
}

/// The backbone by its number of blocks: a ResNet of depth 6 n + 2 has n in each of three stages.
fn backbone_of(tensors: &[NamedTensor]) -> Result<Backbone> {
    let invalid = |problem: String| Err(Error::InvalidModel { problem });
    let blocks = |stage: &str| {
        let names = tensors.iter().filter_map(|tensor| tensor.name.strip_prefix(stage));
        names.filter_map(|name| name.split('.').next()).collect::<BTreeSet<_>>().len()
    };
    let known = || Backbone::ALL.iter().map(|backbone| backbone.info().title).collect::<Vec<_>>().join(", ");
    let count = blocks("backbone.layer1.");
    if count == 0 {
        let problem =
            "it has no `backbone.layer1`, as the ResNets of checkpoints of relational reasoning have";
        return invalid(problem.into());
    }
    if blocks("backbone.layer4.") > 0 {
        let problem =
            format!("its network has four stages, as ResNet-34 has; those here have three ({})", known());
        return invalid(problem);
    }
    let name = format!("resnet{}", 6 * count + 2);
    match Backbone::ALL.iter().find(|backbone| backbone.info().name == name) {
        Some(&backbone) => Ok(backbone),
        None => invalid(format!("its network is ResNet-{}, expected one of {}", 6 * count + 2, known())),
    }
}

/// The name here of a tensor of a checkpoint; none for what is not needed, such as counts of batches.
fn own_name(name: &str) -> Option<String> {
    let (place, kind) = name.rsplit_once('.')?;
    if !["weight", "bias", "running_mean", "running_var"].contains(&kind) {
        return None;
    }
    let parts: Vec<&str> = place.split('.').collect();
    let in_block = |stage: &str, block: &str, layer: &str| {
        let stage = stage.strip_prefix("layer")?.parse::<usize>().ok()?.checked_sub(1)?;
        Some(format!("backbone.stages.{stage}.{block}.{layer}"))
    };
    let place = match parts[..] {
        ["backbone", "conv1"] => "backbone.stem.conv".into(),
        ["backbone", "bn1"] => "backbone.stem.norm".into(),
        ["backbone", stage, block, "conv1"] => in_block(stage, block, "first.conv")?,
        ["backbone", stage, block, "bn1"] => in_block(stage, block, "first.norm")?,
        ["backbone", stage, block, "conv2"] => in_block(stage, block, "second.conv")?,
        ["backbone", stage, block, "bn2"] => in_block(stage, block, "second.norm")?,
        ["backbone", stage, block, "downsample", "0"] => in_block(stage, block, "shortcut.conv")?,
        ["backbone", stage, block, "downsample", "1"] => in_block(stage, block, "shortcut.norm")?,
        ["relation", "linear1"] => "head.hidden".into(),
        ["relation", "bn1"] => "head.norm".into(),
        ["relation", "linear2"] => "head.output".into(),
        _ => return None,
    };
    Some(format!("{place}.{kind}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_same_layers() {
        for (theirs, ours) in [
            ("backbone.conv1.weight", Some("backbone.stem.conv.weight")),
            ("backbone.bn1.running_var", Some("backbone.stem.norm.running_var")),
            ("backbone.layer3.4.bn2.bias", Some("backbone.stages.2.4.second.norm.bias")),
            ("backbone.layer2.0.downsample.0.weight", Some("backbone.stages.1.0.shortcut.conv.weight")),
            ("relation.linear1.bias", Some("head.hidden.bias")),
            ("backbone.bn1.num_batches_tracked", None),
            ("backbone.layer0.0.conv1.weight", None),
            ("optimizer.state.0.exp_avg", None),
            ("backbone", None),
        ] {
            assert_eq!(own_name(theirs).as_deref(), ours, "{theirs}");
        }
    }

    #[test]
    fn other_networks_are_refused() {
        let of = |names: &[&str]| {
            let tensor =
                |name: &&str| NamedTensor { name: (*name).into(), shape: vec![0], values: Vec::new() };
            let tensors: Vec<_> = names.iter().map(tensor).collect();
            backbone_of(&tensors).map_err(|error| error.to_string())
        };
        assert_eq!(of(&["backbone.layer1.0.conv1.weight"]), Ok(Backbone::ResNet8));
        let large = of(&["backbone.layer1.0.conv1.weight", "backbone.layer4.0.conv1.weight"]);
        assert!(large.is_err_and(|text| text.contains("has four stages, as ResNet-34 has")));
        let depth = of(&["backbone.layer1.0.conv1.weight", "backbone.layer1.1.conv1.weight"]);
        assert!(depth.is_err_and(|text| text.contains("ResNet-14, expected one of ResNet-8, ResNet-32")));
        assert!(
            of(&["backbone.feature.conv0.weight"]).is_err_and(|text| text.contains("no `backbone.layer1`"))
        );
    }
}
