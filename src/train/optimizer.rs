//! Adam and stochastic gradient descent, with state that can be read asynchronously and restored.
//!
//! Burn's optimisers are not used: they expose their state by synchronous reads, which a browser's WebGPU
//! does not allow. A test compares these with Burn's.

use std::collections::BTreeMap;

use burn::tensor::{Gradients, Tensor, TensorData, Transaction};

use crate::config::OptimizerConfig;
use crate::error::{Error, Result};
use crate::kernel::{AdamRates, adam_step, upload_values};
use crate::model::{NamedTensor, TensorVisitor, VisitTensors, to_f32};

/// Adam's decay rates and epsilon (docs/method.md, section 6).
const BETA_1: f64 = 0.9;
const BETA_2: f64 = 0.999;
const EPSILON: f32 = 1e-8;

/// An update rule with its running averages, one flat tensor per parameter.
#[derive(Clone, Debug)]
pub struct Optimizer {
    config: OptimizerConfig,
    /// Updates done.
    steps: usize,
    /// The learning rate of parameters whose names start with this, in place of the config's.
    other_rate: Option<(&'static str, f64)>,
    /// By the names of the parameters.
    slots: BTreeMap<String, Slot>,
}

/// The running averages of one parameter, flat.
#[derive(Clone, Debug)]
struct Slot {
    /// Updates done when the averages were initialised; Adam's bias correction counts from there.
    start: usize,
    momentum: Tensor<1>,
    /// Adam's second moment; SGD has none.
    square: Option<Tensor<1>>,
}

impl Optimizer {
    pub fn new(config: OptimizerConfig) -> Self {
        Self { config, steps: 0, other_rate: None, slots: BTreeMap::new() }
    }

    /// The same with another learning rate for parameters whose names start with the prefix, where one is given.
    pub fn with_rate_of(self, prefix: &'static str, rate: Option<f64>) -> Self {
        Self { other_rate: rate.map(|rate| (prefix, rate)), ..self }
    }

    /// Updates every parameter that has a gradient; `factor` scales the learning rate.
    pub fn step<M: VisitTensors>(&mut self, module: &mut M, gradients: &mut Gradients, factor: f64) {
        let mut sums = Sums::default();
        sums.add(module, gradients);
        self.step_by(module, sums, factor);
    }

    /// As [`Optimizer::step`], by gradients that were added up.
    pub(super) fn step_by<M: VisitTensors>(&mut self, module: &mut M, sums: Sums, factor: f64) {
        self.steps += 1;
        module.visit("", &mut Update { optimizer: self, sums, factor });
    }

    /// Resets the averages of parameters whose names start with the prefix.
    pub fn forget(&mut self, prefix: &str) {
        for (_, slot) in self.slots.iter_mut().filter(|(name, _)| name.starts_with(prefix)) {
            slot.momentum = slot.momentum.zeros_like();
            slot.square = slot.square.as_ref().map(Tensor::zeros_like);
        }
        self.count_from(prefix, self.steps);
    }

    /// For averages restored by [`Optimizer::restore`]: after how many updates these were initialised.
    pub fn count_from(&mut self, prefix: &str, start: usize) {
        for (_, slot) in self.slots.iter_mut().filter(|(name, _)| name.starts_with(prefix)) {
            slot.start = start;
        }
    }

    /// A parameter after its update, all flat.
    fn moved(&mut self, name: &str, parameter: Tensor<1>, gradient: Tensor<1>, rate: f64) -> Tensor<1> {
        if !self.slots.contains_key(name) {
            let zeros = gradient.zeros_like();
            let square = matches!(self.config, OptimizerConfig::Adam { .. }).then(|| zeros.clone());
            self.slots.insert(name.into(), Slot { start: 0, momentum: zeros, square });
        }
        let decay = self.config.weight_decay();
        let gradient = match decay {
            0.0 => gradient,
            _ => gradient.add(parameter.clone().mul_scalar(decay)),
        };
        let slot = self.slots.get_mut(name).expect("a missing slot was just created");
        let steps = (self.steps - slot.start) as i32;
        match self.config {
            OptimizerConfig::Sgd { momentum, .. } => {
                slot.momentum = slot.momentum.clone().mul_scalar(momentum).add(gradient);
                parameter.sub(slot.momentum.clone().mul_scalar(rate))
            }
            OptimizerConfig::Adam { .. } => {
                let square = slot.square.take().expect("Adam's slots are created with a second moment");
                let rates = AdamRates {
                    learning_rate: rate as f32,
                    betas: [BETA_1 as f32, BETA_2 as f32],
                    shares: [BETA_1, BETA_2].map(|beta| (1.0 - beta) as f32),
                    corrections: [BETA_1, BETA_2].map(|beta| (1.0 - beta.powi(steps)) as f32),
                    epsilon: EPSILON,
                };
                let [moved, momentum, square] =
                    adam_step([parameter, gradient, slot.momentum.clone(), square], rates);
                slot.momentum = momentum;
                slot.square = Some(square);
                moved
            }
        }
    }

    /// Copies the running averages to the host in one read: `optimizer.momentum.*`, `optimizer.square.*`.
    ///
    /// # Errors
    /// [`Error::DeviceFailed`] where the device is lost.
    pub async fn collect(&self) -> Result<Vec<NamedTensor>> {
        let (transaction, names) = self.register(Transaction::default());
        // Waits for the device.
        let data = transaction.execute_async().await?;
        let to_named = |(name, data): (String, TensorData)| {
            let values = to_f32(data);
            NamedTensor { name, shape: vec![values.len()], values }
        };
        Ok(names.into_iter().zip(data).map(to_named).collect())
    }

    /// Adds every running average to a read; returns their names in the order of the results.
    pub fn register(&self, mut transaction: Transaction) -> (Transaction, Vec<String>) {
        let mut names = Vec::new();
        for (parameter, slot) in &self.slots {
            let averages = [("momentum", Some(&slot.momentum)), ("square", slot.square.as_ref())];
            for (kind, average) in averages {
                if let Some(average) = average {
                    names.push(format!("optimizer.{kind}.{parameter}"));
                    transaction = transaction.register(average.clone());
                }
            }
        }
        (transaction, names)
    }

    /// Restores what [`Optimizer::collect`] returned, for the parameters of `module`.
    ///
    /// # Errors
    /// [`Error::NoRunState`] where an average is missing or has another length.
    pub fn restore<M: VisitTensors>(
        &mut self,
        module: &M,
        steps: usize,
        tensors: &[NamedTensor],
    ) -> Result<()> {
        // Before the first step there are no averages to restore.
        if steps == 0 {
            return Ok(());
        }
        let has_square = matches!(self.config, OptimizerConfig::Adam { .. });
        let mut restore = Restore { tensors, has_square, slots: BTreeMap::new(), problem: None };
        module.clone().visit("", &mut restore);
        match restore.problem {
            Some(problem) => Err(Error::NoRunState { problem }),
            None => {
                (self.steps, self.slots) = (steps, restore.slots);
                Ok(())
            }
        }
    }
}

/// Gradients that are added up, flat, by the names of the parameters.
#[derive(Default)]
pub(super) struct Sums(BTreeMap<String, Tensor<1>>);

impl Sums {
    /// Adds the gradients of a module's parameters.
    pub(super) fn add<M: VisitTensors>(&mut self, module: &mut M, gradients: &mut Gradients) {
        module.visit("", &mut Addition { sums: self, gradients });
    }
}

struct Addition<'a> {
    sums: &'a mut Sums,
    gradients: &'a mut Gradients,
}

impl TensorVisitor for Addition<'_> {
    fn parameter<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
        let Some(gradient) = tensor.grad_remove(self.gradients) else { return };
        let gradient = gradient.reshape([tensor.dims().iter().product::<usize>()]);
        let sum = match self.sums.0.remove(name) {
            Some(sum) => sum.add(gradient),
            None => gradient,
        };
        self.sums.0.insert(name.into(), sum);
    }

    fn buffer<const D: usize>(&mut self, _: &str, _: &mut Tensor<D>) {}
}

struct Update<'a> {
    optimizer: &'a mut Optimizer,
    sums: Sums,
    /// Of the learning rate.
    factor: f64,
}

impl TensorVisitor for Update<'_> {
    fn parameter<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
        let Some(gradient) = self.sums.0.remove(name) else { return };
        let shape = tensor.dims();
        let parameter = tensor.clone().inner().reshape([shape.iter().product::<usize>()]);
        let rate = match self.optimizer.other_rate {
            Some((prefix, rate)) if name.starts_with(prefix) => rate,
            _ => self.optimizer.config.learning_rate(),
        };
        let moved = self.optimizer.moved(name, parameter, gradient, rate * self.factor);
        *tensor = Tensor::from_inner(moved.reshape(shape)).require_grad();
    }

    fn buffer<const D: usize>(&mut self, _: &str, _: &mut Tensor<D>) {}
}

struct Restore<'a> {
    tensors: &'a [NamedTensor],
    has_square: bool,
    slots: BTreeMap<String, Slot>,
    problem: Option<String>,
}

impl Restore<'_> {
    fn find<const D: usize>(&mut self, kind: &str, name: &str, tensor: &Tensor<D>) -> Option<Tensor<1>> {
        let full = format!("optimizer.{kind}.{name}");
        let count = tensor.dims().iter().product::<usize>();
        let found = self.tensors.iter().find(|found| found.name == full && found.values.len() == count);
        if found.is_none() {
            self.problem.get_or_insert(format!("`{full}` is missing or not of {count} values"));
        }
        Some(upload_values(found?.values.clone(), [count], &tensor.device().inner()))
    }
}

impl TensorVisitor for Restore<'_> {
    fn parameter<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
        let Some(momentum) = self.find("momentum", name, tensor) else { return };
        let square = if self.has_square { self.find("square", name, tensor) } else { None };
        self.slots.insert(name.into(), Slot { start: 0, momentum, square });
    }

    fn buffer<const D: usize>(&mut self, _: &str, _: &mut Tensor<D>) {}
}
