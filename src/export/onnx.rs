//! A network as ONNX (<https://github.com/onnx/onnx/blob/main/onnx/onnx.proto>): from RGB images to features, and to
//! probabilities where there is a classifier. Batch norm is folded into the convolutions.

use super::protobuf::Message;
use crate::config::ClassifierKind;
use crate::error::{Error, Result};
use crate::kernel::EPSILON;
use crate::model::{NamedTensor, check_values, collect};
use crate::train::{Model, ModelInfo, preparation};

/// The version of ONNX's operators that is used.
pub const OPSET: u64 = 17;
/// The version of the file format that goes with it.
const IR_VERSION: u64 = 8;
const FLOAT: u64 = 1;
const INPUT: &str = "image";
const FEATURES: &str = "features";
const PROBABILITIES: &str = "probabilities";

/// The bytes of an ONNX file.
///
/// Input `image`: `[N, 3, S, S]`, RGB from 0 to 1, upright squares of the model's size; the file normalises them. Outputs:
/// `features`, `[N, D]`, and with a classifier `probabilities`, `[N, classes]`. Its metadata say the classes, how an image
/// becomes a square, and the version of this crate.
///
/// # Errors
/// [`Error::NonFiniteFeatures`] where a weight is not finite; [`Error::DeviceFailed`].
pub async fn to_onnx(model: &Model) -> Result<Vec<u8>> {
    let mut tensors = collect(&model.network.backbone, "").await?;
    if let Some(classifier) = &model.classifier {
        tensors.extend(collect(classifier, "classifier").await?);
    }
    check_values(&tensors)?;
    let mut graph = Graph { tensors: &tensors, message: Message::new().bytes(2, "patchwise"), count: 0 };
    let features = graph.backbone(&model.info)?;
    graph.node("Flatten", &[&features], FEATURES, &[]);
    // Its classifier may have been trained at another size than its network.
    let of_classifier = model.info.classifier.as_ref().and_then(|about| about.image_size);
    let side = of_classifier.unwrap_or(model.info.image_size);
    let num_features = model.info.config.backbone.info().num_features;
    graph.message = graph
        .message
        .message(11, &value(INPUT, &[3, side, side]))
        .message(12, &value(FEATURES, &[num_features]));
    if let Some(about) = &model.info.classifier {
        graph.classifier(about.kind)?;
        graph.message = graph.message.message(12, &value(PROBABILITIES, &[about.class_names.len()]));
    }
    Ok(Message::new()
        .number(1, IR_VERSION)
        .bytes(2, "patchwise")
        .bytes(3, env!("CARGO_PKG_VERSION"))
        .message(7, &graph.message)
        .message(8, &Message::new().bytes(1, "").number(2, OPSET))
        .each(metadata(&model.info), |message, (key, text)| {
            message.message(14, &Message::new().bytes(1, key).bytes(2, text))
        })
        .into_bytes())
}

fn metadata(info: &ModelInfo) -> Vec<(&'static str, String)> {
    let of_classifier = info.classifier.as_ref().and_then(|about| about.square);
    let mut all = vec![
        ("input", "RGB from 0 to 1, upright squares; the file normalises them".into()),
        ("preparation", of_classifier.map_or_else(|| info.preparation.clone(), preparation)),
        ("method", info.config.method.name().into()),
        ("data", info.data.clone()),
    ];
    if let Some(about) = &info.classifier {
        let names = serde_json::to_string(&about.class_names).expect("names are text");
        all.push(("classes", names));
    }
    all
}

/// A graph being written.
struct Graph<'a> {
    tensors: &'a [NamedTensor],
    message: Message,
    /// Intermediate values so far.
    count: usize,
}

impl Graph<'_> {
    /// The whole backbone; returns the pooled feature map.
    fn backbone(&mut self, info: &ModelInfo) -> Result<String> {
        self.constant("mean", &[1, 3, 1, 1], &info.mean);
        self.constant("std", &[1, 3, 1, 1], &info.std);
        let centered = self.step("Sub", &[INPUT, "mean"], &[]);
        let normalized = self.step("Div", &[&centered, "std"], &[]);
        let stem = self.conv_norm("stem", &normalized, 1)?;
        let mut map = self.step("Relu", &[&stem], &[]);
        for stage in 0.. {
            if !self.has(&format!("stages.{stage}.0.first.conv.weight")) {
                break;
            }
            for block in 0.. {
                let prefix = format!("stages.{stage}.{block}");
                if !self.has(&format!("{prefix}.first.conv.weight")) {
                    break;
                }
                map = self.block(&prefix, &map, if stage > 0 && block == 0 { 2 } else { 1 })?;
            }
        }
        Ok(self.step("GlobalAveragePool", &[&map], &[]))
    }

    fn block(&mut self, prefix: &str, input: &str, stride: u64) -> Result<String> {
        let first = self.conv_norm(&format!("{prefix}.first"), input, stride)?;
        let hidden = self.step("Relu", &[&first], &[]);
        let second = self.conv_norm(&format!("{prefix}.second"), &hidden, 1)?;
        let shortcut = format!("{prefix}.shortcut");
        let shortcut = match self.has(&format!("{shortcut}.conv.weight")) {
            true => self.conv_norm(&shortcut, input, stride)?,
            false => input.into(),
        };
        let sum = self.step("Add", &[&second, &shortcut], &[]);
        Ok(self.step("Relu", &[&sum], &[]))
    }

    /// A convolution with the batch norm after it.
    fn conv_norm(&mut self, prefix: &str, input: &str, stride: u64) -> Result<String> {
        let weight = self.find(&format!("{prefix}.conv.weight"))?;
        let [scale, bias, mean, variance] = {
            let line = |name: &str| self.find(&format!("{prefix}.norm.{name}"));
            [line("weight")?, line("bias")?, line("running_mean")?, line("running_var")?]
        };
        let kernel = weight.shape[2];
        let length = weight.values.len() / weight.shape[0];
        let factors: Vec<f32> = scale
            .values
            .iter()
            .zip(&variance.values)
            .map(|(scale, variance)| scale / (variance + EPSILON).sqrt())
            .collect();
        let folded: Vec<f32> =
            weight.values.iter().enumerate().map(|(place, value)| value * factors[place / length]).collect();
        let offsets: Vec<f32> = bias
            .values
            .iter()
            .zip(mean.values.iter().zip(&factors))
            .map(|(bias, (mean, factor))| bias - mean * factor)
            .collect();
        let shape = weight.shape.clone();
        let names = ["weight", "bias"].map(|name| format!("{prefix}.{name}"));
        self.constant(&names[0], &shape, &folded);
        self.constant(&names[1], &[offsets.len()], &offsets);
        let attributes = [
            ("kernel_shape", vec![kernel as u64; 2]),
            ("pads", vec![kernel as u64 / 2; 4]),
            ("strides", vec![stride; 2]),
        ];
        Ok(self.step("Conv", &[input, &names[0], &names[1]], &attributes))
    }

    /// From features to probabilities.
    fn classifier(&mut self, kind: ClassifierKind) -> Result<()> {
        let mut input = FEATURES.to_string();
        if kind == ClassifierKind::TwoLayer {
            let hidden = self.linear("classifier.hidden", &input)?;
            input = self.step("Relu", &[&hidden], &[]);
        }
        let logits = self.linear("classifier.output", &input)?;
        self.node("Softmax", &[&logits], PROBABILITIES, &[]);
        Ok(())
    }

    fn linear(&mut self, prefix: &str, input: &str) -> Result<String> {
        let names = ["weight", "bias"].map(|name| format!("{prefix}.{name}"));
        for name in &names {
            let NamedTensor { shape, values, .. } = self.find(name)?.clone();
            self.constant(name, &shape, &values);
        }
        let attribute = Message::new().bytes(1, "transB").number(3, 1).number(20, 2);
        let output = self.next();
        self.message = std::mem::take(&mut self.message)
            .message(1, &node("Gemm", &[input, &names[0], &names[1]], &output).message(5, &attribute));
        Ok(output)
    }

    /// A node whose output has no name of its own; returns that of the output.
    fn step(&mut self, kind: &str, inputs: &[&str], attributes: &[(&str, Vec<u64>)]) -> String {
        let output = self.next();
        self.node(kind, inputs, &output, attributes);
        output
    }

    fn next(&mut self) -> String {
        self.count += 1;
        format!("value{}", self.count)
    }

    /// A node; attributes are lists of whole numbers.
    fn node(&mut self, kind: &str, inputs: &[&str], output: &str, attributes: &[(&str, Vec<u64>)]) {
        let node = node(kind, inputs, output).each(attributes, |message, (name, numbers)| {
            let attribute = Message::new()
                .bytes(1, name)
                .each(numbers, |message, &number| message.number(8, number))
                .number(20, 7);
            message.message(5, &attribute)
        });
        self.message = std::mem::take(&mut self.message).message(1, &node);
    }

    fn constant(&mut self, name: &str, shape: &[usize], values: &[f32]) {
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        let tensor = Message::new()
            .each(shape, |message, &length| message.number(1, length as u64))
            .number(2, FLOAT)
            .bytes(8, name)
            .bytes(9, bytes);
        self.message = std::mem::take(&mut self.message).message(5, &tensor);
    }

    fn has(&self, name: &str) -> bool {
        self.tensors.iter().any(|tensor| tensor.name == name)
    }

    fn find(&self, name: &str) -> Result<&NamedTensor> {
        let missing = || Error::InvalidModel { problem: format!("`{name}` is missing") };
        self.tensors.iter().find(|tensor| tensor.name == name).ok_or_else(missing)
    }
}

fn node(kind: &str, inputs: &[&str], output: &str) -> Message {
    Message::new().each(inputs, |message, name| message.bytes(1, name)).bytes(2, output).bytes(4, kind)
}

/// An input or output of any number of images.
fn value(name: &str, lengths: &[usize]) -> Message {
    let shape = Message::new()
        .message(1, &Message::new().bytes(2, "N"))
        .each(lengths, |message, &length| message.message(1, &Message::new().number(1, length as u64)));
    let tensor = Message::new().number(1, FLOAT).message(2, &shape);
    Message::new().bytes(1, name).message(2, &Message::new().message(1, &tensor))
}
