//! Networks in formats of other programs.

mod onnx;
mod protobuf;

pub use onnx::{OPSET, to_onnx};
