//! Values between the host and a device, as they are.
//!
//! Burn's own ways can also convert between all types of number, which costs a twentieth of the CPU's module.

use burn::backend::Dispatch;
use burn::backend::ops::{FloatTensorOps, IntTensorOps};
use burn::tensor::{DType, Device, Int, Tensor, TensorData};

/// Values as a tensor.
///
/// # Panics
/// Where there are more or fewer values than the shape holds.
pub fn upload_values<const D: usize>(values: Vec<f32>, shape: [usize; D], device: &Device) -> Tensor<D> {
    Tensor::from_dispatch(Dispatch::float_from_data(TensorData::new(values, shape), device.as_dispatch()))
}

/// Class numbers as a tensor of the integers that the device computes with.
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

/// The values of a tensor that was read.
///
/// # Panics
/// Where they are not of single precision, which no tensor here is.
pub fn to_f32(data: TensorData) -> Vec<f32> {
    data.try_into_vec().expect("tensors here are of single precision")
}

/// The class numbers of a tensor that was read.
///
/// # Panics
/// Where they are not whole numbers of 32 or 64 bits, which no device here computes with.
pub fn to_classes(data: &TensorData) -> Vec<usize> {
    match data.dtype() {
        DType::I64 => {
            data.as_slice::<i64>().map(|values| values.iter().map(|&class| class as usize).collect())
        }
        _ => data.as_slice::<i32>().map(|values| values.iter().map(|&class| class as usize).collect()),
    }
    .expect("classes are whole numbers of 32 or 64 bits")
}
