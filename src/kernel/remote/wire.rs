//! What travels beside tensors.

use burn_ir::ScalarIr;

use crate::kernel::{AdamRates, PatchBox, Tail};

/// The version of the operations as they are sent; another one on the server is refused.
pub const WIRE_VERSION: u32 = 1;

/// The names of operations on their way. That of [`VERSION`] never changes.
pub const VERSION: &str = "patchwise-version";
pub const CONV: &str = "patchwise-conv";
pub const CONV_INPUT_GRADIENT: &str = "patchwise-conv-input-gradient";
pub const CONV_WEIGHT_GRADIENT: &str = "patchwise-conv-weight-gradient";
pub const NORM_TRAIN: &str = "patchwise-norm-train";
pub const NORM_INFER: &str = "patchwise-norm-infer";
pub const NORM_GRADIENT: &str = "patchwise-norm-gradient";
pub const EIGHT_VIEWS: &str = "patchwise-eight-views";
pub const ADAM_STEP: &str = "patchwise-adam-step";

/// An argument that is no tensor, as the numbers that are sent for it.
pub trait Wire: Sized {
    #[cfg_attr(feature = "cube", allow(dead_code))]
    fn to_wire(&self) -> Vec<ScalarIr>;

    /// # Panics
    /// If these are not the numbers of such an argument. The server then ends the session of that client.
    #[cfg_attr(not(feature = "remote"), allow(dead_code))]
    fn of_wire(numbers: &[ScalarIr]) -> Self;
}

impl Wire for usize {
    fn to_wire(&self) -> Vec<ScalarIr> {
        vec![ScalarIr::UInt(*self as u64)]
    }

    fn of_wire(numbers: &[ScalarIr]) -> Self {
        numbers[0].elem::<u64>() as usize
    }
}

impl Wire for Tail {
    fn to_wire(&self) -> Vec<ScalarIr> {
        let place: usize = match self {
            Self::None => 0,
            Self::Relu => 1,
            Self::AddRelu => 2,
        };
        place.to_wire()
    }

    fn of_wire(numbers: &[ScalarIr]) -> Self {
        [Self::None, Self::Relu, Self::AddRelu][usize::of_wire(numbers)]
    }
}

impl Wire for AdamRates {
    fn to_wire(&self) -> Vec<ScalarIr> {
        let [beta_1, beta_2] = self.betas;
        let [share_1, share_2] = self.shares;
        let [correction_1, correction_2] = self.corrections;
        let numbers =
            [self.learning_rate, beta_1, beta_2, share_1, share_2, correction_1, correction_2, self.epsilon];
        numbers.map(|number| ScalarIr::Float(number.into())).to_vec()
    }

    fn of_wire(numbers: &[ScalarIr]) -> Self {
        let at = |index: usize| numbers[index].elem::<f32>();
        Self {
            learning_rate: at(0),
            betas: [at(1), at(2)],
            shares: [at(3), at(4)],
            corrections: [at(5), at(6)],
            epsilon: at(7),
        }
    }
}

impl Wire for Vec<PatchBox> {
    fn to_wire(&self) -> Vec<ScalarIr> {
        self.iter()
            .flat_map(|patch| [patch.top, patch.left, patch.side])
            .flat_map(|size| size.to_wire())
            .collect()
    }

    fn of_wire(numbers: &[ScalarIr]) -> Self {
        let (boxes, rest) = numbers.as_chunks::<3>();
        assert!(rest.is_empty(), "a patch has three numbers");
        let sizes = boxes.iter().map(|numbers| numbers.map(|number| usize::of_wire(&[number])));
        sizes.map(|[top, left, side]| PatchBox { top, left, side }).collect()
    }
}
