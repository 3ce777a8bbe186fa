//! Visiting the tensors of a network by name: for updates, saving, loading and freezing.
//!
//! Burn's own module tree is not used: its batch norm shares running statistics between clones, and its
//! records read from the device synchronously, which a browser does not allow.

use std::collections::BTreeMap;

use burn::tensor::{Tensor, TensorData, Transaction};

use crate::error::{Error, Result};
use crate::kernel::{to_f32, upload_values};

/// Visits every tensor once, always in the same order.
pub trait TensorVisitor {
    /// A tensor that training changes by gradient.
    fn parameter<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>);
    /// A tensor that the forward pass changes, such as running statistics.
    fn buffer<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>);
}

/// Anything made of named tensors.
pub trait VisitTensors: Clone {
    /// Passes every tensor to `visitor`, its name preceded by `prefix` and a dot.
    fn visit(&mut self, prefix: &str, visitor: &mut impl TensorVisitor);
}

/// Passes parameters on as buffers: they are saved, and not trained.
pub(crate) struct AsBuffers<'a, V>(pub &'a mut V);

impl<V: TensorVisitor> TensorVisitor for AsBuffers<'_, V> {
    fn parameter<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
        self.0.buffer(name, tensor);
    }
    fn buffer<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
        self.0.buffer(name, tensor);
    }
}

/// Moves the parameters of `follower` towards those of `leader`, of which they keep the part `decay`.
pub(crate) fn follow<M: VisitTensors>(follower: &mut M, leader: &M, decay: f64) {
    struct Collect(BTreeMap<String, Tensor<1>>);
    impl TensorVisitor for Collect {
        fn parameter<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
            self.0.insert(name.into(), tensor.clone().inner().flatten(0, D - 1));
        }
        fn buffer<const D: usize>(&mut self, _: &str, _: &mut Tensor<D>) {}
    }
    struct Move(BTreeMap<String, Tensor<1>>, f64);
    impl TensorVisitor for Move {
        fn parameter<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
            let Some(leader) = self.0.remove(name) else { return };
            let leader = leader.reshape(tensor.dims());
            let kept = tensor.clone().inner().mul_scalar(self.1).add(leader.mul_scalar(1.0 - self.1));
            *tensor = if tensor.is_autodiff() { Tensor::from_inner(kept) } else { kept };
        }
        fn buffer<const D: usize>(&mut self, _: &str, _: &mut Tensor<D>) {}
    }
    let mut leaders = Collect(BTreeMap::new());
    leader.clone().visit("", &mut leaders);
    follower.visit("", &mut Move(leaders.0, decay));
}

/// The same network with gradients on: parameters become leaves.
pub fn trainable<M: VisitTensors>(mut module: M) -> M {
    struct Visitor;
    impl TensorVisitor for Visitor {
        fn parameter<const D: usize>(&mut self, _: &str, tensor: &mut Tensor<D>) {
            *tensor = tensor.clone().autodiff().detach().require_grad();
        }
        fn buffer<const D: usize>(&mut self, _: &str, tensor: &mut Tensor<D>) {
            *tensor = tensor.clone().autodiff();
        }
    }
    module.visit("", &mut Visitor);
    module
}

/// The same network, detached from the gradient tape.
pub fn frozen<M: VisitTensors>(mut module: M) -> M {
    struct Visitor;
    impl TensorVisitor for Visitor {
        fn parameter<const D: usize>(&mut self, _: &str, tensor: &mut Tensor<D>) {
            *tensor = tensor.clone().inner();
        }
        fn buffer<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
            self.parameter(name, tensor);
        }
    }
    module.visit("", &mut Visitor);
    module
}

/// Number of trainable parameters.
pub fn count_parameters<M: VisitTensors>(module: &M) -> usize {
    struct Visitor(usize);
    impl TensorVisitor for Visitor {
        fn parameter<const D: usize>(&mut self, _: &str, tensor: &mut Tensor<D>) {
            self.0 += tensor.shape().num_elements();
        }
        fn buffer<const D: usize>(&mut self, _: &str, _: &mut Tensor<D>) {}
    }
    let mut visitor = Visitor(0);
    module.clone().visit("", &mut visitor);
    visitor.0
}

/// A tensor on the host.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedTensor {
    pub name: String,
    pub shape: Vec<usize>,
    pub values: Vec<f32>,
}

/// Copies every tensor to the host in one read.
///
/// # Errors
/// [`Error::DeviceFailed`] where the device is lost.
pub async fn collect<M: VisitTensors>(module: &M, prefix: &str) -> Result<Vec<NamedTensor>> {
    let (transaction, names) = register(module, prefix, Transaction::default());
    // Waits for the device.
    let data = transaction.execute_async().await?;
    let to_named = |((name, shape), data): ((String, Vec<usize>), TensorData)| NamedTensor {
        name,
        shape,
        values: to_f32(data),
    };
    Ok(names.into_iter().zip(data).map(to_named).collect())
}

/// Adds every tensor to a read; returns their names and shapes in the order of the results.
pub(crate) fn register<M: VisitTensors>(
    module: &M,
    prefix: &str,
    transaction: Transaction,
) -> (Transaction, Vec<(String, Vec<usize>)>) {
    struct Visitor {
        transaction: Option<Transaction>,
        names: Vec<(String, Vec<usize>)>,
    }
    impl TensorVisitor for Visitor {
        fn parameter<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
            self.names.push((name.into(), tensor.dims().to_vec()));
            let transaction = self.transaction.take().unwrap_or_default();
            self.transaction = Some(transaction.register(tensor.clone().inner()));
        }
        fn buffer<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
            self.parameter(name, tensor);
        }
    }
    let mut visitor = Visitor { transaction: Some(transaction), names: Vec::new() };
    module.clone().visit(prefix, &mut visitor);
    (visitor.transaction.unwrap_or_default(), visitor.names)
}

/// Refuses tensors with values that are infinite or NaN.
///
/// # Errors
/// [`Error::InvalidModel`] names the first one.
pub(crate) fn check_finite<'a>(tensors: impl IntoIterator<Item = &'a NamedTensor>) -> Result<()> {
    match tensors.into_iter().find(|tensor| !is_finite(tensor)) {
        Some(NamedTensor { name, .. }) => {
            Err(Error::InvalidModel { problem: format!("`{name}` has values that are infinite or NaN") })
        }
        None => Ok(()),
    }
}

/// Refuses to write such tensors.
///
/// # Errors
/// [`Error::NonFiniteFeatures`] says the first value.
pub(crate) fn check_values(tensors: &[NamedTensor]) -> Result<()> {
    let mut values = tensors.iter().flat_map(|tensor| &tensor.values);
    match values.find(|value| !value.is_finite()) {
        Some(&value) => Err(Error::NonFiniteFeatures { value }),
        None => Ok(()),
    }
}

fn is_finite(tensor: &NamedTensor) -> bool {
    tensor.values.iter().all(|value| value.is_finite())
}

/// Replaces every tensor by the one of the same name.
///
/// # Errors
/// [`Error::InvalidModel`] names the first tensor that is missing, has another shape or values that are not finite;
/// then nothing is replaced.
pub fn load<M: VisitTensors>(module: M, prefix: &str, tensors: &[NamedTensor]) -> Result<M> {
    struct Visitor<'a> {
        tensors: &'a [NamedTensor],
        problem: Option<String>,
    }
    impl TensorVisitor for Visitor<'_> {
        fn parameter<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
            let Some(found) = self.tensors.iter().find(|found| found.name == name) else {
                self.problem.get_or_insert(format!("the tensor `{name}` is missing"));
                return;
            };
            let expected = tensor.dims();
            if found.shape != expected {
                let problem = format!("`{name}` is {:?}, this network needs {expected:?}", found.shape);
                self.problem.get_or_insert(problem);
                return;
            }
            if !is_finite(found) {
                self.problem.get_or_insert(format!("`{name}` has values that are infinite or NaN"));
                return;
            }
            let loaded = upload_values(found.values.clone(), expected, &tensor.device());
            *tensor = if tensor.is_require_grad() { loaded.require_grad() } else { loaded };
        }
        fn buffer<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
            self.parameter(name, tensor);
        }
    }
    let mut loaded = module;
    let mut visitor = Visitor { tensors, problem: None };
    loaded.visit(prefix, &mut visitor);
    match visitor.problem {
        Some(problem) => Err(Error::InvalidModel { problem }),
        None => Ok(loaded),
    }
}
