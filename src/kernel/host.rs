//! Copies values between the host and a device without conversion.
//!
//! Burn's own functions convert between all number types, which makes the CPU module 5 % larger.

use burn::backend::Dispatch;
use burn::backend::ops::{FloatTensorOps, IntTensorOps};
use burn::tensor::{DType, Device, Int, Tensor, TensorData};

/// Uploads values as a tensor.
///
/// # Panics
/// If the number of values is not that of the shape.
pub fn upload_values<const D: usize>(values: Vec<f32>, shape: [usize; D], device: &Device) -> Tensor<D> {
    Tensor::from_dispatch(Dispatch::float_from_data(TensorData::new(values, shape), device.as_dispatch()))
}

/// Uploads class numbers as a tensor of the device's integer type.
pub fn upload_classes<const D: usize>(
    classes: Vec<i32>,
    shape: [usize; D],
    device: &Device,
) -> Tensor<D, Int> {
    let data = match Tensor::<1, Int>::empty([1], device).dtype() {
        DType::I64 => TensorData::new(classes.into_iter().map(i64::from).collect::<Vec<_>>(), shape),
        _ => TensorData::new(classes, shape),
    };
    Tensor::from_dispatch(Dispatch::int_from_data(data, device.as_dispatch()))
}

/// The values of tensor data read from a device.
///
/// # Panics
/// If they are not 32-bit floats; all tensors here are.
pub fn to_f32(data: TensorData) -> Vec<f32> {
    data.try_into_vec().expect("tensors here are of single precision")
}

/// The class numbers of tensor data read from a device.
///
/// # Panics
/// If they are not 32-bit or 64-bit integers; all devices here use one of the two.
pub fn to_classes(data: &TensorData) -> Vec<usize> {
    match data.dtype() {
        DType::I64 => {
            data.as_slice::<i64>().map(|values| values.iter().map(|&class| class as usize).collect())
        }
        _ => data.as_slice::<i32>().map(|values| values.iter().map(|&class| class as usize).collect()),
    }
    .expect("classes are whole numbers of 32 or 64 bits")
}
