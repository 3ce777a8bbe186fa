//! `patchwise export`: a model for other programs.

use patchwise::export::{OPSET, to_onnx};
use pollster::block_on;
use serde_json::json;

use crate::arguments::Export;
use crate::claim::Claim;
use crate::failure::Failure;
use crate::model::read_model;
use crate::options::write_record;
use crate::output::{check_ending, print, write};
use crate::views::needed;
use crate::work::open_workspace;

/// Writes the file.
pub fn run(options: Export) -> Result<(), Failure> {
    let out = options.out.clone().unwrap_or_else(|| "model.onnx".into());
    check_ending(&out, &["onnx"])?;
    let path = needed(options.model.as_deref(), "model")?;
    let _claim = Claim::new("export", &options, &out, &[])?.apart(&out, "model", Some(path))?;
    let workspace = open_workspace(&options.computing)?;
    let model = read_model(path, workspace.device())?;
    let bytes = block_on(to_onnx(&model))?;
    write(&out, &bytes)?;
    let side = model.info.image_size;
    let classes = model.info.classifier.as_ref().map(|about| &about.class_names);
    let result = json!({ "out": out, "opset": OPSET, "imageSize": side, "classNames": classes });
    write_record("export", &options, &out, result.clone())?;
    print(options.json, &result, || {
        let outputs = match classes {
            Some(names) => format!("`features` and `probabilities` of {} classes", names.len()),
            None => "`features`".into(),
        };
        format!(
            "Written to {}: ONNX, opset {OPSET}; input `image` [N, 3, {side}, {side}], RGB from 0 to 1; output {outputs}.",
            out.display()
        )
    });
    Ok(())
}
